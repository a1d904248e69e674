import CLibPQ
import Glibc

/// One connection, used synchronously on its own thread; the work of ``PostgresConnection/perform(_:)`` gets it.
///
/// Several statements in one `perform` cost one change of thread instead of one each.
public final class PostgresSession {
    let connection: OpaquePointer
    let canceller: Canceller
    var prepared: PreparedStatements
    /// Whether libpq has failed at talking to the server, though it may still call the connection good.
    var isSevered = false
    private let notices: NoticeSink
    /// The one thread on which libpq may be called for this session.
    private let thread = pthread_self()

    /// The oldest server this module was written for; pipelines and enough of the rest came with 14.
    static let oldestServerVersion = 140_000

    init(options: ConnectionOptions) throws(PostgresError) {
        let connection = try ConnectionStart(options: options).open()
        guard let canceller = Canceller(connection) else {
            PQfinish(connection)
            throw .unreachable("libpq is out of memory")
        }
        self.connection = connection
        self.canceller = canceller
        prepared = PreparedStatements(limit: options.preparedStatementLimit)
        notices = NoticeSink(options.onNotice)
        notices.attach(to: connection)
        try Self.check(version: serverVersion)
        try apply(options.sessionSettings)
    }

    deinit {
        PQfinish(connection)
    }

    /// As in `server_version_num`: 150018 is 15.18.
    public var serverVersion: Int { Int(PQserverVersion(connection)) }

    /// The process that serves this session, as pg_stat_activity shows it.
    public var backendProcessID: Int32 { PQbackendPID(connection) }

    /// Runs a statement and gives each row to `read`, in order. An error of `read` that is not this module's own
    /// becomes ``PostgresError/undecodable(column:reason:)``.
    ///
    /// All rows come into memory first: ask for pages of some thousand rows at a time.
    public func query<Value>(
        _ statement: SQLStatement, _ parameters: [Parameter] = [],
        _ read: (PostgresRow) throws -> Value
    ) throws(PostgresError) -> [Value] {
        let results = ResultSet(owning: try runPrepared(statement, parameters))
        var values: [Value] = []
        values.reserveCapacity(results.rowCount)
        for row in 0..<results.rowCount {
            values.append(try PostgresRow(results: results, row: row).mapped(read))
        }
        return values
    }

    /// Runs a statement that gives at most one row; nil when it gives none.
    public func queryOne<Value>(
        _ statement: SQLStatement, _ parameters: [Parameter] = [],
        _ read: (PostgresRow) throws -> Value
    ) throws(PostgresError) -> Value? {
        let results = ResultSet(owning: try runPrepared(statement, parameters))
        guard results.rowCount <= 1 else {
            throw .misuse("\(statement.name ?? "the statement") gave \(results.rowCount) rows, not one")
        }
        return results.rowCount == 0 ? nil : try PostgresRow(results: results, row: 0).mapped(read)
    }

    /// Runs a statement and gives the number of rows it touched.
    @discardableResult
    public func execute(
        _ statement: SQLStatement, _ parameters: [Parameter] = []
    ) throws(PostgresError) -> Int {
        let result = try runPrepared(statement, parameters)
        defer { PQclear(result) }
        return Self.affectedRows(result)
    }

    /// Runs several statements from one text, without parameters; what they give is dropped. Outside a
    /// transaction they are one transaction of their own, unless the text says otherwise.
    public func script(_ statement: SQLStatement) throws(PostgresError) {
        PQclear(try run(statement) { PQexec(connection, statement.text) })
    }

    /// Two threads in one connection would wait for each other's answers, so a mistake here must show at once.
    func assertOwnThread() {
        assert(pthread_equal(thread, pthread_self()) != 0, "a PostgresSession left its thread")
    }

    static func affectedRows(_ result: OpaquePointer) -> Int {
        PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    static func check(version: Int) throws(PostgresError) {
        guard version >= oldestServerVersion else {
            throw .serverTooOld(found: version, required: oldestServerVersion)
        }
    }

    private func apply(_ settings: [(name: String, value: String)]) throws(PostgresError) {
        try execute(
            SQLStatement(
                name: "session settings",
                text: "SELECT set_config(name, value, false) FROM unnest($1, $2) AS setting (name, value)"),
            [.textArray(settings.map(\.name)), .textArray(settings.map(\.value))])
    }
}
