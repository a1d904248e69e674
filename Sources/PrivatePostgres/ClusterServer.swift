import Glibc

/// The server of one state folder, by PostgreSQL's own programs; the caller holds the folder's lock.
struct ClusterServer {
    let folder: ClusterFolder
    let binaries: PostgresBinaries
    /// The superuser that initdb makes.
    let owner: String

    private static let patienceSeconds = 60
    private static let settingsFile = "private.conf"

    /// Whether there is a server; waits while one is starting, stopping or leaving children behind.
    func isRunning() throws(PrivatePostgresError) -> Bool {
        for _ in 0..<Self.patienceSeconds * 10 {
            guard let file = PostmasterFile(dataFolder: folder.data) else {
                if WorkingProcesses.inside(folder.data).isEmpty { return false }
                usleep(100_000)
                continue
            }
            if file.runningProcess == nil {
                if WorkingProcesses.inside(folder.data).isEmpty { return false }
            } else if file.isReady {
                return true
            }
            usleep(100_000)
        }
        throw .busy(folder.path)
    }

    /// initdb beside the final place, then a rename: killed half-way, nothing but rubbish for the next start is left.
    func makeData() throws(PrivatePostgresError) {
        try folder.checkSpace()
        FileSystem.remove(folder.unfinishedData)
        try runOrExplain(
            "initdb",
            [
                "-D", folder.unfinishedData, "-U", owner, "-A", "trust", "--data-checksums",
            ] + ClusterFormat.initdbArguments)
        // Only this user can enter the folder of the socket, so the login asks nothing more.
        try FileSystem.write(
            "local all all trust\n", to: "\(folder.unfinishedData)/pg_hba.conf", owner: folder.account)
        try include(Self.settingsFile, in: "\(folder.unfinishedData)/postgresql.conf")
        guard rename(folder.unfinishedData, folder.data) == 0 else { throw FileSystem.failure(folder.data) }
        sync(folder.path)
    }

    /// Starts the server and waits until it takes connections.
    func start() throws(PrivatePostgresError) {
        PostmasterFile(dataFolder: folder.data)?.removeIfMisleading()
        let socketFolder = try SocketFolder(cluster: folder).choose()
        try FileSystem.write(
            settings(socketFolder), to: "\(folder.data)/\(Self.settingsFile)", owner: folder.account)
        // The log of the time before stays: it tells why that ended.
        rename(folder.log, "\(folder.log).before")
        try runOrExplain(
            "pg_ctl",
            [
                "start", "-w", "-s", "-t", "\(Self.patienceSeconds)", "-D", folder.data, "-l", folder.log,
            ])
    }

    /// Fast: sessions are ended, their transactions rolled back, and the data are checkpointed.
    func stop() throws(PrivatePostgresError) {
        try runOrExplain(
            "pg_ctl",
            ["stop", "-w", "-s", "-m", "fast", "-t", "\(Self.patienceSeconds)", "-D", folder.data])
        SocketFolder(cluster: folder).cleanUp()
    }

    /// Money is in it: everything that makes a commit last stays on, whatever postgresql.conf may come to say.
    private func settings(_ socketFolder: String) -> String {
        let quoted = socketFolder.split(separator: "'", omittingEmptySubsequences: false).joined(
            separator: "''")
        return """
            # Written anew at every start.
            listen_addresses = ''
            port = \(ClusterFormat.port)
            unix_socket_directories = '"\(quoted)"'
            unix_socket_permissions = 0700
            fsync = on
            full_page_writes = on
            synchronous_commit = on
            max_connections = 60
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_checkpoints = off

            """
    }

    private func include(_ file: String, in configuration: String) throws(PrivatePostgresError) {
        guard let text = FileSystem.text(of: configuration) else { throw FileSystem.failure(configuration) }
        try FileSystem.write(text + "\ninclude '\(file)'\n", to: configuration, owner: folder.account)
    }

    /// The server's reason is in its log, not in what pg_ctl prints.
    private func runOrExplain(_ program: String, _ arguments: [String]) throws(PrivatePostgresError) {
        let outcome = try folder.account.command(binaries.program(program), arguments).run()
        guard outcome.exitCode != 0 else { return }
        let log = program == "pg_ctl" ? FileSystem.text(of: folder.log) ?? "" : ""
        throw Self.explanation(program, outcome.output + "\n" + log, folder: folder.path)
    }

    static func explanation(_ program: String, _ output: String, folder: String) -> PrivatePostgresError {
        output.contains("No space left on device")
            ? .diskFull(folder) : .command(name: program, output: lastLines(output, or: "it said nothing"))
    }

    private func sync(_ path: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }
}
