import BillingCalendar
public import Monetary

extension UsageWindow {
    /// The total of a window, exactly (5.2).
    ///
    /// - Parameter events: the events of this subscription and meter, ordered by `at`, then the instant recorded,
    ///   then the order written. Events outside the window are looked at only for the value carried in.
    public func total(of events: [UsageEvent]) throws(BillingError) -> Ratio {
        try refusing { () throws -> Ratio in
            let inside = events.filter { period.contains($0.at) }
            let before = carriesValueIn ? events.last { $0.at < period.start }?.quantity : nil
            switch aggregation {
            case .sum: return try inside.reduce(ExactDecimal.zero) { try $0 + $1.quantity }.ratio
            case .count: return Ratio(Int64(inside.count))
            case .max: return (inside.map(\.quantity) + (before.map { [$0] } ?? [])).max()?.ratio ?? .zero
            case .last: return (inside.last?.quantity ?? before)?.ratio ?? .zero
            case .unique: return Ratio(Int64(Set(inside.compactMap(\.key)).count))
            case .timeWeighted: return try average(inside, valueBefore: before ?? .zero)
            }
        }
    }

    /// A gauge's value holds from each event until the next; the average over the window by seconds.
    private func average(_ events: [UsageEvent], valueBefore: ExactDecimal) throws -> Ratio {
        guard period.seconds > 0 else { return .zero }
        var sum = Ratio.zero
        var value = valueBefore
        var since = period.start
        for event in events {
            sum = try sum + value.ratio * Ratio(since.seconds(until: event.at))
            value = event.quantity
            since = event.at
        }
        sum = try sum + value.ratio * Ratio(since.seconds(until: period.end))
        return try sum / Ratio(period.seconds)
    }
}
