import Foundation
import Glibc
import Postgres
import PostgresTestKit
import PrivatePostgres

/// A PostgreSQL server of the campaign's own that keeps what it has committed (fsync on), and that can be killed.
actor CampaignServer {
    private let cluster: PrivateCluster
    private let folder: String
    private var running: RunningCluster
    private var databaseCount = 0

    private static let name = "dueday"

    /// Makes and starts a server; it and its folder are gone when this process is, however it ends.
    static func start() async throws -> CampaignServer {
        let folder =
            FileManager.default.temporaryDirectory.path + "/dueday-faults-\(UUID().uuidString.prefix(8))"
        let cluster = PrivateCluster(stateFolder: folder, name: name)
        let running = try await cluster.start()
        try ThrowawayFolder.goesWithThisProcess(folder)
        return CampaignServer(cluster: cluster, folder: folder, running: running)
    }

    private init(cluster: PrivateCluster, folder: String, running: RunningCluster) {
        self.cluster = cluster
        self.folder = folder
        self.running = running
    }

    /// A new database, or a copy of one in which nobody has a session; its URL.
    func database(copyOf template: String? = nil) async throws -> String {
        databaseCount += 1
        let name = "campaign_\(databaseCount)"
        try await administer(
            "CREATE DATABASE \(name) TEMPLATE \(template.map(Self.databaseName) ?? "template0")")
        return url(name)
    }

    /// Puts `copy` in the place of a database, as a restore from an older dump does; ends all its sessions.
    func restore(_ database: String, from copy: String) async throws {
        let name = Self.databaseName(database)
        try await administer("DROP DATABASE \(name) WITH (FORCE)")
        try await administer("CREATE DATABASE \(name) TEMPLATE \(Self.databaseName(copy))")
    }

    /// Removes a database.
    func drop(_ database: String) async throws {
        try await administer("DROP DATABASE IF EXISTS \(Self.databaseName(database)) WITH (FORCE)")
    }

    /// Writes everything out, so that the next start after a kill has only what comes from now on to go through.
    func checkpoint() async throws { try await administer("CHECKPOINT") }

    /// kill -9 of the server and everything of it at once, as when the machine loses it; then it is started again, once
    /// the last of it is gone: a busy machine takes a moment for that, and what is dying looks like a server that runs.
    func killAndRestart() async throws {
        while case let processes = WorkingProcesses.inside("\(folder)/data"), !processes.isEmpty {
            for process in processes { kill(process, SIGKILL) }
            try await Task.sleep(for: .milliseconds(5))
        }
        running = try await cluster.start()
    }

    /// Ends the server and removes its data: a campaign has many, one after the other.
    func end() async {
        while case let processes = WorkingProcesses.inside("\(folder)/data"), !processes.isEmpty {
            for process in processes { kill(process, SIGKILL) }
            await Task.yield()
        }
        // What cannot be removed now goes with this process.
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func url(_ name: String) -> String {
        ClusterFormat.url(socketFolder: running.socketFolder, database: name, user: Self.name)
    }

    /// "campaign_7" of its URL.
    private static func databaseName(_ url: String) -> String {
        String(url.dropFirst("postgresql:///".count).prefix { $0 != "?" })
    }

    private func administer(_ statement: String) async throws {
        let connection = try await PostgresConnection.connect(.campaign(url: running.url))
        try await connection.script(SQLStatement(text: statement))
        await connection.close()
    }
}
