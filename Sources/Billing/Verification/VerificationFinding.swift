/// Something on an invoice that is not what its own inputs give.
public struct VerificationFinding: Sendable, Hashable {
    /// Where it stands: "line 2 (usage api_calls)", "tax row 1 (US-CA CA sales tax)".
    public var place: String
    /// What is there, what should be, and by which rule.
    public var problem: String
}

extension VerificationFinding: CustomStringConvertible {
    /// Place and problem in one line.
    public var description: String { "\(place): \(problem)" }
}
