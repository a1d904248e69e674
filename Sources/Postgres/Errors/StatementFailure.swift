/// What the server said about a statement that failed; the connection itself is still good.
public struct StatementFailure: Hashable, Sendable {
    /// The kind of error; compare this and never the message, which is translated.
    public var state: SQLState
    /// The main text, in the server's language.
    public var message: String
    /// More about it; may quote the values of the row.
    public var detail: String?
    /// What the server suggests.
    public var hint: String?
    /// The violated constraint, for class 23 errors.
    public var constraint: String?
    /// Where the violated constraint stands.
    public var schema: String?
    /// The table of the violated constraint.
    public var table: String?
    /// The column that may not be NULL, or whose type does not fit.
    public var column: String?
    /// The call stack of server-side functions.
    public var context: String?
    /// Where in the statement, counted in characters from 1.
    public var position: Int?
    /// The name of the statement as given by ``SQLStatement/name``.
    public var statementName: String?
    /// The function of the server's source that raised the error.
    var sourceFunction: String?

    /// A failure as the server reports it.
    public init(
        state: SQLState, message: String, detail: String? = nil, hint: String? = nil,
        constraint: String? = nil, schema: String? = nil, table: String? = nil, column: String? = nil,
        context: String? = nil, position: Int? = nil, statementName: String? = nil
    ) {
        self.state = state
        self.message = message
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
        self.schema = schema
        self.table = table
        self.column = column
        self.context = context
        self.position = position
        self.statementName = statementName
    }
}

extension StatementFailure: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        var text = statementName.map { "\($0): " } ?? ""
        text += "\(message) (SQLSTATE \(state)"
        if let constraint { text += ", constraint \(constraint)" }
        text += ")"
        if let detail { text += ": \(detail)" }
        if let hint { text += " (\(hint))" }
        return text
    }
}
