import ArgumentParser
import Billing
import BillingCalendar
import Monetary

/// --interval month --interval-count 3
struct IntervalOptions: ParsableArguments {
    @Option(help: "day, week, month or year.")
    var interval: BillingInterval.Unit?
    @Option(help: "How many of them make a period: 3 with month bills by the quarter.")
    var intervalCount = 1

    var value: BillingInterval? {
        get throws { try interval.map { try BillingInterval(unit: $0, count: intervalCount) } }
    }
}

/// --proration none --when period_end
struct EffectOptions: ParsableArguments {
    @Option(help: "For the rest of the period: create_prorations, always_invoice (at once) or none.")
    var proration = ProrationBehavior.createProrations
    @Option(help: "now or period_end.")
    var when = ChangeTime.now
}

/// "extra_database=2"
struct QuantityOf: ExpressibleByArgument, Sendable {
    var id: String
    var quantity: ExactDecimal

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        // nil is ArgumentParser's word for a value that is none: it says so with the option's name.
        guard parts.count == 2, !parts[0].isEmpty, let quantity = try? ExactDecimal(parsing: String(parts[1]))
        else {
            return nil
        }
        id = String(parts[0])
        self.quantity = quantity
    }

    static func dictionary(_ list: [QuantityOf]) throws -> [String: ExactDecimal] {
        try list.reduce(into: [:]) { result, item in
            guard result.updateValue(item.quantity, forKey: item.id) == nil else {
                throw CommandFailure.usage("add-on \"\(item.id)\" is named twice")
            }
        }
    }
}
