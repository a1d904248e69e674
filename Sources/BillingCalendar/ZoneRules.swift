/// What a zone file says: a table of offset changes, and a rule for the time after it.
///
/// A class so that a `Zone` copies as one reference; nothing in it changes.
final class ZoneRules: Sendable {
    /// Offsets outside of this are no zone's (RFC 8536, 3.2); the search in `Zone.instant` counts on it.
    static let largestOffset = 26 * 3600 - 1

    /// The offset before the first change.
    private let firstOffset: Int
    /// Ascending, in seconds since the epoch.
    private let changes: [Int]
    /// The offset from each change on.
    private let offsets: [Int]
    /// What holds from the last change on; nil: the last offset for ever.
    private let tail: PosixRule?

    init(firstOffset: Int, changes: [Int], offsets: [Int], tail: PosixRule?) {
        precondition(changes.count == offsets.count)
        self.firstOffset = firstOffset
        self.changes = changes
        self.offsets = offsets
        self.tail = tail
    }

    /// The stretch of one offset that `second` lies in.
    func span(at second: Int) -> OffsetSpan {
        let next = indexOfFirstChange(after: second)
        let start = next == 0 ? Int.min : changes[next - 1]
        guard next == changes.count else {
            return OffsetSpan(
                start: start, end: changes[next], offset: next == 0 ? firstOffset : offsets[next - 1])
        }
        guard let tail else {
            return OffsetSpan(start: start, end: .max, offset: offsets.last ?? firstOffset)
        }
        var span = tail.span(at: second)
        span.start = max(span.start, start)
        return span
    }

    private func indexOfFirstChange(after second: Int) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
