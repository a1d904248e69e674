import Foundation

/// `openssl s_server` on 127.0.0.1 with a certificate made for the test, for the name `localhost` only.
final class OpenSSLServer {
    private static let program = "/usr/bin/openssl"

    let port: String
    /// The certificate, which signs itself: trusted by whoever names this file.
    let certificateFile: String
    /// A folder of authorities in the form of /etc/ssl/certs, which holds that certificate only.
    let authoritiesFolder: String

    /// Starts a server, runs the body, stops the server. Fails when there is no openssl program.
    static func run(_ body: (OpenSSLServer) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // A leftover in the temporary folder would be no failure of what is tested.
        defer { try? FileManager.default.removeItem(at: directory) }
        let certificate = directory.appending(path: "cert.pem").path
        let key = directory.appending(path: "key.pem").path
        let making = try ChildProgram(
            program,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout",
                key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost",
            ])
        defer { making.stop() }
        try await making.finish()
        let folder = directory.appending(path: "authorities")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try FileManager.default.copyItem(
            atPath: certificate, toPath: folder.appending(path: "authority.pem").path)
        let indexing = try ChildProgram(program, ["rehash", folder.path])
        defer { indexing.stop() }
        try await indexing.finish()
        let arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
        let serving = try ChildProgram(program, arguments)
        defer { serving.stop() }
        let port = try await serving.line(beginning: "ACCEPT 127.0.0.1:")
        try await body(
            OpenSSLServer(port: port, certificateFile: certificate, authoritiesFolder: folder.path))
    }

    private init(port: String, certificateFile: String, authoritiesFolder: String) {
        self.port = port
        self.certificateFile = certificateFile
        self.authoritiesFolder = authoritiesFolder
    }
}
