import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary

/// A subscription's usage, limits and cost, for people and programs.
enum StandingText {
    static func json(_ view: CustomerView.SubscriptionView) throws -> OrderedJSON {
        [
            "subscription": .string(view.subscription.id), "account": .string(view.subscription.accountID),
            "at": .string("\(view.standing.at)"), "period": period(view.standing.period),
            "usage": .array(try view.standing.meters.map(json)),
            "cost": cost(view.standing.cost, view.context.account.currency),
        ]
    }

    static func json(_ meter: MeterStanding) throws -> OrderedJSON {
        [
            "meter": .string(meter.meter.id), "unit": .text(meter.meter.unit),
            "current": .string("\(meter.current)"), "limit": .string(limit(meter)),
            "kind": .string(kind(meter.allowance)), "percentage": .text(try meter.percentage().map(percent)),
            "remaining": .text(try meter.remaining().map { "\($0)" }),
            "projected": meter.projected.map { projection in
                [
                    "quantity": .string(rounded(projection.quantity)),
                    "basis": .string(projection.basis.rawValue),
                    "exceeds_limit": .bool(meter.isExpectedToExceed),
                ]
            } ?? .null,
        ]
    }

    static func cost(_ cost: PeriodCost, _ currency: Currency) -> OrderedJSON {
        [
            "currency": .string(currency.code), "plan": .string(currency.majorUnits(cost.planMinorUnits)),
            "overages": .string(currency.majorUnits(cost.overagesMinorUnits)),
            "addons": .string(currency.majorUnits(cost.addOnsMinorUnits)),
            "total": .string(currency.majorUnits(cost.totalMinorUnits)),
        ]
    }

    static func period(_ period: Period) -> OrderedJSON {
        ["start": .string("\(period.start)"), "end": .string("\(period.end)")]
    }

    static func print(_ view: CustomerView.SubscriptionView) throws {
        let currency = view.context.account.currency
        let cost = view.standing.cost
        let major = currency.majorUnits
        Terminal.print(
            "\(view.subscription.id): \(view.subscription.terms.plan), \(view.standing.period.start) – "
                + "\(view.standing.period.end)")
        var table = Table([
            .left("  METER"), .right("USED"), .right("LIMIT"), .right("%"), .right("REMAINING"),
            .right("EXPECTED"), .left("BY"),
        ])
        for meter in view.standing.meters {
            let unit = meter.meter.unit.map { " \($0)" } ?? ""
            table.add(
                "  \(meter.meter.id)", "\(meter.current)\(unit)",
                limit(meter) + (kind(meter.allowance) == "hard" ? " (hard)" : ""),
                try meter.percentage().map(percent) ?? "–", try meter.remaining().map { "\($0)" } ?? "–",
                meter.projected.map { rounded($0.quantity) + (meter.isExpectedToExceed ? " !" : "") } ?? "–",
                meter.projected?.basis.rawValue.replacing("_", with: " ") ?? "")
        }
        if !view.standing.meters.isEmpty { table.print() }
        Terminal.print(
            "  so far: plan \(major(cost.planMinorUnits)), overages \(major(cost.overagesMinorUnits)), add-ons "
                + "\(major(cost.addOnsMinorUnits)), total \(major(cost.totalMinorUnits)) \(currency.code) before tax"
        )
    }

    /// "1000" or "unlimited".
    static func limit(_ meter: MeterStanding) -> String {
        meter.allowance.included.map { "\($0)" } ?? "unlimited"
    }

    /// Always with two decimals.
    static func percent(_ percentage: ExactDecimal) -> String {
        let parts = "\(percentage)".split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        return "\(parts[0]).\(fraction)\(String(repeating: "0", count: max(0, 2 - fraction.count)))"
    }

    /// What is only expected is shown to two decimals.
    private static func rounded(_ quantity: ExactDecimal) -> String {
        guard let hundredths = try? (quantity.ratio * Ratio(100)).rounded(),
            let value = try? ExactDecimal(rounding: Ratio(Int128(hundredths), over: 100))
        else { return "\(quantity)" }
        return "\(value)"
    }

    private static func kind(_ allowance: Allowance) -> String {
        switch allowance {
        case .unlimited: "unlimited"
        case .metered: "metered"
        case .hard: "hard"
        }
    }
}
