import Glibc
import Testing

@testable import PrivatePostgres

/// Starts that must not happen, and what people are told.
@Suite struct RefusedFolderTests {
    @Test func `A folder with other files is left alone`() async throws {
        try await StateFolder.with { folder in
            mkdir(folder.path, 0o755)
            let note = "\(folder.path)/holiday.txt"
            try FileSystem.write("photos", to: note, owner: try ServerAccount.current())
            await #expect(throws: PrivatePostgresError.foreignFolder(folder.path)) {
                _ = try await folder.cluster.start()
            }
            #expect(FileSystem.entries(of: folder.path) == ["holiday.txt"])
            #expect(FileSystem.text(of: note) == "photos")
        }
    }

    @Test func `A file is no folder`() async throws {
        try await StateFolder.with { folder in
            try FileSystem.write("x", to: folder.path, owner: try ServerAccount.current())
            await #expect(throws: PrivatePostgresError.foreignFolder(folder.path)) {
                _ = try await folder.cluster.start()
            }
        }
    }

    @Test func `Without PostgreSQL's programs nothing is made, and the package is named`() async throws {
        try await StateFolder.with { folder in
            let cluster = PrivateCluster(
                stateFolder: folder.path, name: "ledger", binariesFolder: "/nowhere/bin")
            let error = await #expect(throws: PrivatePostgresError.self) { _ = try await cluster.start() }
            #expect(error == .binariesMissing(searched: ["/nowhere/bin"]))
            #expect(error?.description.contains("install the Debian package postgresql") == true)
            #expect(!FileSystem.exists(folder.path))
        }
    }

    @Test func `Data of a version that is not installed name its package`() async throws {
        try await StateFolder.with { folder in
            let account = try ServerAccount.current()
            try FileSystem.makeFolder(folder.path, owner: account)
            try FileSystem.makeFolder("\(folder.path)/data", owner: account)
            try FileSystem.write("9\n", to: "\(folder.path)/data/PG_VERSION", owner: account)
            let error = await #expect(throws: PrivatePostgresError.self) {
                _ = try await folder.cluster.start()
            }
            #expect(error == .versionMissing(major: 9))
            #expect(error?.description.contains("postgresql-9") == true)
        }
    }

    @Test(arguments: [
        "relative/path", "", "/", "/tmp/../etc", "/tmp/a\"b", "/tmp/$HOME", "/tmp/a,b", "/tmp/a\nb",
    ])
    func `A path that could be misread is refused`(_ path: String) async throws {
        let error = await #expect(throws: PrivatePostgresError.self) {
            _ = try await PrivateCluster(stateFolder: path, name: "ledger").start()
        }
        guard case .unusablePath = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func `Root is told about folders that the server's user cannot enter`() async throws {
        // Nobody but root runs the server as another user.
        guard geteuid() == 0 else { return }
        try await StateFolder.with { folder in
            mkdir(folder.path, 0o700)
            let inner = "\(folder.path)/inner"
            await #expect(throws: PrivatePostgresError.folderUnreachable(inner, account: "postgres")) {
                _ = try await PrivateCluster(stateFolder: inner, name: "ledger").start()
            }
        }
    }

    @Test func `A full disk is told apart from other failures`() {
        let full = ClusterServer.explanation(
            "initdb", "could not write to file: No space left on device\n", folder: "/srv/pg")
        #expect(full == .diskFull("/srv/pg"))
        let other = ClusterServer.explanation("pg_ctl", "a\nb\n", folder: "/srv/pg")
        #expect(other == .command(name: "pg_ctl", output: "a | b"))
    }

    @Test func `A starter waits for the one before it`() async throws {
        try await StateFolder.with { folder in
            try FileSystem.makeFolder(folder.path, owner: try ServerAccount.current())
            let first = try await FolderLock("\(folder.path)/lock")
            let second = Task { try await FolderLock("\(folder.path)/lock").release() }
            for _ in 0..<100 { await Task.yield() }
            #expect(flock(open("\(folder.path)/lock", O_RDWR | O_CLOEXEC), LOCK_EX | LOCK_NB) != 0)
            first.release()
            try await second.value
        }
    }
}
