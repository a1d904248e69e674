/// Why a set of migrations cannot be brought together with a database.
public enum MigrationFailure: Hashable, Sendable {
    /// Two migrations carry the same number, or numbers do not rise from 1 without a gap.
    case badNumbering(String)
    /// The database holds a migration this program does not know: an older program met a newer database.
    case databaseIsNewer(applied: Int, known: Int)
    /// A migration that was applied has since been edited.
    case changed(number: Int, name: String)
    /// A lower number is missing below an applied one.
    case gap(missing: Int, applied: Int)
    /// The statement of a migration failed; nothing of it was kept.
    case failed(number: Int, name: String, StatementFailure)
    /// A migration ended its own transaction (COMMIT or ROLLBACK in its text).
    case endsTransaction(number: Int, name: String)
}

extension MigrationFailure: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .badNumbering(let reason):
            "migrations are numbered wrongly: \(reason)"
        case .databaseIsNewer(let applied, let known):
            "the database is at migration \(applied), this program knows \(known): use a newer program"
        case .changed(let number, let name):
            "migration \(number) (\(name)) was changed after it had been applied; add a new migration instead"
        case .gap(let missing, let applied):
            "migration \(missing) is missing in the database although \(applied) was applied"
        case .failed(let number, let name, let failure):
            "migration \(number) (\(name)) failed and left nothing behind: \(failure)"
        case .endsTransaction(let number, let name):
            "migration \(number) (\(name)) ends its own transaction; remove COMMIT and ROLLBACK from it"
        }
    }
}
