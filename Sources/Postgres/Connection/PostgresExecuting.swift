/// Something statements run on: a connection, or a transaction of it.
///
/// A function that works on either takes `some PostgresExecuting`.
public protocol PostgresExecuting: Sendable {
    /// Runs `work` on the connection's own thread: several statements for one change of thread.
    ///
    /// Cancelling the task stops the running statement and throws ``PostgresError/cancelled``. What must be
    /// recorded whatever happens to the caller goes into a `Task` of its own.
    func perform<Value: Sendable>(
        _ work: @Sendable (PostgresSession) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value
}

extension PostgresExecuting {
    /// Runs a statement and gives what `read` makes of each row, in order. All rows are read on the connection's
    /// thread; ask for pages of some thousand.
    public func query<Value: Sendable>(
        _ statement: SQLStatement, _ parameters: [Parameter] = [],
        _ read: @Sendable (PostgresRow) throws -> Value
    ) async throws(PostgresError) -> [Value] {
        try await perform { session throws(PostgresError) in try session.query(statement, parameters, read) }
    }

    /// Runs a statement that gives at most one row; nil when it gives none.
    public func queryOne<Value: Sendable>(
        _ statement: SQLStatement, _ parameters: [Parameter] = [],
        _ read: @Sendable (PostgresRow) throws -> Value
    ) async throws(PostgresError) -> Value? {
        try await perform { session throws(PostgresError) in try session.queryOne(statement, parameters, read)
        }
    }

    /// Runs a statement and gives the number of rows it touched.
    @discardableResult
    public func execute(
        _ statement: SQLStatement, _ parameters: [Parameter] = []
    ) async throws(PostgresError) -> Int {
        try await perform { session throws(PostgresError) in try session.execute(statement, parameters) }
    }

    /// Runs several statements from one text, without parameters.
    public func script(_ statement: SQLStatement) async throws(PostgresError) {
        try await perform { session throws(PostgresError) in try session.script(statement) }
    }

    /// Runs many small statements with few round trips; they stand and fall together.
    @discardableResult
    public func pipeline(
        _ statements: [(statement: SQLStatement, parameters: [Parameter])]
    ) async throws(PostgresError) -> [Int] {
        try await perform { session throws(PostgresError) in try session.pipeline(statements) }
    }

    /// Runs "COPY … FROM STDIN (FORMAT binary)" with the rows; gives how many were stored.
    @discardableResult
    public func copyIn(_ statement: SQLStatement, _ rows: CopyRows) async throws(PostgresError) -> Int {
        try await perform { session throws(PostgresError) in try session.copyIn(statement, rows) }
    }
}
