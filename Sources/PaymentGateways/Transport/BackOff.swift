/// How long to wait before a request goes again: 0.5 s, doubled each time up to 5 s, of which a random 50 to 100 %
/// is waited, so that many who were turned away together do not come back together (PROCESSORS 1a).
enum BackOff {
    private static let first: Int64 = 500
    private static let longest: Int64 = 5_000

    /// Milliseconds before the n-th repetition, from 1.
    ///
    /// - Parameter random: any number; equal ones give equal waits.
    static func milliseconds(beforeRepetition nth: Int, random: UInt64) -> Int64 {
        let full = min(first << Int64(min(max(nth, 1) - 1, 10)), longest)
        return full / 2 + Int64(random % UInt64(full / 2 + 1))
    }
}
