/// What a card network says with a decline: Mastercard's merchant advice codes (PROCESSORS 3).
public struct NetworkAdvice: Sendable, Hashable {
    /// The code as the processor hands it on ("03", "24", …).
    public let code: String

    /// Takes any code; one that is not known says nothing.
    public init(code: String) { self.code = code }

    /// 24 to 30: the least seconds to wait before the next try (1 h, 24 h, 2, 4, 6, 8, 10 days); nil for others.
    public var waitSeconds: Int64? {
        let hour: Int64 = 3_600
        let day = 24 * hour
        return switch code {
        case "24": hour
        case "25": day
        case "26": 2 * day
        case "27": 4 * day
        case "28": 6 * day
        case "29": 8 * day
        case "30": 10 * day
        default: nil
        }
    }
}
