import BillingCalendar
import Foundation
import MailTransport
import Testing

/// Mails over a real server, read back by Python's parser.
@Suite struct MailTransportTests {
    private static func message(
        subject: String = "Invoice INV-1", name: String? = "Acme", text: String = "Hello\n",
        html: String = "<p>Hello</p>",
        files: [MailMessage.Attachment] = []
    ) throws -> MailMessage {
        MailMessage(
            from: .init(
                name: "Northwind, \"Inc.\"", address: try #require(EmailAddress("billing@northwind.example"))),
            to: .init(name: name, address: try #require(EmailAddress("ann@acme.example"))),
            replyTo: EmailAddress("help@northwind.example"), subject: subject, id: "msg_1@northwind.example",
            sentAt: Instant(secondsSinceEpoch: 1_706_677_200), text: text, html: html, attachments: files)
    }

    @Test func `Text, HTML and file arrive as they were, in lines of 7 bits`() async throws {
        try await MailServer.run { server in
            let long = String(repeating: "A line that is much longer than mails may have. ", count: 40)
            let text = "Grüße, 東京 👋 = 50 €\n.\n.. dots and \ttabs \n\n\(long)\nlast line"
            let pdf = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let file = MailMessage.Attachment(
                fileName: "INV 2024/001.pdf", mediaType: "application/pdf", bytes: pdf)
            let outcome = await SMTPTransport(try SMTPServer(url: server.url)).send(
                try Self.message(
                    subject: "Rechnung für März – 東京", name: "Ünal & Söhne", text: text,
                    html: "<p>Grüße &lt;\(long)</p>", files: [file]))
            #expect(outcome == .accepted(reply: "250 taken as 1"))
            let mail = try #require(try server.mails().first)
            #expect(mail.defects == [])
            #expect(mail.longestLine <= 78)
            #expect(mail.sender == "billing@northwind.example" && mail.recipients == ["ann@acme.example"])
            #expect(mail.headers["Subject"] == "Rechnung für März – 東京")
            #expect(mail.headers["From"] == "\"Northwind, \\\"Inc.\\\"\" <billing@northwind.example>")
            #expect(mail.headers["To"] == "Ünal & Söhne <ann@acme.example>")
            #expect(mail.headers["Reply-To"] == "help@northwind.example")
            #expect(mail.headers["Message-ID"] == "<msg_1@northwind.example>")
            #expect(mail.headers["Date"] == "Wed, 31 Jan 2024 05:00:00 +0000")
            #expect(mail.headers["Auto-Submitted"] == "auto-generated")
            #expect(mail.text.trimmingCharacters(in: .newlines) == text)
            #expect(mail.html.contains("Grüße &lt;\(long)</p>"))
            #expect(mail.fileName == "INV_2024_001.pdf" && mail.fileType == "application/pdf")
            #expect(mail.file == Data(pdf).base64EncodedString())
        }
    }

    @Test(arguments: [
        "Plain\r\nBcc: everybody@example.com", "Line\u{2028}separator\u{85}next", "\0null\u{7}bell",
        "=?utf-8?B?SGVsbG8=?=", String(repeating: "x", count: 3_000), String(repeating: "ü", count: 500),
        "\r\n\r\nbody", "tab\tand 𝄞 beyond the plane",
    ])
    func `No text begins another header field`(_ hostile: String) async throws {
        try await MailServer.run { server in
            let outcome = await SMTPTransport(try SMTPServer(url: server.url)).send(
                try Self.message(subject: hostile, name: hostile))
            guard case .accepted = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let mail = try #require(try server.mails().first)
            #expect(mail.defects == [])
            #expect(mail.longestLine <= 998)
            #expect(
                Set(mail.headers.keys) == [
                    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
                    "MIME-Version",
                    "Content-Type",
                ])
            #expect(mail.recipients == ["ann@acme.example"])
            #expect(mail.text.trimmingCharacters(in: .newlines) == "Hello")
        }
    }

    @Test(arguments: [
        (
            MailServer.Behaviour.refusesForNow,
            SMTPOutcome.refused(code: 451, reply: "451 no such mailbox today")
        ),
        (.refusesForEver, .refused(code: 550, reply: "550 no such mailbox today")),
        (.refusesTheMail, .refused(code: 554, reply: "554 5.7.1 this looks like spam")),
        (.refusesTheSender, .unreachable("530 5.7.0 sender not allowed")),
    ])
    func `A refusal says whether it is for ever`(_ behaviour: MailServer.Behaviour, _ expected: SMTPOutcome)
        async throws
    {
        try await MailServer.run(behaviour) { server in
            let outcome = await SMTPTransport(try SMTPServer(url: server.url)).send(try Self.message())
            #expect(outcome == expected)
            #expect(try server.mails().isEmpty)
        }
    }

    @Test func `A server that takes the mail and dies leaves it unknown`() async throws {
        try await MailServer.run(.takesAndDies) { server in
            let outcome = await SMTPTransport(try SMTPServer(url: server.url)).send(try Self.message())
            guard case .unknown = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(try server.mails().count == 1)
        }
    }

    @Test func `A login opens the server, a wrong one is out of reach for all mails`() async throws {
        try await MailServer.run(.wantsLogin) { server in
            let good = try SMTPServer(url: server.url, user: "user", password: "password")
            #expect(await SMTPTransport(good).send(try Self.message()) == .accepted(reply: "250 taken as 1"))
            let bad = try SMTPServer(url: server.url, user: "user", password: "wrong")
            guard case .unreachable(let reason) = await SMTPTransport(bad).send(try Self.message()) else {
                Issue.record("a wrong password opened the server")
                return
            }
            #expect(!reason.contains("wrong"))
            #expect(try server.mails().count == 1)
        }
    }

    @Test func `Nobody there is out of reach, and so is a server without TLS that is not on this machine`()
        async throws
    {
        let dead = SMTPTransport(try SMTPServer(url: "smtp://127.0.0.1:1"))
        guard case .unreachable = await dead.send(try Self.message()) else {
            Issue.record("a dead server answered")
            return
        }
        try await MailServer.run { server in
            // The same server under a name that is no loopback address to the rules; it offers no STARTTLS.
            let address = server.url.replacing("127.0.0.1", with: "0.0.0.0")
            let outcome = await SMTPTransport(try SMTPServer(url: address)).send(try Self.message())
            guard case .unreachable = outcome else {
                Issue.record("a mail went over a bare connection: \(outcome)")
                return
            }
            #expect(try server.mails().isEmpty)
        }
    }

    @Test func `Many mails share a few connections, and all arrive once`() async throws {
        try await MailServer.run { server in
            let transport = SMTPTransport(try SMTPServer(url: server.url), connections: 3)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        guard let message = try? Self.message(subject: "Number \(number)") else { return }
                        _ = await transport.send(message)
                    }
                }
            }
            let subjects = try server.mails().compactMap { $0.headers["Subject"] }
            #expect(Set(subjects) == Set((0..<40).map { "Number \($0)" }))
            #expect(subjects.count == 40)
        }
    }

    @Test(arguments: [
        "a@b\r\nRCPT TO:<x@y>", "a b@c.example", "a@b@c", "@b", "a@", "a@b..c", ".a@b", "a@[127.0.0.1]",
        "\"a\"@b", "ä@b.example",
        "a@bücher.example", "a@b>", "<a@b", "", String(repeating: "a", count: 65) + "@b.example",
    ])
    func `An address that could break out of its command is none`(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test(arguments: ["ann@acme.example", "a.b+c@x-y.example", "o'hara@localhost", "a_b@1.example"])
    func `Plain addresses are taken`(_ text: String) {
        #expect(EmailAddress(text)?.text == text)
    }

    @Test(arguments: [
        "http://mail.example.com", "smtp://", "smtp://user:pw@mail.example.com:587", "mail.example.com:587",
        "smtp://mail.example.com/?x=1", "file:///etc/passwd",
    ])
    func `Only addresses of mail servers are taken`(_ url: String) {
        #expect(throws: SMTPServer.Refusal.self) { try SMTPServer(url: url) }
    }
}
