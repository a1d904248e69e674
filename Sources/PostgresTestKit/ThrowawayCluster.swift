import Glibc
import Postgres
import PrivatePostgres

/// Makes and starts the test server; an actor on a thread of its own because all of it blocks for about a second.
actor ThrowawayCluster {
    private let thread = DedicatedThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private static let memoryFolder = "/dev/shm"
    private static let diskFolder = "/tmp"
    private static let neededBytes: Int64 = 1 << 30
    private static let prefix = "throwaway-postgres-"

    /// Nothing here outlives the process, so nothing is flushed, and shared memory is files of the folder, which go
    /// with it.
    private static let settings = [
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=",
        "max_connections=600",
        "unix_socket_permissions=0700", "max_wal_size=256MB", "autovacuum=off",
        "dynamic_shared_memory_type=mmap", "log_min_messages=fatal",
    ]

    /// Starts the server and gives the folder of its socket.
    func start() throws(PrivatePostgresError) -> String {
        let account = try ServerAccount.current()
        let binaries = try PostgresBinaries.find(in: getenv("PG_BINDIR").map { String(cString: $0) })
        for base in [Self.memoryFolder, Self.diskFolder] {
            ThrowawaySweep(base: base, prefix: Self.prefix).removeStale()
        }
        let folder = try makeFolder(owner: account)
        try Watchdog.guardFolder(folder)
        let data = "\(folder)/data"
        try account.command(
            binaries.program("initdb"),
            ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"] + ClusterFormat.initdbArguments
        ).runOrThrow()
        try FileSystem.write(
            "local all needs_password scram-sha-256\nlocal all all trust\n", to: "\(data)/pg_hba.conf",
            owner: account)
        let settings = Self.settings + ["unix_socket_directories=\(folder)"]
        try account.command(
            binaries.program("pg_ctl"),
            [
                "start", "-w", "-s", "-D", data, "-l", "\(folder)/server.log", "-o",
                settings.map { "-c \($0)" }.joined(separator: " "),
            ]
        ).runOrThrow()
        return folder
    }

    private func makeFolder(owner: ServerAccount) throws(PrivatePostgresError) -> String {
        let freeInMemory = FileSystem.freeBytes(at: Self.memoryFolder) ?? 0
        let base = freeInMemory > Self.neededBytes ? Self.memoryFolder : Self.diskFolder
        guard let made = mkdtemp(strdup("\(base)/\(Self.prefix)XXXXXX")) else {
            throw FileSystem.failure(base)
        }
        defer { free(made) }
        let folder = String(cString: made)
        guard chown(folder, owner.uid, owner.gid) == 0 else { throw FileSystem.failure(folder) }
        return folder
    }
}
