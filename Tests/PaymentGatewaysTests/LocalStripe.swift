import Foundation

/// localstripe 1.15.10 from PyPI, a Stripe written by others, on 127.0.0.1. A tool beside the tests, never linked.
///
/// It is installed once into a virtual environment under `$DUEDAY_TEST_CACHE`, else the user's cache folder. Where
/// that fails, because Python or PyPI is out of reach, the test fails and says so.
final class LocalStripe: Sendable {
    enum Failure: Error, CustomStringConvertible {
        case program(String, output: String)

        var description: String {
            switch self {
            case .program(let what, let output): "\(what) failed: \(output)"
            }
        }
    }

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
        let python = try await installedPython()
        let process = Process()
        process.executableURL = python
        process.arguments = ["-c", driver]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // Not terminate(): the child inherits the blocked signals of the thread that started it.
        defer { kill(process.processIdentifier, SIGKILL) }
        let server = LocalStripe(port: try readPort(output.fileHandleForReading))
        try await body(server)
    }

    private init(port: Int) {
        baseURL = "http://127.0.0.1:\(port)"
    }

    private static func readPort(_ output: FileHandle) throws -> Int {
        var text = ""
        while true {
            let data = output.availableData
            if data.isEmpty { throw Failure.program("localstripe", output: text) }
            text += String(decoding: data, as: UTF8.self)
            if text.hasPrefix("PORT "), let end = text.firstIndex(of: "\n"),
                let port = Int(text[text.index(text.startIndex, offsetBy: 5)..<end])
            {
                return port
            }
        }
    }

    // MARK: Installing

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
        try await run(
            beside.appending(path: "bin/python3").path,
            [
                "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "localstripe==\(version)",
            ])
        do {
            try FileManager.default.moveItem(at: beside, to: home)
        } catch  where FileManager.default.isExecutableFile(atPath: python.path) {
            try FileManager.default.removeItem(at: beside)  // another test run was faster
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

    /// Runs a program to its end without holding a thread meanwhile.
    private static func run(_ path: String, _ arguments: [String]) async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString).log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            let process = Process()
            process.executableURL = URL(filePath: path)
            process.arguments = arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = output
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else {
            let text = String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
            throw Failure.program(([path] + arguments).joined(separator: " "), output: text)
        }
    }
}
