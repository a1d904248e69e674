import Billing
import Monetary

/// Bounds that the operator sets; a run whose result would leave them stops before it writes more.
public struct Brakes: Sendable, Hashable {
    /// The most invoices of one run.
    public var mostInvoices: Int?
    /// The most that one run may bill, by currency code; minor units.
    public var mostBilledMinorUnits: [String: Int64]
    /// An invoice of more than so many times the largest of the subscription's last six sets it aside.
    public var mostGrowth: Int?

    /// No bounds but those given.
    public init(
        mostInvoices: Int? = nil, mostBilledMinorUnits: [String: Int64] = [:], mostGrowth: Int? = nil
    ) {
        self.mostInvoices = mostInvoices
        self.mostBilledMinorUnits = mostBilledMinorUnits
        self.mostGrowth = mostGrowth
    }

    /// Why an invoice is out of the bounds that the customer's own history gives; nil where it is not, or where
    /// there is no history.
    func growth(of draft: InvoiceDraft, recent: RecentTotals?) -> BrakeReason? {
        guard let mostGrowth, let recent, recent.largestMinorUnits > 0 else { return nil }
        let (bound, overflow) = recent.largestMinorUnits.multipliedReportingOverflow(by: Int64(mostGrowth))
        guard !overflow, draft.totalMinorUnits > bound else { return nil }
        return .growth(
            total: draft.currency.majorUnits(draft.totalMinorUnits),
            largest: draft.currency.majorUnits(recent.largestMinorUnits), currencyCode: draft.currency.code,
            most: mostGrowth)
    }
}

/// What was billed to a subscription before.
public struct RecentTotals: Sendable, Hashable {
    /// Total of the last invoice; minor units.
    public var lastMinorUnits: Int64
    /// The largest total of the last six.
    public var largestMinorUnits: Int64

    /// A history of at least one invoice.
    public init(lastMinorUnits: Int64, largestMinorUnits: Int64) {
        self.lastMinorUnits = lastMinorUnits
        self.largestMinorUnits = largestMinorUnits
    }
}

/// Which bound would be left.
public enum BrakeReason: Sendable, Hashable, CustomStringConvertible {
    case invoices(most: Int)
    case billed(total: String, most: String, currencyCode: String)
    case growth(total: String, largest: String, currencyCode: String, most: Int)

    /// What would happen, and which setting forbids it.
    public var description: String {
        switch self {
        case .invoices(let most): "the run would issue more than \(most) invoices (brake.invoices)"
        case .billed(let total, let most, let code):
            "the run would bill \(total) \(code), more than \(most) (brake.total)"
        case .growth(let total, let largest, let code, let most):
            "the invoice would be \(total) \(code), more than \(most) times the largest of its last six, "
                + "\(largest) (brake.growth); if it is right, release it and run it alone with --without-brake"
        }
    }
}

/// How far a run has come towards its bounds.
struct BrakeGauge: Sendable {
    let brakes: Brakes
    /// A rehearsal goes on and says what would stop the run.
    let isRehearsal: Bool
    /// The bound that was left first, in a rehearsal.
    private(set) var reason: BrakeReason?
    private var invoices = 0
    private var billed: [String: Int64] = [:]

    init(_ brakes: Brakes, isRehearsal: Bool) {
        self.brakes = brakes
        self.isRehearsal = isRehearsal
    }

    /// Counts a batch before it is written.
    ///
    /// - Throws: `RunError.brake` where a bound would be left; the batch is then not written.
    func adding(_ outcomes: [BillingOutcome]) throws(RunError) -> BrakeGauge {
        var gauge = self
        for draft in outcomes.compactMap(\.invoice) {
            gauge.invoices += 1
            let (sum, overflow) = gauge.billed[draft.currency.code, default: 0]
                .addingReportingOverflow(draft.totalMinorUnits)
            gauge.billed[draft.currency.code] = overflow ? .max : sum
            gauge.reason = gauge.reason ?? gauge.bound(draft.currency)
        }
        if let reason = gauge.reason, !isRehearsal { throw .brake(reason) }
        return gauge
    }

    private func bound(_ currency: Currency) -> BrakeReason? {
        if let most = brakes.mostInvoices, invoices > most { return .invoices(most: most) }
        guard let most = brakes.mostBilledMinorUnits[currency.code], billed[currency.code, default: 0] > most
        else { return nil }
        return .billed(
            total: currency.majorUnits(billed[currency.code, default: 0]), most: currency.majorUnits(most),
            currencyCode: currency.code)
    }
}
