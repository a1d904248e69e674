import Billing
import BillingCalendar
import Monetary
import Postgres

/// The totals of many windows, one statement for each way to aggregate (rule 5.2).
///
/// The statements are the counterpart of `UsageWindow.total(of:)`; a property test holds the two together.
struct UsageQuestions {
    private let windows: [UsageWindow]

    init(_ windows: [UsageWindow]) {
        self.windows = windows
    }

    func answers(_ session: PostgresSession) throws -> UsageTotals {
        var totals: [UsageWindow: Ratio] = [:]
        for aggregation in Meter.Aggregation.allCases {
            let asked = windows.filter { $0.aggregation == aggregation }
            guard !asked.isEmpty else { continue }
            for (place, total) in try ask(aggregation, asked, session) {
                totals[asked[place]] = try asked[place].ratio(of: total)
            }
        }
        return UsageTotals(totals)
    }

    private func ask(
        _ aggregation: Meter.Aggregation, _ windows: [UsageWindow], _ session: PostgresSession
    ) throws -> [(place: Int, total: ExactDecimal)] {
        let parameters: [Parameter] = [
            .int4Array(windows.indices.map { Int32($0) }), .textArray(windows.map(\.subscription)),
            .textArray(windows.map(\.meter)), .instants(windows.map(\.period.start)),
            .instants(windows.map(\.period.end)),
        ]
        let carries = Parameter.boolArray(windows.map(\.carriesValueIn))
        let start = Parameter.instant(windows.map(\.period.start).min())
        let end = Parameter.instant(windows.map(\.period.end).max())
        let totals =
            switch aggregation {
            case .sum: try totals(SQL.rate.sum, parameters + [start, end], session)
            case .count: try totals(SQL.rate.count, parameters + [start, end], session)
            case .unique: try totals(SQL.rate.unique, parameters + [start, end], session)
            case .max: try totals(SQL.rate.max, parameters + [carries, end], session)
            case .last: try totals(SQL.rate.last, parameters + [carries, end], session)
            case .timeWeighted: try totals(SQL.rate.timeWeighted, parameters + [carries, end], session)
            }
        return totals
    }

    private func totals(
        _ statement: SQLStatement, _ parameters: [Parameter], _ session: PostgresSession
    ) throws -> [(place: Int, total: ExactDecimal)] {
        try session.rows(statement, parameters) { row in
            guard let total = try row.optionalDecimal("total") else { return nil }
            return (Int(try row.int32("place")), try ExactDecimal(parsing: total))
        }
        .compactMap { $0 }
    }
}

extension UsageWindow {
    /// The database gives value × seconds for a gauge, and the total itself for all others.
    fileprivate func ratio(of total: ExactDecimal) throws(MonetaryError) -> Ratio {
        guard aggregation == .timeWeighted else { return total.ratio }
        return period.seconds > 0 ? try total.ratio / Ratio(period.seconds) : .zero
    }
}
