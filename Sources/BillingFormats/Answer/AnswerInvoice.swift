extension SimulationAnswer {
    /// An issued invoice.
    public struct Invoice: Sendable, Hashable {
        public var number: String
        public var account: String
        public var subscription: String
        /// "start", "cycle", "change" or "final".
        public var kind: String
        public var status: String
        public var currency: String
        public var issuedAt: String
        public var dueAt: String
        public var lines: [Line]
        public var taxes: [Tax]
        /// Σ amount of the lines.
        public var subtotal: String
        /// Σ discount of the lines.
        public var discount: String
        public var tax: String
        public var total: String
        public var balanceApplied: String
        public var amountDue: String
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

        var json: OrderedJSON {
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
        public var quantity: String
        public var periodStart: String
        public var periodEnd: String
        public var amount: String
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

        var json: OrderedJSON {
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
        public var base: String
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

        var json: OrderedJSON {
            [
                "jurisdiction": .string(jurisdiction), "name": .text(name), "category": .string(category),
                "rate": .string(rate), "base": .string(base), "amount": .string(amount),
            ]
        }
    }
}
