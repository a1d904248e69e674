/// A stretch of time in which a zone keeps one offset: [start, end) in seconds since the epoch. Its
/// neighbours may have the same offset.
struct OffsetSpan: Equatable {
    var start: Int
    var end: Int
    /// Seconds east of UTC.
    var offset: Int
}
