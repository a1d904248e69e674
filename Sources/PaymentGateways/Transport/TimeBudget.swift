/// How long the requests of one charge may take together, waiting for their turn included.
///
/// The lease of an attempt outlasts it: when another worker may take the attempt over, nothing of it is sent any more.
struct TimeBudget: Sendable {
    private let endsAt: ContinuousClock.Instant

    /// A request with less time than this would only make an unknown; one whose own time-out is short needs half of it.
    private static let shortest: Int64 = 5_000

    /// A budget that begins now.
    init(milliseconds: Int, startingAt start: ContinuousClock.Instant = ContinuousClock.now) {
        endsAt = start.advanced(by: .milliseconds(milliseconds))
    }

    /// Milliseconds that are left; below zero when it is over.
    func left(at now: ContinuousClock.Instant = ContinuousClock.now) -> Int64 {
        let parts = now.duration(to: endsAt).components
        return parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
    }

    /// The time-out of a request that begins now and would have `timeout` milliseconds; nil where it had better not
    /// begin.
    func timeout(_ timeout: Int, at now: ContinuousClock.Instant = ContinuousClock.now) -> Int? {
        let left = left(at: now)
        guard left > 0, left >= min(Self.shortest, Int64(timeout / 2)) else { return nil }
        return Int(min(left, Int64(timeout)))
    }
}
