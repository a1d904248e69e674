/// Everything that can go wrong between this program and a PostgreSQL server.
public enum PostgresError: Error, Hashable, Sendable {
    /// The connection URL or a setting cannot be used. The text never repeats the URL: it may hold a password.
    case invalidOptions(String)
    /// No server answered, or it is not taking connections now.
    case unreachable(String)
    /// The server refused this user or password.
    case authenticationFailed(String)
    /// The server is there but has no database of that name.
    case databaseMissing(String)
    /// The server is older than this program supports; versions as in `server_version_num` (140005 = 14.5).
    case serverTooOld(found: Int, required: Int)
    /// The server refused a statement. Inside a transaction, the transaction is now void.
    case statement(StatementFailure)
    /// The connection broke. What a transaction had written is undone; a statement outside one may have been done.
    case connectionLost(String)
    /// The connection broke after COMMIT was sent and before it was answered: look before doing it again.
    case commitOutcomeUnknown(String)
    /// The task was cancelled, or ``PostgresConnection/cancelRunningStatement()`` stopped the statement.
    case cancelled
    /// A value came back that the caller did not expect: wrong type, NULL, out of range, unknown code.
    case undecodable(column: String, reason: String)
    /// The caller broke a rule of this module.
    case misuse(String)
    /// Migrations and database do not fit each other.
    case migration(MigrationFailure)
}

extension PostgresError {
    /// The server's code, when the server refused a statement.
    public var state: SQLState? {
        guard case .statement(let failure) = self else { return nil }
        return failure.state
    }

    /// The violated constraint, when there is one.
    public var constraint: String? {
        guard case .statement(let failure) = self else { return nil }
        return failure.constraint
    }

    /// True when the database is out of reach and nothing is known to be wrong with the request itself.
    public var isOutOfReach: Bool {
        switch self {
        case .unreachable, .connectionLost, .commitOutcomeUnknown: true
        default: false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .invalidOptions(let reason): "database settings: \(reason)"
        case .unreachable(let reason): "database out of reach: \(reason)"
        case .authenticationFailed(let reason): "database refused the login: \(reason)"
        case .databaseMissing(let reason): "no such database: \(reason)"
        case .serverTooOld(let found, let required):
            "database server has version \(found / 10_000).\(found % 10_000); "
                + "version \(required / 10_000) or newer is needed"
        case .statement(let failure): failure.description
        case .connectionLost(let reason): "database connection lost: \(reason)"
        case .commitOutcomeUnknown(let reason): "database connection lost during COMMIT: \(reason)"
        case .cancelled: "cancelled"
        case .undecodable(let column, let reason): "column \(column): \(reason)"
        case .misuse(let reason): "misuse of the database connection: \(reason)"
        case .migration(let failure): failure.description
        }
    }
}

/// An error that can carry a ``PostgresError``, so that a transaction may throw a caller's own typed error.
public protocol PostgresFailure: Error {
    /// The caller's error for one of the database.
    init(_ postgresError: PostgresError)
}

extension PostgresError: PostgresFailure {
    /// The error itself.
    public init(_ postgresError: PostgresError) {
        self = postgresError
    }
}
