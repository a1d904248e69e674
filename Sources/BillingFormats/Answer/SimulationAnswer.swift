/// What a simulation ends with (SCENARIO, The answer). Amounts are strings in major units, instants end in Z.
public struct SimulationAnswer: Sendable, Hashable {
    /// In the order of issue.
    public var invoices: [Invoice]
    /// In the order sent.
    public var payments: [Payment]
    /// By subscription id.
    public var subscriptions: [Subscription]
    /// By account id.
    public var balances: [Balance]

    /// An answer with its four lists.
    public init(
        invoices: [Invoice], payments: [Payment], subscriptions: [Subscription], balances: [Balance]
    ) {
        self.invoices = invoices
        self.payments = payments
        self.subscriptions = subscriptions
        self.balances = balances
    }

    /// The answer with its keys in SCENARIO's order.
    public var json: OrderedJSON {
        [
            "invoices": .array(invoices.map(\.json)),
            "payments": .array(payments.map(\.json)),
            "subscriptions": .array(subscriptions.map(\.json)),
            "balances": .array(balances.map(\.json)),
        ]
    }
}

extension SimulationAnswer {
    /// One charge with its final result.
    public struct Payment: Sendable, Hashable {
        /// The invoice's number.
        public var invoice: String
        /// When it was sent.
        public var at: String
        /// The payment method's id.
        public var method: String
        /// What was charged.
        public var amount: String
        /// "succeeded" or "failed".
        public var result: String
        /// The decline code; nil where it succeeded.
        public var code: String?

        /// A charge with all its columns.
        public init(
            invoice: String, at: String, method: String, amount: String, result: String, code: String?
        ) {
            self.invoice = invoice
            self.at = at
            self.method = method
            self.amount = amount
            self.result = result
            self.code = code
        }

        var json: OrderedJSON {
            [
                "invoice": .string(invoice), "at": .string(at), "method": .string(method),
                "amount": .string(amount), "result": .string(result), "code": .text(code),
            ]
        }
    }

    /// How a subscription stands at the end.
    public struct Subscription: Sendable, Hashable {
        /// The subscription's id.
        public var id: String
        /// One of "trialing", "active", "past_due", "unpaid", "canceled".
        public var status: String
        /// Where the current period begins.
        public var currentPeriodStart: String
        /// Where it ends; of a canceled subscription, when it was canceled.
        public var currentPeriodEnd: String
        /// Whether it is set to cancel at the boundary (4.7).
        public var cancelAtPeriodEnd: Bool

        /// A subscription with all its columns.
        public init(
            id: String, status: String, currentPeriodStart: String, currentPeriodEnd: String,
            cancelAtPeriodEnd: Bool
        ) {
            self.id = id
            self.status = status
            self.currentPeriodStart = currentPeriodStart
            self.currentPeriodEnd = currentPeriodEnd
            self.cancelAtPeriodEnd = cancelAtPeriodEnd
        }

        var json: OrderedJSON {
            [
                "id": .string(id), "status": .string(status),
                "current_period_start": .string(currentPeriodStart),
                "current_period_end": .string(currentPeriodEnd),
                "cancel_at_period_end": .bool(cancelAtPeriodEnd),
            ]
        }
    }

    /// An account's balance at the end (section 9).
    public struct Balance: Sendable, Hashable {
        /// The account's id.
        public var account: String
        /// The account's currency.
        public var currency: String
        /// The sum of its rows (9.3).
        public var balance: String

        /// A balance with its account.
        public init(account: String, currency: String, balance: String) {
            self.account = account
            self.currency = currency
            self.balance = balance
        }

        var json: OrderedJSON {
            ["account": .string(account), "currency": .string(currency), "balance": .string(balance)]
        }
    }
}
