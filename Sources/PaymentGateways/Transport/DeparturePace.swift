/// When the next request may leave: paced, and never more than the rate in any second.
///
/// The pace alone would lose what a timer is late each time. So whoever waited and left late by less than one distance
/// does not move those behind it; the second's bound holds beside that, whatever was late.
struct DeparturePace: Sendable {
    static let second: Int64 = 1_000_000_000

    private let rate: Int
    /// Between two departures; rounded up, so that a second has none too many.
    private let distance: Int64
    /// How far before its time one may leave: thousands a second go in heaps of ten milliseconds.
    private let allowance: Int64
    /// When the next departure is due.
    private var next: Int64 = .min / 2
    /// The last departures, as many as a second may have; the oldest is at `count` modulo the rate once it is full.
    private var departures: [Int64] = []
    private var count = 0

    init(ratePerSecond: Int) {
        rate = ratePerSecond
        distance = (Self.second + Int64(ratePerSecond) - 1) / Int64(ratePerSecond)
        allowance = Int64(max(1, ratePerSecond / 100) - 1) * distance
    }

    /// Nanoseconds until one may leave; 0: now. A clock that goes back gives nothing away.
    func wait(now: Int64) -> Int64 {
        var earliest = next - allowance
        if departures.count == rate { earliest = max(earliest, departures[count % rate] + Self.second) }
        return max(0, earliest - now)
    }

    /// Notes that one leaves now, which it may.
    ///
    /// - Parameter dueSince: when it began to wait: before that it cannot have been late.
    mutating func depart(dueSince: Int64, now: Int64) {
        next = max(next, min(dueSince, now), now - distance) + distance
        if departures.count < rate {
            departures.append(now)
        } else {
            departures[count % rate] = now
        }
        count += 1
    }
}
