import BillingCalendar
import Foundation
import Testing

@testable import MailTransport

/// Mails over TLS to a real server with a certificate made for the test: never in plain text where TLS was asked for.
@Suite struct MailSecurityTests {
    private static func send(_ server: SMTPServer) async throws -> SMTPOutcome {
        await SMTPTransport(server, connections: 1).send(
            MailMessage(
                from: .init(
                    name: "Northwind", address: try #require(EmailAddress("billing@northwind.example"))),
                to: .init(name: "Ann", address: try #require(EmailAddress("ann@acme.example"))), replyTo: nil,
                subject: "Invoice INV-1", id: "msg_1@northwind.example",
                sentAt: Instant(secondsSinceEpoch: 1_706_677_200), text: "Hello\n", html: "<p>Hello</p>",
                attachments: []))
    }

    private static func expectOutOfReach(
        _ outcome: SMTPOutcome, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard case .unreachable(let reason) = outcome else {
            Issue.record("\(outcome)", sourceLocation: sourceLocation)
            return
        }
        for word in words {
            #expect(reason.contains(word), "\(reason)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [MailServer.Security.starttls, .smtps])
    func `A mail goes over TLS, logged in, to a server whose certificate is trusted`(
        _ security: MailServer.Security
    ) async throws {
        try await MailServer.run(.wantsLogin, security) { server in
            let known = try SMTPServer(
                url: server.url, user: "user", password: "password", authoritiesFile: server.certificateFile)
            #expect(try await Self.send(known) == .accepted(reply: "250 taken as 1"))
            let mail = try #require(try server.mails().first)
            #expect(mail.isEncrypted && mail.user == "user" && mail.defects == [])
            let wrong = try SMTPServer(
                url: server.url, user: "user", password: "hunter2", authoritiesFile: server.certificateFile)
            let outcome = try await Self.send(wrong)
            Self.expectOutOfReach(outcome, "smtp.user and smtp.password")
            #expect(!"\(outcome)".contains("hunter2"))
            #expect(try server.mails().count == 1)
        }
    }

    @Test(arguments: [MailServer.Security.starttls, .smtps])
    func `A certificate that nobody vouches for is refused, and the setting that names who does is told`(
        _ security: MailServer.Security
    ) async throws {
        try await MailServer.run(.takes, security) { server in
            let outcome = try await Self.send(try SMTPServer(url: server.url))
            Self.expectOutOfReach(outcome, "certificate is not trusted", "smtp.authorities")
            // The certificate is for 127.0.0.1 and for no other name.
            let elsewhere = try SMTPServer(
                url: server.url.replacing("127.0.0.1", with: "localhost"),
                authoritiesFile: server.certificateFile)
            Self.expectOutOfReach(try await Self.send(elsewhere), "certificate is not trusted")
            let garbage = try SMTPServer(url: server.url, authoritiesFile: "/dev/null")
            Self.expectOutOfReach(try await Self.send(garbage), "smtp.authorities, /dev/null")
            #expect(try server.mails() == [])
        }
    }

    @Test
    func
        `Who names authorities of their own trusts those alone, and none of the system's folder beside them`()
        async throws
    {
        try await MailServer.run(.takes, .smtps) { ours in
            try await MailServer.run(.takes, .smtps) { theirs in
                var server = try SMTPServer(url: theirs.url)
                server.systemAuthoritiesFolder = try await theirs.authoritiesFolder()
                #expect(
                    try await Self.send(server) == .accepted(reply: "250 taken as 1"),
                    "the folder vouches for it")
                var strict = try SMTPServer(url: theirs.url, authoritiesFile: ours.certificateFile)
                strict.systemAuthoritiesFolder = server.systemAuthoritiesFolder
                Self.expectOutOfReach(try await Self.send(strict), "certificate is not trusted")
                #expect(try theirs.mails().count == 1)
            }
        }
    }

    @Test func `Where TLS is asked for, a server that does not offer it gets nothing`() async throws {
        try await MailServer.run(.wantsLogin) { server in
            let demanding = try SMTPServer(
                url: server.url, user: "user", password: "password", demandsTLS: true)
            Self.expectOutOfReach(try await Self.send(demanding), "STARTTLS", "plain text")
            let implicit = try SMTPServer(
                url: server.url.replacing("smtp:", with: "smtps:"), user: "user", password: "password")
            Self.expectOutOfReach(try await Self.send(implicit))
            #expect(try server.mails() == [])
            // The same server, let off on this machine, takes it: so it was TLS that was missing.
            let relaxed = try SMTPServer(url: server.url, user: "user", password: "password")
            #expect(try await Self.send(relaxed) == .accepted(reply: "250 taken as 1"))
            #expect(try server.mails().map(\.isEncrypted) == [false])
        }
    }

    @Test func `A server that is not on this machine cannot be let off`() {
        #expect(throws: SMTPServer.Refusal.self) {
            try SMTPServer(url: "smtp://mail.example.com:587", demandsTLS: false)
        }
    }
}

extension MailServer.Mail: Equatable {
    static func == (one: Self, other: Self) -> Bool { one.headers == other.headers && one.text == other.text }
}
