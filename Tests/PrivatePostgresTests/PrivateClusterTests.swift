import Glibc
import Postgres
import Testing

@testable import PrivatePostgres

/// Real clusters, made by whoever runs the tests: as root they belong to the user postgres.
@Suite(.serialized) struct PrivateClusterTests {
    @Test func `From nothing to a database, and back, and again`() async throws {
        try await StateFolder.with { folder in
            let cluster = folder.cluster
            #expect(try await cluster.status() == .absent)
            #expect(try await cluster.stop() == false)

            let created = try await cluster.start()
            #expect(created.origin == .created)
            try await write(7, to: created)
            #expect(try await read(created) == [7])

            let reused = try await folder.cluster.start()
            #expect(
                reused.origin == .reused && reused.process == created.process && reused.url == created.url)
            #expect(try await cluster.status() == .running(reused))

            #expect(try await cluster.stop())
            #expect(try await cluster.status() == .stopped)
            #expect(isGone(created, folder))
            await #expect(throws: PostgresError.self) { _ = try await read(created) }

            let started = try await cluster.start()
            #expect(started.origin == .started)
            #expect(try await read(started) == [7])
        }
    }

    @Test func `The data are durable, checked and for this user only`() async throws {
        try await StateFolder.with { folder in
            let running = try await folder.cluster.start()
            let db = try await PostgresConnection.connect(ConnectionOptions(url: running.url))
            let settings = try await db.query(
                """
                SELECT current_setting(name) FROM unnest(ARRAY['fsync', 'full_page_writes', 'synchronous_commit',
                'data_checksums', 'listen_addresses', 'unix_socket_permissions', 'server_encoding', 'lc_collate',
                'TimeZone']) AS name
                """
            ) { row in try row.text(0) }
            #expect(settings == ["on", "on", "on", "on", "", "0700", "UTF8", "C", "UTC"])
            let names = try await db.query("SELECT current_database(), current_user::text") { row in
                try [row.text(0), row.text(1)]
            }
            #expect(names == [["ledger", "ledger"]])
            #expect(FileSystem.status(of: folder.path).map { $0.mode & 0o777 } == 0o700)
        }
    }

    @Test func `Many starters at once make one server`() async throws {
        try await StateFolder.with { folder in
            let running = try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { try await folder.cluster.start() }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(running.map(\.process)).count == 1)
            #expect(running.filter { $0.origin == .created }.count == 1)
            #expect(running.filter { $0.origin == .reused }.count == 3)
        }
    }

    @Test func `A killed server starts again with all that was committed`() async throws {
        try await StateFolder.with { folder in
            var running = try await folder.cluster.start()
            for value in 1...3 as ClosedRange<Int64> {
                try await write(value, to: running)
                try kill(running, folder)
                running = try await folder.cluster.start()
                #expect(running.origin == .started)
                #expect(try await read(running) == Array(1...value))
            }
        }
    }

    @Test func `A dead server's number that another program has now does not stop a start`() async throws {
        try await StateFolder.with { folder in
            let running = try await folder.cluster.start()
            try await write(1, to: running)
            let pidFile = "\(folder.path)/data/\(PostmasterFile.name)"
            let before = try #require(FileSystem.text(of: pidFile))
            try kill(running, folder)
            // As after a restart of the machine: the number belongs to somebody who is alive, such as ourselves.
            let after = "\(getpid())" + before.drop { $0 != "\n" }
            try FileSystem.write(String(after), to: pidFile, owner: try ServerAccount.current())
            try FileSystem.write(
                String(after), to: "\(running.socketFolder)/.s.PGSQL.5432.lock",
                owner: try ServerAccount.current())
            #expect(try await folder.cluster.status() == .stopped)
            #expect(try await read(try await folder.cluster.start()) == [1])
        }
    }

    @Test func `What a starter killed half-way left behind is cleared`() async throws {
        try await StateFolder.with { folder in
            // A first start that fails after its mark: no such programs.
            let account = try ServerAccount.current()
            try FileSystem.makeFolder(folder.path, owner: account)
            try FileSystem.write("ours", to: "\(folder.path)/private-postgres", owner: account)
            try FileSystem.makeFolder("\(folder.path)/data.new", owner: account)
            try FileSystem.write("14", to: "\(folder.path)/data.new/PG_VERSION", owner: account)
            #expect(try await folder.cluster.status() == .absent)
            let running = try await folder.cluster.start()
            #expect(running.origin == .created)
            #expect(!FileSystem.exists("\(folder.path)/data.new"))
        }
    }

    @Test func `A path too long for a socket gets its socket elsewhere`() async throws {
        let name = String(repeating: "deep", count: 25)
        try await StateFolder.with(name: name) { folder in
            let cluster = folder.cluster
            let running = try await cluster.start()
            #expect(!running.socketFolder.hasPrefix(folder.path))
            #expect(FileSystem.status(of: running.socketFolder).map { $0.mode & 0o777 } == 0o700)
            try await write(1, to: running)
            #expect(try await folder.cluster.start().url == running.url)
            #expect(try await cluster.stop())
            #expect(!FileSystem.exists(running.socketFolder))
            #expect(try await read(try await cluster.start()) == [1])
        }
    }

    @Test func `A path with spaces, quotes and per cent signs works`() async throws {
        try await StateFolder.with(name: "it's 100 % mine") { folder in
            let running = try await folder.cluster.start()
            try await write(1, to: running)
            #expect(try await read(running) == [1])
        }
    }

    private func kill(_ running: RunningCluster, _ folder: StateFolder) throws {
        try #require(Glibc.kill(running.process, SIGKILL) == 0)
        while !isGone(running, folder) { usleep(10_000) }
    }

    /// Not by its number: where nobody collects dead processes, that stays.
    private func isGone(_ running: RunningCluster, _ folder: StateFolder) -> Bool {
        !WorkingProcesses.inside("\(folder.path)/data").contains(running.process)
    }

    private func write(_ value: Int64, to running: RunningCluster) async throws {
        let db = try await PostgresConnection.connect(ConnectionOptions(url: running.url))
        try await db.script("CREATE TABLE IF NOT EXISTS entry (value bigint)")
        try await db.execute("INSERT INTO entry VALUES ($1)", [.int8(value)])
    }

    private func read(_ running: RunningCluster) async throws -> [Int64] {
        try await PostgresConnection.connect(ConnectionOptions(url: running.url))
            .query("SELECT value FROM entry ORDER BY value") { row in try row.int64(0) }
    }
}
