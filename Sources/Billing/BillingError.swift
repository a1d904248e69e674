public import BillingCalendar
public import Monetary

/// Why a command or a calculation was refused. Nothing has changed when it is thrown.
public enum BillingError: Error, Sendable, Hashable {
    /// Something named does not exist: kind and id ("plan", "pro").
    case unknown(kind: String, id: String)
    /// Something new has the id of something that exists.
    case duplicate(kind: String, id: String)
    /// A plan or add-on has no price for the currency and interval; the prices there are.
    case noPrice(item: String, wanted: String, available: [String])
    /// A rule forbids it: the rule's number in RULES, what was asked, why not.
    case rule(String, String)
    /// A value that cannot be: what, and what would be right.
    case invalid(String, String)
    /// An amount or ratio left the numbers that can be held exactly.
    case arithmetic(MonetaryError)
    /// The second evaluator does not agree with an invoice; what it found.
    case wrongInvoice([VerificationFinding])
    /// A date or zone that cannot be.
    case calendar(CalendarError)
}

extension BillingError: CustomStringConvertible {
    /// One sentence for whoever gave the command; it names the rule where one refused.
    public var description: String {
        switch self {
        case .unknown(let kind, let id): "there is no \(kind) \"\(id)\""
        case .duplicate(let kind, let id): "\(kind) \"\(id)\" exists already"
        case .noPrice(let item, let wanted, let available):
            "\(item) has no price for \(wanted); it has \(available.isEmpty ? "none" : available.joined(separator: ", "))"
        case .rule(let number, let text): "\(text) (rule \(number))"
        case .invalid(let what, let fix): "\(what) is not valid: \(fix)"
        case .arithmetic(let error): "the amount cannot be held exactly: \(error)"
        case .wrongInvoice(let findings):
            "the invoice does not add up: \(findings.map(\.description).joined(separator: "; "))"
        case .calendar(let error): "\(error)"
        }
    }
}
