import CLibPQ
import Glibc

/// Opens a connection step by step, so that our own deadline holds and an error carries its SQLSTATE.
struct ConnectionStart {
    let options: ConnectionOptions

    /// The open connection, which the caller must finish.
    func open() throws(PostgresError) -> OpaquePointer {
        try checkURL()
        guard let connection = start() else { throw .unreachable("libpq is out of memory") }
        do throws(PostgresError) {
            // Verbose messages are the only way to the SQLSTATE of a refused login.
            PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
            try poll(connection)
            PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
            return connection
        } catch {
            PQfinish(connection)
            throw error
        }
    }

    /// libpq quotes the part it cannot read, which may be part of a password: so its message is not passed on, and
    /// what it would only notice later is looked for here.
    private func checkURL() throws(PostgresError) {
        guard let parsed = PQconninfoParse(options.url, nil) else { throw Self.unreadable }
        defer { PQconninfoFree(parsed) }
        var option = parsed
        while let keyword = option.pointee.keyword {
            let value = option.pointee.val.map { String(cString: $0) } ?? ""
            switch String(cString: keyword) {
            case "port" where !value.allSatisfy({ $0.isNumber || $0 == "," }): throw Self.unreadable
            case "host" where value.contains("@"): throw Self.unreadable
            default: option += 1
            }
        }
    }

    private static let unreadable = PostgresError.invalidOptions(
        "the connection URL cannot be read; write special characters in user and password as %XX")

    /// Later keywords win over earlier ones; "dbname" is the URL and expands to all that it says.
    private func start() -> OpaquePointer? {
        let keywords = options.defaultKeywords + [("dbname", options.url)] + options.forcedKeywords
        let names = keywords.map { strdup($0.0) }
        let values = keywords.map { strdup($0.1) }
        defer { for copy in names + values { free(copy) } }
        var namePointers = names.map { UnsafePointer<CChar>($0) } + [nil]
        var valuePointers = values.map { UnsafePointer<CChar>($0) } + [nil]
        return PQconnectStartParams(&namePointers, &valuePointers, 1)
    }

    private func poll(_ connection: OpaquePointer) throws(PostgresError) {
        let deadline = Self.nowMilliseconds() + Int64(max(1, options.connectTimeoutSeconds)) * 1_000
        var wanted = PGRES_POLLING_WRITING
        guard PQstatus(connection) != CONNECTION_BAD else { throw Self.refusal(connection) }
        while wanted != PGRES_POLLING_OK {
            guard wanted != PGRES_POLLING_FAILED else { throw Self.refusal(connection) }
            let events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT
            try wait(for: Int16(events), on: PQsocket(connection), until: deadline)
            wanted = PQconnectPoll(connection)
        }
    }

    private func wait(for events: Int16, on socket: Int32, until deadline: Int64) throws(PostgresError) {
        while true {
            let left = deadline - Self.nowMilliseconds()
            guard left > 0 else {
                throw .unreachable("no answer within \(options.connectTimeoutSeconds) s")
            }
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            if Glibc.poll(&descriptor, 1, Int32(clamping: left)) > 0 { return }
        }
    }

    private static func nowMilliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// Sorts a failed attempt by the code in libpq's verbose text ("FATAL:  28P01: password …").
    private static func refusal(_ connection: OpaquePointer) -> PostgresError {
        let refusal = ConnectionRefusal(verbose: String(cString: PQerrorMessage(connection)))
        if PQconnectionNeedsPassword(connection) != 0 {
            return .authenticationFailed("the server asks for a password and none was given")
        }
        switch refusal.state {
        case SQLState.invalidPassword, SQLState.invalidAuthorization:
            return .authenticationFailed(refusal.message)
        case SQLState.invalidCatalogName:
            return .databaseMissing(refusal.message)
        default:
            return .unreachable(refusal.message)
        }
    }
}
