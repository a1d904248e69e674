import BillingRun
import Postgres
import Synchronization

/// What one command adds to the audit trail, with the first of its transactions that is committed.
///
/// A class because all copies of the command's books share it.
final class CommandNote: Sendable {
    private let entry: AuditEntry
    private let isCommitted = Atomic(false)

    init(_ entry: AuditEntry) { self.entry = entry }

    /// Adds the entry to a transaction, unless an earlier one took it.
    func write(_ transaction: BooksTransaction) async throws {
        guard !isCommitted.load(ordering: .acquiring) else { return }
        try await transaction.run { session in
            _ = try session.execute(SQL.command.note, try entry.parameters)
        }
    }

    /// The transaction is committed, and the entry with it.
    func commit() { isCommitted.store(true, ordering: .releasing) }
}

/// A statement changed no row: the transaction is undone, and nothing is noted.
struct NothingChanged: Error {}
