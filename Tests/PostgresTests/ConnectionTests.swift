import Glibc
import PostgresTestKit
import Testing

@testable import Postgres

@Suite struct ConnectionTests {
    @Test func `A session has the settings it was given`() async throws {
        let database = try await citiesDatabase()
        var options = database.options
        options.applicationName = "night shift"
        options.searchPath = ["odd \"schema", "public"]
        options.statementTimeoutMilliseconds = 5_000
        options.lockTimeoutMilliseconds = 700
        options.idleInTransactionTimeoutMilliseconds = 10_000
        options.settings = ["work_mem": "9MB"]
        let db = try await PostgresConnection.connect(options)
        let settings = try await db.query(
            """
            SELECT current_setting(name) FROM unnest(ARRAY['application_name', 'search_path', 'statement_timeout',
            'lock_timeout', 'idle_in_transaction_session_timeout', 'work_mem', 'TimeZone', 'client_encoding']) AS name
            """
        ) { row in try row.text(0) }
        #expect(
            settings == [
                "night shift", "\"odd \"\"schema\", \"public\"", "5s", "700ms", "10s", "9MB", "UTC", "UTF8",
            ])
    }

    @Test func `A setting the server does not know is refused at once`() async throws {
        var options = try await citiesDatabase().options
        options.settings = ["no_such_setting": "1"]
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(options)
        }
        #expect(error?.state?.rawValue == "42704")
    }

    @Test func `Notices go to the closure`() async throws {
        let notices = Locked<[String]>([])
        var options = try await citiesDatabase().options
        options.onNotice = { notice in notices.withLock { $0.append(notice) } }
        let db = try await PostgresConnection.connect(options)
        try await db.script("DO $$ BEGIN RAISE NOTICE 'look here'; END $$")
        #expect(notices.withLock { $0 } == ["NOTICE:  look here\n"])
    }

    @Test func `A wrong password is a refused login`() async throws {
        let database = try await citiesDatabase()
        let db = try await database.connect()
        try await db.script(
            """
            DO $$ BEGIN
                CREATE ROLE needs_password LOGIN PASSWORD 'right horse';
            EXCEPTION WHEN duplicate_object THEN NULL;
            END $$
            """)
        let url = database.url + "&user=needs_password"
        for password in ["wrong", nil] {
            let error = await #expect(throws: PostgresError.self) {
                _ = try await PostgresConnection.connect(
                    ConnectionOptions(url: password.map { "\(url)&password=\($0)" } ?? url))
            }
            guard case .authenticationFailed(let reason) = error else {
                return #expect(Bool(false), "\(String(describing: error))")
            }
            #expect(
                password == nil
                    || reason.contains("password authentication failed for user \"needs_password\""))
            #expect(!reason.contains("28P01") && !reason.contains("LOCATION"))
        }
        let right = try await PostgresConnection.connect(
            ConnectionOptions(url: "\(url)&password=right%20horse"))
        #expect(try await right.number("SELECT 1") == 1)
    }

    @Test func `A role that does not exist is a refused login`() async throws {
        let url = try await citiesDatabase().url + "&user=nobody_here"
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(ConnectionOptions(url: url))
        }
        guard case .authenticationFailed = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
    }

    @Test func `A missing database is told apart`() async throws {
        let folder = try await ThrowawayPostgres.shared().socketFolder
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(
                ConnectionOptions(url: "host=\(folder) user=postgres dbname=nowhere"))
        }
        guard case .databaseMissing = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
    }

    static let unreachable = [
        "host=127.0.0.1 port=1 user=x dbname=x", "host=/nowhere/at/all user=x dbname=x",
        "host=/\(String(repeating: "long", count: 40)) user=x dbname=x",
        "host=name.invalid user=x dbname=x",
    ]

    @Test(arguments: unreachable) func `No server is out of reach`(_ url: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(ConnectionOptions(url: url))
        }
        #expect(error?.isOutOfReach == true)
        if url.contains("longlong") { #expect(error?.description.contains("is too long") == true) }
    }

    @Test func `A server that never answers is given up`() async throws {
        // Connections are taken by the system's backlog, and nobody ever speaks.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, generic, &size) == 0
            }
        }
        try #require(isListening)
        let options = ConnectionOptions(
            url: "host=127.0.0.1 port=\(UInt16(bigEndian: address.sin_port)) user=x dbname=x sslmode=disable",
            connectTimeoutSeconds: 1)
        await #expect(throws: PostgresError.unreachable("no answer within 1 s")) {
            _ = try await PostgresConnection.connect(options)
        }
    }

    @Test(arguments: [
        "postgresql://u:pa/ss%@host/db", "postgresql://u:pa/ss@host/db", "postgresql://u:x@secret@host/db",
        "postgresql://u@host:secret/db", "nonsense", "host=x secretoption=pa",
    ])
    func `An unreadable URL is refused without repeating it`(_ url: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(ConnectionOptions(url: url))
        }
        guard case .invalidOptions(let reason) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(!reason.contains("pa/ss") && !reason.contains("secret"))
    }

    @Test func `A server before 14 is too old`() {
        #expect(throws: PostgresError.serverTooOld(found: 130_014, required: 140_000)) {
            try PostgresSession.check(version: 130_014)
        }
        #expect(throws: Never.self) { try PostgresSession.check(version: 140_000) }
        #expect(
            PostgresError.serverTooOld(found: 130_014, required: 140_000).description
                == "database server has version 13.14; version 14 or newer is needed")
    }

    @Test func `The code of a refused login is read in any language`() {
        let refusal = ConnectionRefusal(
            verbose: """
                connection to server at "db" (10.0.0.1), port 5432 failed: SCHWERWIEGEND:  28P01: Passwort falsch
                LOCATION:  auth_failed, auth.c:330

                """)
        #expect(refusal.state == .invalidPassword)
        #expect(
            refusal.message
                == "connection to server at \"db\" (10.0.0.1), port 5432 failed: SCHWERWIEGEND: Passwort falsch"
        )
    }
}
