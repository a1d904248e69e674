/// One connection to a PostgreSQL server, on a thread of its own.
///
///     let db = try await PostgresConnection.connect(ConnectionOptions(url: url, applicationName: "worker"))
///     let names = try await db.query("SELECT name FROM city WHERE country = $1", [.text("NZ")]) { row in
///         try row.text("name")
///     }
///
/// libpq blocks, so the actor's executor is a ``DedicatedThread``; each `await` costs one change of thread, about
/// 25 µs, however many rows it reads. While a transaction is open, other callers wait for its end.
public actor PostgresConnection: PostgresExecuting {
    private let thread: DedicatedThread
    private var session: PostgresSession?
    /// Stands outside the actor, so that any thread can reach it while a statement runs.
    private let canceller = Locked<Canceller?>(nil)
    private var openTransaction: UInt64?
    private var transactionCount: UInt64 = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private init() {
        thread = DedicatedThread()
    }

    /// Connects, checks the server's version and makes the session's settings.
    public static func connect(_ options: ConnectionOptions) async throws(PostgresError) -> PostgresConnection
    {
        let connection = PostgresConnection()
        try await connection.open(options)
        return connection
    }

    /// Ends the session; statements after this throw ``PostgresError/connectionLost(_:)``. Releasing the last
    /// reference does the same.
    public func close() {
        canceller.withLock { $0 = nil }
        session = nil
    }

    /// Stops the statement that runs now, from any thread, as a signal's last resort; its caller gets
    /// ``PostgresError/cancelled``. Without a running statement nothing happens.
    public nonisolated func cancelRunningStatement() {
        canceller.withLock { $0 }?.cancelRunningStatement()
    }

    /// Runs `work` on the connection's own thread, after an open transaction of another task has ended.
    public func perform<Value: Sendable>(
        _ work: @Sendable (PostgresSession) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        try await waitForOpenTransaction()
        let value = try await run(work)
        guard let session, session.isInTransaction, !session.isBroken else { return value }
        try session.script("ROLLBACK")
        throw .misuse("BEGIN without transaction(): what was written is rolled back")
    }

    private func open(_ options: ConnectionOptions) throws(PostgresError) {
        let session = try PostgresSession(options: options)
        canceller.withLock { $0 = session.canceller }
        self.session = session
    }

    private func openSession() throws(PostgresError) -> PostgresSession {
        guard let session else { throw .connectionLost("the connection was closed") }
        return session
    }

    /// Runs the work here and now; cancelling the task stops it.
    private func run<Value: Sendable>(
        _ work: @Sendable (PostgresSession) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let canceller = try openSession().canceller
        let scope = canceller.beginScope()
        let result = await withTaskCancellationHandler {
            // A closure that did not use the actor would not run on the actor's thread.
            self.result(of: work)
        } onCancel: {
            canceller.cancel(scope: scope)
        }
        return try result.get()
    }

    private func result<Value>(
        of work: (PostgresSession) throws(PostgresError) -> Value
    ) -> Result<Value, PostgresError> {
        Result { () throws(PostgresError) in try work(openSession()) }
    }
}

/// The parts a transaction is made of; see ``transaction(isolation:access:_:)``.
extension PostgresConnection {
    func beginTransaction(_ statement: SQLStatement) async throws(PostgresError) -> UInt64 {
        try await waitForOpenTransaction()
        transactionCount += 1
        openTransaction = transactionCount
        do throws(PostgresError) {
            try await run { session throws(PostgresError) in try session.script(statement) }
        } catch {
            endTransaction()
            throw error
        }
        return transactionCount
    }

    func perform<Value: Sendable>(
        in transaction: UInt64, _ work: @Sendable (PostgresSession) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        guard openTransaction == transaction else { throw .misuse("the transaction has already ended") }
        return try await run(work)
    }

    func commit(_ transaction: UInt64) throws(PostgresError) {
        guard openTransaction == transaction else { throw .misuse("the transaction has already ended") }
        defer { endTransaction() }
        try openSession().commit()
    }

    func rollBack(_ transaction: UInt64) {
        guard openTransaction == transaction else { return }
        session?.rollBack()
        endTransaction()
    }

    private func endTransaction() {
        openTransaction = nil
        let waiting = waiting
        self.waiting = []
        for continuation in waiting { continuation.resume() }
    }

    /// The actor is free while a transaction's closure awaits other things; its statements must not mix.
    private func waitForOpenTransaction() async throws(PostgresError) {
        let isInside = TransactionScope.connections.contains(ObjectIdentifier(self))
        while openTransaction != nil {
            guard !isInside else {
                throw .misuse("inside a transaction, use its handle and not the connection")
            }
            await withCheckedContinuation { waiting.append($0) }
        }
    }
}
