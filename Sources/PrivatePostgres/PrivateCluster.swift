import Glibc
import Postgres

/// A PostgreSQL server of the program's own, for people who have none: made on first use, kept durable, reachable
/// through a socket only, by this user only.
///
///     let cluster = PrivateCluster(stateFolder: folder, name: "billing")
///     let running = try await cluster.start()
///     let db = try await PostgresConnection.connect(ConnectionOptions(url: running.url))
///
/// The server outlives the program; `stop` ends it. Any number of processes may call `start` at once. Its methods
/// block for seconds, so the actor has a thread of its own.
public actor PrivateCluster {
    private let thread = DedicatedThread()
    private let stateFolder: String
    private let name: String
    private let binariesFolder: String?

    /// The cluster's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Names a cluster; nothing happens yet.
    ///
    /// - Parameters:
    ///   - stateFolder: Absolute; new, empty or from an earlier start. Root's must be open to the user postgres.
    ///   - name: Of the database and of its owner.
    ///   - binariesFolder: Where PostgreSQL's programs are; nil takes the newest that Debian installed.
    public init(stateFolder: String, name: String, binariesFolder: String? = nil) {
        self.stateFolder = stateFolder
        self.name = name
        self.binariesFolder = binariesFolder
    }

    /// Makes the data when there are none, starts the server unless it runs, and makes sure of the database.
    public func start() async throws(PrivatePostgresError) -> RunningCluster {
        let folder = try ClusterFolder(path: stateFolder, account: .current())
        // Before anything is made: without programs, not even a folder is left behind.
        let binaries = try PostgresBinaries.find(in: binariesFolder, majorVersion: folder.majorVersion)
        try folder.prepare()
        let lock = try await FolderLock(folder.lock)
        defer { lock.release() }
        try folder.writeMark()
        let origin = try bringUp(ClusterServer(folder: folder, binaries: binaries, owner: name))
        let running = try describe(folder, origin: origin)
        try await makeDatabase(running)
        return running
    }

    /// Ends the server after its running transactions are rolled back; false when it was not running.
    @discardableResult
    public func stop() async throws(PrivatePostgresError) -> Bool {
        let folder = try ClusterFolder(path: stateFolder, account: .current())
        guard let major = folder.majorVersion else { return false }
        let lock = try await FolderLock(folder.lock)
        defer { lock.release() }
        guard PostmasterFile(dataFolder: folder.data)?.runningProcess != nil else { return false }
        let binaries = try PostgresBinaries.find(in: binariesFolder, majorVersion: major)
        try ClusterServer(folder: folder, binaries: binaries, owner: name).stop()
        return true
    }

    /// What stands in the folder; changes nothing and waits for nobody.
    public func status() throws(PrivatePostgresError) -> ClusterStatus {
        let folder = try ClusterFolder(path: stateFolder, account: .current())
        guard folder.majorVersion != nil else { return .absent }
        guard PostmasterFile(dataFolder: folder.data)?.runningProcess != nil else { return .stopped }
        return .running(try describe(folder, origin: .reused))
    }

    private func bringUp(_ server: ClusterServer) throws(PrivatePostgresError) -> RunningCluster.Origin {
        if try server.isRunning() { return .reused }
        let isNew = server.folder.majorVersion == nil
        if isNew { try server.makeData() }
        try server.start()
        return isNew ? .created : .started
    }

    private func describe(
        _ folder: ClusterFolder, origin: RunningCluster.Origin
    ) throws(PrivatePostgresError) -> RunningCluster {
        guard let file = PostmasterFile(dataFolder: folder.data), let socketFolder = file.socketFolder else {
            throw .connection("the server is starting or stopping; try again")
        }
        let url = ClusterFormat.url(socketFolder: socketFolder, database: name, user: name)
        return RunningCluster(url: url, socketFolder: socketFolder, process: file.process, origin: origin)
    }

    /// initdb makes only "postgres"; a start killed in between left it at that.
    private func makeDatabase(_ running: RunningCluster) async throws(PrivatePostgresError) {
        let url = ClusterFormat.url(socketFolder: running.socketFolder, database: "postgres", user: name)
        do throws(PostgresError) {
            let db = try await PostgresConnection.connect(ConnectionOptions(url: url))
            let found = try await db.queryOne(
                "SELECT quote_ident($1) AS quoted, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS is_there",
                [.text(name)]
            ) { row in (quoted: try row.text("quoted"), isThere: try row.bool("is_there")) }
            if let found, !found.isThere {
                try await db.execute(SQLStatement(text: "CREATE DATABASE \(found.quoted)"))
            }
            await db.close()
        } catch {
            throw .connection("\(error)")
        }
    }
}
