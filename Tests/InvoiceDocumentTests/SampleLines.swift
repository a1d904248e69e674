import BillingCalendar
import Monetary

@testable import Billing

/// Shorthand for values of tables.
func decimal(_ text: String) -> ExactDecimal {
    guard let value = try? ExactDecimal(parsing: text) else { preconditionFailure("not a decimal: \(text)") }
    return value
}

func money(_ code: String) -> Currency {
    guard let value = try? Currency(code: code) else { preconditionFailure("not a currency: \(code)") }
    return value
}

func instant(_ text: String) -> Instant {
    guard let value = try? Instant(parsing: text) else { preconditionFailure("not an instant: \(text)") }
    return value
}

func period(_ start: String, _ end: String) -> Period { Period(start: instant(start), end: instant(end)) }

extension InvoiceLine {
    /// A line of a derivation; the amount is worked out by the rules themselves.
    init(
        _ kind: Kind, item: String, plan: String? = nil, quantity: ExactDecimal? = nil, period: Period,
        derivation: Derivation, tax: LineTax? = nil, discounts: [LineDiscount] = []
    ) throws {
        self.init(
            kind: kind, item: item, plan: plan, quantity: try quantity ?? derivation.billedQuantity(),
            period: period, periodNumber: 0, amountMinorUnits: try derivation.amount(), taxCode: "standard",
            tax: tax, derivation: derivation)
        self.discounts = discounts
        discountMinorUnits = discounts.reduce(0) { $0 + $1.minorUnits }
    }
}

extension Derivation {
    /// By the rules' own code, not by the explanation's.
    func amount() throws -> Int64 {
        switch self {
        case .charge(let quantity, let price, let share):
            try (quantity.ratio * Ratio(price) * share.ratio()).rounded()
        case .credit(let net, let share, _):
            try -(Ratio(net) * share.ratio()).rounded()
        case .usage(let inputs):
            try UsageRating(inputs).amountMinorUnits
        case .lateUsage(let inputs, let before, _):
            try UsageRating(inputs).amountMinorUnits - before
        case .minimum(let inputs):
            max(0, try inputs.dueMinorUnits() - inputs.chargedMinorUnits) - inputs.minimumBeforeMinorUnits
        }
    }

    func billedQuantity() throws -> ExactDecimal {
        switch self {
        case .charge(let quantity, _, _): quantity
        case .usage(let inputs): try UsageRating(inputs).quantity()
        case .lateUsage(let inputs, _, let before): try UsageRating(inputs).quantity() - before
        case .credit, .minimum: .one
        }
    }
}

extension UsageDerivation {
    init(
        _ aggregation: Meter.Aggregation = .sum, used: String, included: String = "0", raised: String = "0",
        share: Share = .full, _ model: PriceModel, cap: Int64? = nil, _ code: String = "USD"
    ) {
        guard let used = try? Ratio(parsing: used) else { preconditionFailure("not a ratio: \(used)") }
        self.init(
            aggregation: aggregation, used: used, included: decimal(included), raised: decimal(raised),
            share: share, model: model, maxChargeMinorUnits: cap, currency: money(code))
    }
}

extension PriceModel.Tier {
    init(_ upTo: String?, _ unitPrice: String, flat: String = "0") {
        self.init(upTo: upTo.map(decimal), unitPrice: decimal(unitPrice), flat: decimal(flat))
    }
}
