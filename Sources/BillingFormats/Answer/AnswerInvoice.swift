extension SimulationAnswer {
    /// An issued invoice.
    public struct Invoice: Sendable, Hashable {
        /// The number on the document (10.1).
        public var number: String
        /// The account's id.
        public var account: String
        /// The subscription's id.
        public var subscription: String
        /// "start", "cycle", "change" or "final".
        public var kind: String
        /// "paid", "open", "uncollectible" or "void".
        public var status: String
        /// ISO 4217 code of every amount.
        public var currency: String
        /// When it became final.
        public var issuedAt: String
        /// Issue plus the payment terms (10.3).
        public var dueAt: String
        /// In the order of rule 3.10.
        public var lines: [Line]
        /// In the order of rule 8.3.
        public var taxes: [Tax]
        /// Σ amount of the lines.
        public var subtotal: String
        /// Σ discount of the lines.
        public var discount: String
        /// Σ amount of the tax rows.
        public var tax: String
        /// Rule 8.5.
        public var total: String
        /// What the balance took over (9.1); negative where it gave (9.2).
        public var balanceApplied: String
        /// Total minus what the balance took over.
        public var amountDue: String
        /// What charges have paid of it.
        public var amountPaid: String

        /// An invoice with all its columns.
        public init(
            number: String, account: String, subscription: String, kind: String, status: String,
            currency: String, issuedAt: String, dueAt: String, lines: [Line], taxes: [Tax], subtotal: String,
            discount: String, tax: String, total: String, balanceApplied: String, amountDue: String,
            amountPaid: String
        ) {
            self.number = number
            self.account = account
            self.subscription = subscription
            self.kind = kind
            self.status = status
            self.currency = currency
            self.issuedAt = issuedAt
            self.dueAt = dueAt
            self.lines = lines
            self.taxes = taxes
            self.subtotal = subtotal
            self.discount = discount
            self.tax = tax
            self.total = total
            self.balanceApplied = balanceApplied
            self.amountDue = amountDue
            self.amountPaid = amountPaid
        }

        /// The invoice under SCENARIO's keys, in the order in which they are written.
        public var json: OrderedJSON {
            [
                "number": .string(number), "account": .string(account),
                "subscription": .string(subscription), "kind": .string(kind), "status": .string(status),
                "currency": .string(currency), "issued_at": .string(issuedAt), "due_at": .string(dueAt),
                "lines": .array(lines.map(\.json)), "taxes": .array(taxes.map(\.json)),
                "subtotal": .string(subtotal), "discount": .string(discount), "tax": .string(tax),
                "total": .string(total), "balance_applied": .string(balanceApplied),
                "amount_due": .string(amountDue), "amount_paid": .string(amountPaid),
            ]
        }
    }

    /// A line of an invoice.
    public struct Line: Sendable, Hashable {
        /// One of rule 3's kinds ("plan", "proration_credit", …).
        public var kind: String
        /// The plan's, add-on's or meter's id.
        public var item: String
        /// Without trailing zeros.
        public var quantity: String
        /// Where the window begins.
        public var periodStart: String
        /// Where it ends, exclusive.
        public var periodEnd: String
        /// Before the discount.
        public var amount: String
        /// What coupons take off (7.4).
        public var discount: String
        /// Amount minus discount.
        public var net: String
        /// For people; no two engines need agree on it.
        public var explanation: String

        /// A line with all its columns.
        public init(
            kind: String, item: String, quantity: String, periodStart: String, periodEnd: String,
            amount: String, discount: String, net: String, explanation: String
        ) {
            self.kind = kind
            self.item = item
            self.quantity = quantity
            self.periodStart = periodStart
            self.periodEnd = periodEnd
            self.amount = amount
            self.discount = discount
            self.net = net
            self.explanation = explanation
        }

        /// The line under SCENARIO's keys; the window's two ends stand under `period`.
        public var json: OrderedJSON {
            [
                "kind": .string(kind), "item": .string(item), "quantity": .string(quantity),
                "period": ["start": .string(periodStart), "end": .string(periodEnd)],
                "amount": .string(amount), "discount": .string(discount), "net": .string(net),
                "explanation": .string(explanation),
            ]
        }
    }

    /// A tax row of an invoice (8.3).
    public struct Tax: Sendable, Hashable {
        /// "DE" or "US-CA".
        public var jurisdiction: String
        /// nil for the categories E, AE and O.
        public var name: String?
        /// "S", "Z", "E", "AE" or "O".
        public var category: String
        /// Percent.
        public var rate: String
        /// What the rate applies to.
        public var base: String
        /// The tax itself.
        public var amount: String

        /// A row with all its columns.
        public init(
            jurisdiction: String, name: String?, category: String, rate: String, base: String, amount: String
        ) {
            self.jurisdiction = jurisdiction
            self.name = name
            self.category = category
            self.rate = rate
            self.base = base
            self.amount = amount
        }

        /// The row under SCENARIO's keys; a missing name is written as null (8.2).
        public var json: OrderedJSON {
            [
                "jurisdiction": .string(jurisdiction), "name": .text(name), "category": .string(category),
                "rate": .string(rate), "base": .string(base), "amount": .string(amount),
            ]
        }
    }
}
