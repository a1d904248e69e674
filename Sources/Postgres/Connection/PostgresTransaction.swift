/// The handle a transaction's closure works with; worthless after the closure has returned.
public struct PostgresTransaction: PostgresExecuting {
    /// What the transaction sees of others (manual, section 13.2).
    public enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// Whether the transaction may write.
    public enum Access: String, Sendable {
        case readWrite = "READ WRITE"
        case readOnly = "READ ONLY"
    }

    let connection: PostgresConnection
    let number: UInt64

    /// Runs `work` inside the transaction, on the connection's own thread.
    public func perform<Value: Sendable>(
        _ work: @Sendable (PostgresSession) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        try await connection.perform(in: number, work)
    }

    /// Runs `body` so that its failure undoes only its own writes; the transaction goes on.
    public nonisolated(nonsending) func savepoint<Value, Failure: PostgresFailure>(
        _ body: nonisolated(nonsending) (PostgresTransaction) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await reported(as: Failure.self) { () async throws(PostgresError) in
            try await script("SAVEPOINT nested")
        }
        do throws(Failure) {
            let value = try await body(self)
            try await reported(as: Failure.self) { () async throws(PostgresError) in
                try await script("RELEASE SAVEPOINT nested")
            }
            return value
        } catch {
            // When this fails too, the transaction is void, and its COMMIT will say so.
            try? await script("ROLLBACK TO SAVEPOINT nested; RELEASE SAVEPOINT nested")
            throw error
        }
    }
}

/// The connections on which the current task is inside a transaction: using one directly would wait for ever.
enum TransactionScope {
    @TaskLocal static var connections: Set<ObjectIdentifier> = []
}

extension PostgresConnection {
    /// Runs `body` between BEGIN and COMMIT. An error of `body` rolls back and is thrown on.
    ///
    ///     try await db.transaction { tx in
    ///         try await tx.execute("UPDATE …", [.int8(id)])
    ///     }
    ///
    /// `body` runs where the caller runs. To throw an error of your own, let it conform to ``PostgresFailure`` and
    /// write its type: `{ tx throws(StoreError) in … }`. ``PostgresError/commitOutcomeUnknown(_:)`` comes when the
    /// connection breaks after COMMIT was sent.
    public nonisolated(nonsending) func transaction<Value, Failure: PostgresFailure>(
        isolation: PostgresTransaction.Isolation = .readCommitted,
        access: PostgresTransaction.Access = .readWrite,
        _ body: nonisolated(nonsending) (PostgresTransaction) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let begin = SQLStatement(
            text: "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(access.rawValue)")
        let number = try await reported(as: Failure.self) { () async throws(PostgresError) in
            try await beginTransaction(begin)
        }
        do throws(Failure) {
            let value = try await insideScope(PostgresTransaction(connection: self, number: number), body)
            try await reported(as: Failure.self) { () async throws(PostgresError) in
                try await commit(number)
            }
            return value
        } catch {
            await rollBack(number)
            throw error
        }
    }

    /// The same for a closure that throws errors of several types.
    public nonisolated(nonsending) func transaction<Value>(
        isolation: PostgresTransaction.Isolation = .readCommitted,
        access: PostgresTransaction.Access = .readWrite,
        _ body: nonisolated(nonsending) (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        do {
            return try await transaction(isolation: isolation, access: access) {
                (transaction) async throws(AnyFailure) in
                do {
                    return try await body(transaction)
                } catch {
                    throw AnyFailure(error: error)
                }
            }
        } catch {
            throw error.error
        }
    }

    private nonisolated(nonsending) func insideScope<Value, Failure: PostgresFailure>(
        _ transaction: PostgresTransaction,
        _ body: nonisolated(nonsending) (PostgresTransaction) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let connections = TransactionScope.connections.union([ObjectIdentifier(self)])
        let result: Result<Value, Failure> = await TransactionScope.$connections.withValue(connections) {
            do throws(Failure) {
                return .success(try await body(transaction))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Throws this module's error as the caller's own.
private nonisolated(nonsending) func reported<Value, Failure: PostgresFailure>(
    as failure: Failure.Type, _ body: nonisolated(nonsending) () async throws(PostgresError) -> Value
) async throws(Failure) -> Value {
    do throws(PostgresError) {
        return try await body()
    } catch {
        throw Failure(error)
    }
}

/// Carries an error of unknown type through a typed transaction.
private struct AnyFailure: PostgresFailure {
    let error: any Error

    init(error: any Error) {
        self.error = error
    }

    init(_ postgresError: PostgresError) {
        self.error = postgresError
    }
}
