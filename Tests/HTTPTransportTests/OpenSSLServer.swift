import Foundation

/// `openssl s_server` on 127.0.0.1 with a certificate made for the test, for the name `localhost` only.
final class OpenSSLServer {
    enum Failure: Error {
        case noProgram(String)
        case failed(String)
    }

    let port: Int
    /// The certificate, which signs itself: trusted by whoever names this file.
    let certificateFile: String
    private let directory: URL
    private let process: Process

    /// Starts a server, runs the body, stops the server. Fails when there is no openssl program.
    static func run(_ body: (OpenSSLServer) async throws -> Void) async throws {
        let server = try OpenSSLServer()
        defer { server.stop() }
        try await body(server)
    }

    private init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let certificate = directory.appending(path: "cert.pem").path
        let key = directory.appending(path: "key.pem").path
        let making = try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            key,
            "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost",
        ])
        making.process.waitUntilExit()
        guard making.process.terminationStatus == 0 else { throw Failure.failed("openssl req") }
        let serving = try Self.openssl([
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
        ])
        process = serving.process
        certificateFile = certificate
        port = try Self.readPort(serving.output.fileHandleForReading)
    }

    private func stop() {
        // Not terminate(): the child inherits the blocked signals of the thread that started it, SIGTERM among them.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // A leftover in the temporary folder would be no failure of what is tested.
        try? FileManager.default.removeItem(at: directory)
    }

    private static func openssl(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
        let path = "/usr/bin/openssl"
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Failure.noProgram(path) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    /// The server says "ACCEPT 127.0.0.1:<port>" when it listens.
    private static func readPort(_ output: FileHandle) throws -> Int {
        var text = ""
        while true {
            let data = output.availableData
            if data.isEmpty { throw Failure.failed("openssl s_server: \(text)") }
            text += String(decoding: data, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = lines.first(where: { $0.hasPrefix("ACCEPT 127.0.0.1:") }),
                let port = Int(line.dropFirst("ACCEPT 127.0.0.1:".count))
            {
                return port
            }
        }
    }
}
