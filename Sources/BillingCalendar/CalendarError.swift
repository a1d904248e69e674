/// What can go wrong with an instant, a date, a zone or an interval.
public enum CalendarError: Error, Hashable, Sendable {
    /// A text that is no instant such as "2024-01-31T05:00:00Z".
    case malformedInstant(String)
    /// A text that is no date such as "2024-02-29".
    case malformedDate(String)
    /// Bytes that are no time zone file: the zone and what is wrong with them.
    case malformedZone(String, reason: String)
    /// A text that is no interval such as "month" or "3 months".
    case malformedInterval(String)
    /// A number outside the range of what it stands for: what, and the number.
    case outOfRange(String, Int)
}

extension CalendarError: CustomStringConvertible {
    /// What is wrong, for an operator.
    public var description: String {
        switch self {
        case .malformedInstant(let text):
            "'\(text)' is not an instant in whole seconds like 2024-01-31T05:00:00Z"
        case .malformedDate(let text): "'\(text)' is not a date like 2024-02-29"
        case .malformedZone(let zone, let reason): "the time zone file of '\(zone)' is damaged: \(reason)"
        case .malformedInterval(let text): "'\(text)' is not an interval like 'month' or '3 months'"
        case .outOfRange(let what, let number): "\(what) is out of range: \(number)"
        }
    }
}
