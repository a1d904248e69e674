/// Where the server is and how a session on it is set up.
public struct ConnectionOptions: Sendable {
    /// "postgresql://user@host/database?…" or "host=… dbname=…", as libpq reads it (manual, section 34.1.1).
    /// What it leaves out comes from libpq's own PG… environment variables.
    public var url: String
    /// Shown in the server's pg_stat_activity and log.
    public var applicationName: String?
    /// Seconds to wait for the server to accept a connection.
    public var connectTimeoutSeconds: Int
    /// The schemas in which unqualified names are looked up; empty leaves the server's own setting.
    public var searchPath: [String]
    /// Milliseconds a statement may run; 0 means without limit.
    public var statementTimeoutMilliseconds: Int
    /// Milliseconds a statement may wait for a lock; 0 means without limit.
    public var lockTimeoutMilliseconds: Int
    /// Milliseconds a transaction may sit idle before the server ends the session: a worker that hangs must not
    /// hold its locks. 0 means without limit.
    public var idleInTransactionTimeoutMilliseconds: Int
    /// Further server settings for the session, such as "synchronous_commit": "on".
    public var settings: [String: String]
    /// How many prepared statements the session keeps; the least recently used goes first.
    public var preparedStatementLimit: Int
    /// Called on the connection's thread with each NOTICE and WARNING of the server. The default drops them.
    public var onNotice: @Sendable (String) -> Void

    /// Options with defaults for a worker: no limit on statements, ten seconds on idle transactions.
    public init(
        url: String, applicationName: String? = nil, connectTimeoutSeconds: Int = 10,
        searchPath: [String] = [],
        statementTimeoutMilliseconds: Int = 0, lockTimeoutMilliseconds: Int = 0,
        idleInTransactionTimeoutMilliseconds: Int = 10_000, settings: [String: String] = [:],
        preparedStatementLimit: Int = 500, onNotice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.url = url
        self.applicationName = applicationName
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.searchPath = searchPath
        self.statementTimeoutMilliseconds = statementTimeoutMilliseconds
        self.lockTimeoutMilliseconds = lockTimeoutMilliseconds
        self.idleInTransactionTimeoutMilliseconds = idleInTransactionTimeoutMilliseconds
        self.settings = settings
        self.preparedStatementLimit = preparedStatementLimit
        self.onNotice = onNotice
    }
}

extension ConnectionOptions {
    /// What the URL may override: what was sent and nobody confirms ends a session after ten seconds, and
    /// a network that is dead while a statement runs after a minute, not after the system's two hours.
    var defaultKeywords: [(String, String)] {
        [
            ("connect_timeout", String(connectTimeoutSeconds)), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "10000"),
        ]
    }

    /// What this module depends on and the URL must not change.
    var forcedKeywords: [(String, String)] {
        var keywords = [("client_encoding", "UTF8")]
        if let applicationName { keywords.append(("application_name", applicationName)) }
        return keywords
    }

    /// The session's settings, in the order in which they are made.
    var sessionSettings: [(name: String, value: String)] {
        var all = [
            (name: "TimeZone", value: "UTC"),
            (name: "statement_timeout", value: String(statementTimeoutMilliseconds)),
            (name: "lock_timeout", value: String(lockTimeoutMilliseconds)),
            (
                name: "idle_in_transaction_session_timeout",
                value: String(idleInTransactionTimeoutMilliseconds)
            ),
        ]
        if !searchPath.isEmpty {
            all.append((name: "search_path", value: searchPath.map(quotedIdentifier).joined(separator: ", ")))
        }
        return all + settings.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }
}

/// A name as SQL text, whatever is in it.
func quotedIdentifier(_ name: String) -> String {
    let doubled = name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "\"\(doubled)\""
}
