import CLibPQ

extension PostgresSession {
    /// Commits; a break between COMMIT and its answer is ``PostgresError/commitOutcomeUnknown(_:)``. COMMIT is not
    /// cancellable: a caller who has come so far wants to know.
    func commit() throws(PostgresError) {
        guard !isBroken else { throw connectionLost() }
        guard !isInFailedTransaction else {
            rollBack()
            throw .statement(
                StatementFailure(
                    state: .inFailedTransaction,
                    message: "rolled back: a statement had failed and its error was not passed on"))
        }
        let result = PQexec(connection, "COMMIT")
        defer { PQclear(result) }
        if isBroken, case .connectionLost(let reason) = connectionLost() {
            throw .commitOutcomeUnknown(reason)
        }
        guard let result else { throw failureWithoutResult() }
        switch error(in: result, of: SQLStatement(name: "COMMIT", text: ""), wasCancelled: false) {
        case nil: return
        case .connectionLost(let reason)?: throw .commitOutcomeUnknown(reason)
        case let error?: throw error
        }
    }

    /// Not cancellable either. On a broken connection there is nothing left to roll back.
    func rollBack() {
        guard !isBroken, isInTransaction else { return }
        PQclear(PQexec(connection, "ROLLBACK"))
    }
}
