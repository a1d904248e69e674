/// A stretch of time, [start, end) (RULES 2.1).
@frozen
public struct Period: Hashable, Sendable, Codable {
    /// The first instant in it.
    public var start: Instant
    /// The first instant after it.
    public var end: Instant

    /// [start, end).
    @inlinable
    public init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    /// Its length.
    @inlinable public var seconds: Int64 { start.seconds(until: end) }

    /// Whether no instant lies in it.
    @inlinable public var isEmpty: Bool { end <= start }

    /// Whether `instant` lies in it; its end does not.
    @inlinable
    public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }
}

extension Period: CustomStringConvertible {
    /// "[2024-01-31T05:00:00Z, 2024-02-29T05:00:00Z)".
    public var description: String { "[\(start), \(end))" }
}
