import Foundation

/// localstripe 1.15.10 from PyPI, a Stripe written by others, on 127.0.0.1. A tool beside the tests, never linked.
///
/// It is installed once into a virtual environment under `$DUEDAY_TEST_CACHE`, else the user's cache folder. Where
/// that fails, because Python or PyPI is out of reach, the test fails and says so.
struct LocalStripe: Sendable {
    private static let version = "1.15.10"

    /// localstripe's own start() listens on all addresses and keeps a pickle in a fixed place; this does neither.
    private static let driver = """
        import socket
        from aiohttp import web
        from localstripe import resources, server
        type(resources.store).dump_to_disk = lambda self: None
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        print("PORT", listener.getsockname()[1], flush=True)
        web.run_app(server.app, sock=listener, print=None)
        """

    let baseURL: String

    /// Installs it where it is missing, starts it, runs the body, stops it.
    static func run(_ body: (LocalStripe) async throws -> Void) async throws {
        let program = try ChildProgram(try await installedPython().path, ["-c", driver])
        defer { program.stop() }
        let port = try await program.line(beginning: "PORT ")
        try await body(LocalStripe(baseURL: "http://127.0.0.1:\(port)"))
    }

    /// The virtual environment's interpreter. It is made beside and renamed into place, so that half an installation
    /// is never used.
    private static func installedPython() async throws -> URL {
        let home = cacheFolder.appending(path: "localstripe-\(version)")
        let python = home.appending(path: "bin/python3")
        if FileManager.default.isExecutableFile(atPath: python.path) { return python }
        try FileManager.default.createDirectory(at: cacheFolder, withIntermediateDirectories: true)
        let beside = cacheFolder.appending(path: "localstripe-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: beside) }  // gone already when all went well
        try await run("/usr/bin/python3", ["-m", "venv", beside.path])
        let requirement = "localstripe==\(version)"
        try await run(
            beside.appending(path: "bin/python3").path,
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement])
        do {
            try FileManager.default.moveItem(at: beside, to: home)
        } catch  where FileManager.default.isExecutableFile(atPath: python.path) {
            return python  // another test run was faster
        }
        return python
    }

    private static var cacheFolder: URL {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["DUEDAY_TEST_CACHE"], !folder.isEmpty { return URL(filePath: folder) }
        if let folder = environment["XDG_CACHE_HOME"], !folder.isEmpty {
            return URL(filePath: folder).appending(path: "dueday-tests")
        }
        return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/dueday-tests")
    }

    private static func run(_ path: String, _ arguments: [String]) async throws {
        let program = try ChildProgram(path, arguments)
        defer { program.stop() }
        try await program.finish()
    }
}
