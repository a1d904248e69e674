public import Billing
import BillingCalendar
import Monetary

/// What a run did: what an operator reads at three in the morning.
public struct RunReport: Sendable {
    /// Which run it was.
    public var run: RunRecord
    /// Charges that earlier runs left open, with what is known of them now.
    public var recovered: [SettledCharge] = []
    /// Periods closed; more than the invoices where nothing was to be billed (3.7).
    public var boundariesClosed = 0
    /// Issued by this run, in the order of their numbers.
    public var invoices: [Invoice] = []
    /// How many documents were made, also for invoices that earlier runs left without.
    public var documents = 0
    /// Charges of this run with their answers, declined and unknown ones too.
    public var charges: [SettledCharge] = []
    /// Rounds that ended without a payment (11.3).
    public var failedRounds: [FailedRound] = []
    /// Subscriptions set aside because they could not be billed.
    public var parked: [ParkedSubscription] = []
    /// What stopped a stage, in the words of the error.
    public var problems: [String] = []

    /// The report of a run that has done nothing yet.
    public init(run: RunRecord) { self.run = run }

    /// 0 all well, 1 something to look at (DESIGN, exit codes).
    public var needsAttention: Bool {
        !parked.isEmpty || !problems.isEmpty || !failedRounds.isEmpty
            || charges.contains { $0.state != .succeeded }
    }

    /// Sums of one currency.
    public struct CurrencyTotal: Sendable, Hashable {
        /// ISO 4217 code; sums of different currencies are never added up.
        public var currencyCode: String
        /// How many were issued.
        public var invoices = 0
        /// Σ of the totals, with tax and before the balance is applied.
        public var billedMinorUnits: Int64 = 0
        /// Σ of the tax in them.
        public var taxMinorUnits: Int64 = 0
        /// Σ of the charges that succeeded, recovered ones included.
        public var paidMinorUnits: Int64 = 0
        /// Σ of the charges that were declined; an invoice counts once for each declined attempt.
        public var declinedMinorUnits: Int64 = 0
    }

    /// By currency code.
    public var totals: [CurrencyTotal] {
        var totals: [String: CurrencyTotal] = [:]
        for invoice in invoices {
            let code = invoice.content.currency.code
            var total = totals[code] ?? CurrencyTotal(currencyCode: code)
            total.invoices += 1
            total.billedMinorUnits += invoice.content.totalMinorUnits
            total.taxMinorUnits += invoice.content.taxMinorUnits
            totals[code] = total
        }
        for charge in recovered + charges {
            var total = totals[charge.currencyCode] ?? CurrencyTotal(currencyCode: charge.currencyCode)
            if charge.state == .succeeded { total.paidMinorUnits += charge.amountMinorUnits }
            if charge.state == .declined { total.declinedMinorUnits += charge.amountMinorUnits }
            totals[charge.currencyCode] = total
        }
        return totals.values.sorted { $0.currencyCode < $1.currencyCode }
    }
}
