import CLibPQ

/// Preparing, running and judging one statement.
extension PostgresSession {
    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }
    var isInFailedTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_INERROR }
    var isBroken: Bool { isSevered || PQstatus(connection) == CONNECTION_BAD }

    /// Runs a statement under a name the server remembers; the caller clears the result.
    func runPrepared(
        _ statement: SQLStatement, _ parameters: [Parameter]
    ) throws(PostgresError) -> OpaquePointer {
        let key = PreparedStatements.Key(text: statement.text, types: parameters.map(\.type))
        do throws(PostgresError) {
            return try runPreparedOnce(statement, key, parameters)
        } catch PostgresError.statement(let failure) where failure.meansStalePlan {
            // A table changed under the plan, or a pooler lost it. In a transaction the error has voided the
            // transaction, so only the next attempt of the caller can succeed.
            forget(key)
            if isInTransaction { throw .statement(failure) }
            return try runPreparedOnce(statement, key, parameters)
        }
    }

    private func runPreparedOnce(
        _ statement: SQLStatement, _ key: PreparedStatements.Key, _ parameters: [Parameter]
    ) throws(PostgresError) -> OpaquePointer {
        let name = try prepare(statement, key)
        return try run(statement) {
            ParameterBlock(parameters).withPointers { values, lengths, formats in
                PQexecPrepared(connection, name, Int32(parameters.count), values, lengths, formats, 1)
            }
        }
    }

    /// The server-side name of the statement, prepared now if it was not yet.
    func prepare(
        _ statement: SQLStatement, _ key: PreparedStatements.Key
    ) throws(PostgresError) -> String {
        if let name = prepared.name(for: key) { return name }
        let name = prepared.newName()
        PQclear(
            try run(statement) {
                PQprepare(connection, name, statement.text, Int32(key.types.count), key.types)
            })
        if let evicted = prepared.insert(key, name: name) {
            PQclear(PQexec(connection, "DEALLOCATE \(evicted)"))
        }
        return name
    }

    private func forget(_ key: PreparedStatements.Key) {
        guard let name = prepared.remove(key), !isInTransaction else { return }
        PQclear(PQexec(connection, "DEALLOCATE \(name)"))
    }

    /// Makes one libpq call that runs something, and gives its result when the server was content with it.
    func run(
        _ statement: SQLStatement, _ call: () -> OpaquePointer?
    ) throws(PostgresError) -> OpaquePointer {
        assertOwnThread()
        guard !isBroken else { throw connectionLost() }
        try canceller.beginStatement()
        let result = call()
        let wasCancelled = canceller.endStatement()
        guard let result else { throw failureWithoutResult() }
        if let error = error(in: result, of: statement, wasCancelled: wasCancelled) {
            PQclear(result)
            throw error
        }
        return result
    }

    /// The error a result stands for; nil for a good one.
    func error(in result: OpaquePointer, of statement: SQLStatement, wasCancelled: Bool) -> PostgresError? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_PIPELINE_SYNC:
            return nil
        case PGRES_EMPTY_QUERY:
            return .misuse("\(statement.name ?? "the statement") is empty")
        default:
            break
        }
        if isBroken { return connectionLost() }
        // Every error of the server has a code. One without is libpq's own: after a write that failed while a last
        // word of the server was still to be read, libpq reports that write and calls the connection good.
        guard PQresultErrorField(result, Int32(CLIBPQ_ERROR_SQLSTATE.rawValue)) != nil else {
            isSevered = true
            return connectionLost()
        }
        let failure = StatementFailure(result, statementName: statement.name)
        if failure.state == .queryCanceled && wasCancelled { return .cancelled }
        return .statement(failure)
    }

    func connectionLost() -> PostgresError {
        .connectionLost(lastMessage)
    }

    /// libpq gives no result when it could not send at all: a broken connection, or a call it refused.
    func failureWithoutResult() -> PostgresError {
        isBroken ? connectionLost() : .misuse(lastMessage)
    }

    private var lastMessage: String {
        ConnectionRefusal(verbose: String(cString: PQerrorMessage(connection))).message
    }
}

extension StatementFailure {
    /// What the server said in an error result.
    init(_ result: OpaquePointer, statementName: String?) {
        func field(_ field: clibpq_error_field) -> String? {
            PQresultErrorField(result, Int32(field.rawValue)).map { String(cString: $0) }
        }
        self.init(
            state: SQLState(rawValue: field(CLIBPQ_ERROR_SQLSTATE) ?? ""),
            message: field(CLIBPQ_ERROR_MESSAGE) ?? String(cString: PQresultErrorMessage(result)),
            detail: field(CLIBPQ_ERROR_DETAIL), hint: field(CLIBPQ_ERROR_HINT),
            constraint: field(CLIBPQ_ERROR_CONSTRAINT), schema: field(CLIBPQ_ERROR_SCHEMA),
            table: field(CLIBPQ_ERROR_TABLE), column: field(CLIBPQ_ERROR_COLUMN),
            context: field(CLIBPQ_ERROR_CONTEXT), position: field(CLIBPQ_ERROR_POSITION).flatMap { Int($0) },
            statementName: statementName)
        sourceFunction = field(CLIBPQ_ERROR_SOURCE_FUNCTION)
    }

    /// "cached plan must not change result type" has only the broad code 0A000; its place in the server's source
    /// tells it apart, as other drivers do.
    var meansStalePlan: Bool {
        state == .invalidStatementName
            || (state == .featureNotSupported && sourceFunction == "RevalidateCachedQuery")
    }
}
