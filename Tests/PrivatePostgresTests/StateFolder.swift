import Glibc
import PrivatePostgres

/// A place for a test's cluster that other users can reach, removed afterwards with the server in it stopped.
struct StateFolder {
    /// Does not exist yet.
    let path: String
    private let parent: String

    var cluster: PrivateCluster { PrivateCluster(stateFolder: path, name: "ledger") }

    static func with(
        name: String = "state", _ body: (StateFolder) async throws -> Void
    ) async throws {
        // In memory where there is room: a durable cluster on a busy disk takes ten times as long.
        let freeInMemory = FileSystem.freeBytes(at: "/dev/shm") ?? 0
        let base = freeInMemory > 1 << 30 ? "/dev/shm" : "/tmp"
        var template = Array("\(base)/private-postgres-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileSystem.failure(base) }
        let parent = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(parent, 0o755)
        let folder = StateFolder(path: "\(parent)/\(name)", parent: parent)
        do {
            try await body(folder)
        } catch {
            await folder.remove()
            throw error
        }
        await folder.remove()
    }

    private func remove() async {
        _ = try? await cluster.stop()
        FileSystem.remove(parent)
    }
}
