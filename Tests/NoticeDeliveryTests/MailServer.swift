import Foundation

/// A real SMTP server (Debian's python3-aiosmtpd) on 127.0.0.1, and Python's own parser of mails: both written by
/// others. It refuses what a test says, and keeps what it took.
struct MailServer: Sendable {
    /// A mail as Python's parser reads it.
    struct Mail: Decodable, Sendable {
        var sender: String
        var recipients: [String]
        var headers: [String: String]
        var defects: [String]
        var longestLine: Int
        /// Whether it came over TLS.
        var isEncrypted: Bool
        /// Whom the sender had logged in as.
        var user: String?
        var text: String
        var html: String
        var fileName: String?
        var fileType: String?
        /// In base64.
        var file: String?
    }

    /// What it does beside taking mails.
    enum Behaviour: String, Sendable {
        case takes
        /// 451 at RCPT.
        case refusesForNow = "451"
        /// 550 at RCPT.
        case refusesForEver = "550"
        /// 554 after the mail.
        case refusesTheMail = "554"
        /// 530 at MAIL.
        case refusesTheSender = "530"
        /// Takes the mail, keeps it, and closes without an answer.
        case takesAndDies = "dies"
        /// Wants a login as "user" with "password".
        case wantsLogin = "login"
    }

    private static let driver = #"""
        import asyncio, email, email.policy, json, os, ssl, sys, base64
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult, LoginPassword
        behaviour, folder = sys.argv[1], sys.argv[2]
        count = 0

        class Handler:
            async def handle_MAIL(self, server, session, envelope, address, options):
                if behaviour == "530":
                    return "530 5.7.0 sender not allowed"
                envelope.mail_from = address
                return "250 OK"

            async def handle_RCPT(self, server, session, envelope, address, options):
                if behaviour in ("451", "550"):
                    return behaviour + " no such mailbox today"
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                global count
                if behaviour == "554":
                    return "554 5.7.1 this looks like spam"
                raw = envelope.original_content
                message = email.message_from_bytes(raw, policy=email.policy.default)
                part = lambda kind: message.get_body(preferencelist=(kind,)).get_content()
                files = list(message.iter_attachments())
                mail = {
                    "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
                    "headers": {k: str(v) for k, v in message.items()},
                    "defects": [repr(d) for p in message.walk() for d in p.defects]
                        + [repr(d) for v in message.values() for d in v.defects],
                    "isEncrypted": server.transport.get_extra_info("ssl_object") is not None,
                    "user": session.auth_data.login.decode() if session.auth_data else None,
                    "longestLine": max(len(l) for l in raw.split(b"\r\n")),
                    "text": part("plain"), "html": part("html"),
                }
                if files:
                    mail["fileName"] = files[0].get_filename()
                    mail["fileType"] = files[0].get_content_type()
                    mail["file"] = base64.b64encode(files[0].get_content()).decode()
                count += 1
                name = os.path.join(folder, "%04d.json" % count)
                with open(name + ".new", "w") as f:
                    json.dump(mail, f)
                os.rename(name + ".new", name)
                if behaviour == "dies":
                    server.transport.abort()
                return "250 taken as %d" % count

        def login(server, session, envelope, mechanism, data):
            good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"user", b"password")
            return AuthResult(success=good, handled=False, auth_data=data)

        class Wanted(Controller):
            pass

        arguments = {}
        if behaviour == "login":
            arguments = dict(authenticator=login, auth_required=True, auth_require_tls=False)
        port = int(sys.argv[3])
        security, folder_of_keys = sys.argv[4], sys.argv[5]
        if security != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder_of_keys + "/cert.pem", folder_of_keys + "/key.pem")
            if security == "smtps":
                arguments["ssl_context"] = context
            else:
                arguments.update(tls_context=context, require_starttls=True)
        controller = Wanted(Handler(), hostname="127.0.0.1", port=port, **arguments)
        controller.start()
        print("PORT", controller.server.sockets[0].getsockname()[1], flush=True)
        import threading
        threading.Event().wait()
        """#

    /// How it may be spoken to.
    enum Security: String, Sendable {
        /// In plain text only: it offers no STARTTLS.
        case none
        /// STARTTLS, and nothing before it.
        case starttls
        /// TLS from the first byte.
        case smtps
    }

    let url: String
    /// Its certificate, which signs itself, for 127.0.0.1: trusted by whoever names this file.
    let certificateFile: String
    private let folder: URL

    /// Starts it, runs the body, stops it.
    static func run(
        _ behaviour: Behaviour = .takes, _ security: Security = .none,
        _ body: (MailServer) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mails-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try freePort()
        if security != .none { try await makeCertificate(in: folder) }
        let program = try ChildProgram(
            "/usr/bin/python3",
            [
                "-W", "ignore", "-c", driver, behaviour.rawValue, folder.path, "\(port)", security.rawValue,
                folder.path,
            ])
        defer { program.stop() }
        _ = try await program.line(beginning: "PORT ")
        try await body(
            MailServer(
                url: "\(security == .smtps ? "smtps" : "smtp")://127.0.0.1:\(port)",
                certificateFile: folder.appending(path: "cert.pem").path, folder: folder))
    }

    /// A key and a certificate for 127.0.0.1, made by openssl for this run.
    private static func makeCertificate(in folder: URL) async throws {
        let making = try ChildProgram(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", folder.appending(path: "key.pem").path, "-out",
                folder.appending(path: "cert.pem").path, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1",
            ])
        defer { making.stop() }
        try await making.finish()
    }

    /// A folder of authorities in the form of /etc/ssl/certs, which holds its certificate only.
    func authoritiesFolder() async throws -> String {
        let authorities = folder.appending(path: "authorities")
        try FileManager.default.createDirectory(at: authorities, withIntermediateDirectories: false)
        try FileManager.default.copyItem(
            atPath: certificateFile, toPath: authorities.appending(path: "authority.pem").path)
        let indexing = try ChildProgram("/usr/bin/openssl", ["rehash", authorities.path])
        defer { indexing.stop() }
        try await indexing.finish()
        return authorities.path
    }

    /// What it has taken, in order.
    func mails() throws -> [Mail] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
            .sorted().map { name in
                var mail = try JSONDecoder().decode(
                    Mail.self, from: Data(contentsOf: folder.appending(path: name)))
                // The wire's line ends.
                mail.text = mail.text.replacing("\r\n", with: "\n")
                return mail
            }
    }

    /// A port that was free a moment ago: the controller checks itself by connecting, and so wants a number.
    private static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
