public import Postgres

/// Why the store could not do what it was asked.
///
/// What the rules refuse comes as `BillingError` and `RunError`, as from any other store.
public enum StoreError: Error, Sendable, Hashable {
    /// The database or a statement failed.
    case database(PostgresError)
    /// The database lacks migrations that this program needs: how many.
    case notMigrated(missing: Int)
    /// A stored value is not what the rules can read: the table, the row's key, and why.
    case unreadable(table: String, key: String, reason: String)
    /// A value that cannot be stored: what, and why.
    case unwritable(String, reason: String)
    /// Conflicts with other workers did not end: the number of tries and the last conflict.
    case conflicts(tries: Int, last: PostgresError)
}

extension StoreError: CustomStringConvertible {
    /// One line for an operator.
    public var description: String {
        switch self {
        case .database(let error): "\(error)"
        case .notMigrated(let missing):
            "the database lacks \(missing) of this program's migrations: run `dueday migrate`"
        case .unreadable(let table, let key, let reason):
            "the stored value of \(table) \(key) cannot be read: \(reason)"
        case .unwritable(let what, let reason): "\(what) cannot be stored: \(reason)"
        case .conflicts(let tries, let last):
            "gave up after \(tries) conflicts with other workers; run again (\(last))"
        }
    }
}

extension StoreError {
    /// True when the database is out of reach: nothing is lost, run again.
    public var isOutOfReach: Bool {
        if case .database(let error) = self { return error.isOutOfReach }
        return false
    }

    /// A database error as one of this module, every other as it is.
    static func reporting(_ error: any Error) -> any Error {
        if let error = error as? PostgresError { return StoreError.database(error) }
        return error
    }
}
