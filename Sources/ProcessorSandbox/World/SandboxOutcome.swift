/// What the processor answers to one charge of a scripted method; written as in scenario files.
public enum SandboxOutcome: Sendable, Hashable, Codable, RawRepresentable {
    /// `ok`: the money is taken.
    case succeeds
    /// Any decline code: nothing is taken.
    case declines(code: String)
    /// `requires_action`: the customer must authenticate; nothing is taken.
    case requiresAction
    /// `processing`: under way at the bank until it is settled through the control interface.
    case processes
    /// `failed_then_ok`: declined, and later taken all the same: Razorpay's late success. Stripe has no such thing
    /// and declines it as `processing_error`.
    case succeedsLate
    /// `unknown_then_ok`: the money is taken, the connection is dropped without an answer; asking again tells.
    case succeedsUnheard
    /// `unknown_then_declined`: declined with code `declined`, and dropped likewise.
    case declinesUnheard

    /// Nil for what is neither a word of the list nor a code of lower-case letters, digits and underscores.
    public init?(rawValue: String) {
        switch rawValue {
        case "ok": self = .succeeds
        case "requires_action", "authentication_required": self = .requiresAction
        case "processing": self = .processes
        case "failed_then_ok": self = .succeedsLate
        case "unknown_then_ok": self = .succeedsUnheard
        case "unknown_then_declined": self = .declinesUnheard
        default:
            guard (1...64).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy(Self.isCodeByte) else {
                return nil
            }
            self = .declines(code: rawValue)
        }
    }

    /// The word of scenario files.
    public var rawValue: String {
        switch self {
        case .succeeds: "ok"
        case .declines(let code): code
        case .requiresAction: "requires_action"
        case .processes: "processing"
        case .succeedsLate: "failed_then_ok"
        case .succeedsUnheard: "unknown_then_ok"
        case .declinesUnheard: "unknown_then_declined"
        }
    }

    /// Whether the answer to the first asking is lost.
    var isUnheard: Bool { self == .succeedsUnheard || self == .declinesUnheard }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}
