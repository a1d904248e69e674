/// A payment method whose answers are written down beforehand.
public struct ScriptedMethod: Sendable, Hashable, Codable {
    /// What charges name ("pm_1").
    public var id: String
    /// The customer it belongs to; made when unknown. Nil: usable with any customer or none.
    public var customer: String?
    /// The answer to each charge in turn; the last one holds for ever after. Never empty.
    public var outcomes: [SandboxOutcome]

    /// Registering the id of an existing method replaces it and begins its outcomes anew.
    public init(id: String, customer: String? = nil, outcomes: [SandboxOutcome]) {
        self.id = id
        self.customer = customer
        self.outcomes = outcomes
    }
}
