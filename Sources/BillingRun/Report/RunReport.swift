public import Billing
import BillingCalendar
import Monetary

/// What a run did: what an operator reads at three in the morning.
public struct RunReport: Sendable {
    public var run: RunRecord
    public var recovered: [SettledCharge] = []
    public var boundariesClosed = 0
    public var invoices: [Invoice] = []
    public var documents = 0
    public var charges: [SettledCharge] = []
    public var failedRounds: [FailedRound] = []
    public var parked: [ParkedSubscription] = []
    /// What stopped a stage, in the words of the error.
    public var problems: [String] = []

    public init(run: RunRecord) { self.run = run }

    /// 0 all well, 1 something to look at (DESIGN, exit codes).
    public var needsAttention: Bool {
        !parked.isEmpty || !problems.isEmpty || !failedRounds.isEmpty
            || charges.contains { $0.state != .succeeded }
    }

    /// Sums of one currency.
    public struct CurrencyTotal: Sendable, Hashable {
        public var currencyCode: String
        public var invoices = 0
        public var billedMinorUnits: Int64 = 0
        public var taxMinorUnits: Int64 = 0
        public var paidMinorUnits: Int64 = 0
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
