/// One command that changed something: who, what, why.
public struct AuditEntry: Sendable, Hashable {
    /// A person or a program, as it names itself.
    public var actor: String
    /// The command ("subscription cancel").
    public var action: String
    /// The account it concerns.
    public var account: String?
    /// The id of what was changed.
    public var subject: String?
    /// Why, in the caller's words.
    public var reason: String?
    /// Further facts by name.
    public var detail: [String: String]

    /// An entry; its instant is the database's when it is noted.
    public init(
        actor: String, action: String, account: String? = nil, subject: String? = nil, reason: String? = nil,
        detail: [String: String] = [:]
    ) {
        self.actor = actor
        self.action = action
        self.account = account
        self.subject = subject
        self.reason = reason
        self.detail = detail
    }
}
