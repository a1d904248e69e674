import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Foundation
import Monetary
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

/// Notices from the run to a mailbox and to another program, through the built program.
@Suite(.serialized) struct OutboxStories {
    /// A stage with one customer who has an address.
    private static func stage() async throws -> WorkerStage {
        let stage = try await WorkerStage.make(customers: 1)
        let at = WorkerStage.start
        let account = Account(
            id: "ann", name: "Ann Müller", email: "ann@acme.example", currency: try Currency(code: "USD"),
            timeZoneID: "America/New_York", country: "US", region: "CA", address: ["1 Main St"])
        try await AccountCommands(books: stage.books).add(account, at: at)
        try stage.sandbox.register(ScriptedMethod(id: "pm_ann", outcomes: [.succeeds]))
        let method = PaymentMethod(id: "card", brand: "visa", last4: "4242", reference: "pm_ann")
        try await AccountCommands(books: stage.books).setPaymentMethod(
            PaymentMethodOrder(account: "ann", method: method), at: at)
        try await SubscriptionCommands(books: stage.books).subscribe(
            SubscribeOrder(
                subscription: "sub_ann", account: "ann", plan: "pro", interval: BillingInterval(.month)),
            at: at)
        return stage
    }

    private static func worker(_ stage: WorkerStage, _ more: [String: String]) -> WorkerProcess {
        WorkerProcess(environment: stage.worker.environment.merging(more) { $1 })
    }

    private static func run(_ worker: WorkerProcess) throws -> WorkerProcess.Result {
        try worker.run("run", "--as-of", "2024-01-20T00:00:00Z")
    }

    @Test("an issued invoice arrives as a mail with its PDF, once, and the outbox says so")
    func invoiceByMail() async throws {
        let stage = try await Self.stage()
        let waiting = try Self.run(stage.worker)
        #expect(waiting.output.contains("mails wait for a mail server: set smtp.url and mail.from"))
        #expect(waiting.status == 0, "\(waiting.output)\(waiting.errors)")
        try await MailServer.run { server in
            let worker = Self.worker(
                stage, ["DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@northwind.example"])
            let result = try Self.run(worker)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            let mail = try #require(
                try server.mails().first { $0.headers["Subject"]?.hasPrefix("Invoice ") == true })
            #expect(mail.recipients == ["ann@acme.example"] && mail.defects == [])
            #expect(mail.headers["From"] == "Seller <billing@northwind.example>")
            #expect(mail.text.contains("Hello Ann Müller,") && mail.text.contains("Total: 85.52 USD"))
            #expect(mail.fileType == "application/pdf")
            #expect(Data(base64Encoded: mail.file ?? "")?.starts(with: Array("%PDF-".utf8)) == true)
            let count = try server.mails().count
            _ = try Self.run(worker)
            #expect(try server.mails().count == count)

            let list = try worker.run(
                "outbox", "list", "--account", "ann", "--kind", "invoice.issued", "--json")
            #expect(list.output.contains(#""state": "delivered""#) && list.output.contains(#""total": 1"#))
            let skipped = try worker.run("outbox", "list", "--state", "skipped")
            #expect(skipped.output.contains("the account has no email address"))
            // Sent once more by its number, it is the same mail.
            let delivery = try #require(
                try await stage.books.reader.deliveries(
                    state: .delivered, account: "ann", kind: .invoiceIssued
                )
                .items.first)
            #expect(try worker.run("outbox", "retry", "\(delivery.id)").status == 0)
            _ = try Self.run(worker)
            let again = try server.mails().filter { $0.headers["Subject"]?.hasPrefix("Invoice ") == true }
            #expect(again.count == 2 && Set(again.compactMap { $0.headers["Message-ID"] }).count == 1)
            let shown = try worker.run("outbox", "show", "\(delivery.id)")
            #expect(shown.output.contains("invoice_number") && shown.output.contains("delivered"))
        }
        await stage.stop()
    }

    @Test(
        "over TLS with a password handed over as a credential; an untrusted server gets nothing and is told of"
    )
    func encrypted() async throws {
        let stage = try await Self.stage()
        let folder = FileManager.default.temporaryDirectory.appending(path: "creds-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [("smtp-user", "user"), ("smtp-password", "password")] {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try await MailServer.run(.wantsLogin, .starttls) { server in
            var settings = [
                "DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@northwind.example",
                "CREDENTIALS_DIRECTORY": folder.path, "DUEDAY_SMTP_STARTTLS": "required",
            ]
            let untrusted = try Self.run(Self.worker(stage, settings))
            #expect(untrusted.status == 1, "\(untrusted.output)\(untrusted.errors)")
            #expect(untrusted.output.contains("smtp.authorities"), "\(untrusted.output)")
            #expect(try server.mails().isEmpty)
            settings["DUEDAY_SMTP_AUTHORITIES"] = server.certificateFile
            let connection = try await stage.database.connect()
            try await connection.execute("UPDATE delivery SET next_try_at = clock_timestamp()")
            await connection.close()
            let result = try Self.run(Self.worker(stage, settings))
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            let mails = try server.mails()
            #expect(!mails.isEmpty && mails.allSatisfy { $0.isEncrypted && $0.user == "user" })
            #expect(!(untrusted.output + result.output).contains("password:"))
        }
        await stage.stop()
    }

    @Test("a mail that is refused for ever is given up at once, and the exit code says so")
    func refusedForEver() async throws {
        let stage = try await Self.stage()
        try await MailServer.run(.refusesForEver) { server in
            let worker = Self.worker(
                stage, ["DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@northwind.example"])
            let result = try Self.run(worker)
            #expect(result.status == 1 && result.output.contains("given up"))
            let dead = try worker.run("outbox", "list", "--state", "dead")
            #expect(dead.output.contains("550 no such mailbox today"))
        }
        await stage.stop()
    }

    @Test("another program hears of it, signed; its endpoint is added, rotated and removed by command")
    func webhooks() async throws {
        let stage = try await Self.stage()
        let secret = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()
        try await WebhookReceiver.run(secrets: [secret]) { receiver in
            let worker = stage.worker
            let added = try worker.run(
                "webhooks", "endpoint", "add", "crm", receiver.url, "--kind", "invoice.issued", "--secret",
                secret)
            #expect(added.status == 0, "\(added.errors)")
            #expect(try worker.run("webhooks", "endpoint", "add", "crm", receiver.url).status == 2)
            #expect(try worker.run("webhooks", "endpoint", "add", "bare", "http://example.com/").status == 2)
            _ = try Self.run(worker)
            let received = try await receiver.received()
            #expect(received.count == 2 && received.allSatisfy { $0.matched == [0] })
            #expect(received.contains { $0.body.contains(#""account":"ann""#) })
            let list = try worker.run("webhooks", "endpoint", "list", "--json")
            #expect(list.output.contains(#""id": "crm""#) && !list.output.contains("whsec_"))
            #expect(try worker.run("webhooks", "endpoint", "rotate", "crm").output.contains("whsec_"))
            #expect(try worker.run("webhooks", "endpoint", "remove", "crm").status == 0)
        }
        await stage.stop()
    }

    @Test(
        "settings that cannot work are refused by name",
        arguments: [
            (["DUEDAY_SMTP_URL": "smtp://127.0.0.1:1"], "mail.from is not"),
            (["DUEDAY_SMTP_URL": "http://x", "DUEDAY_MAIL_FROM": "a@b.example"], "smtp.url is \"http://x\""),
            (["DUEDAY_SMTP_URL": "smtp://127.0.0.1:1", "DUEDAY_MAIL_FROM": "a b"], "mail.from is \"a b\""),
            (
                [
                    "DUEDAY_SMTP_URL": "smtp://127.0.0.1:1", "DUEDAY_MAIL_FROM": "a@b.example",
                    "DUEDAY_SMTP_USER": "u",
                ],
                "belong together"
            ),
            (
                [
                    "DUEDAY_SMTP_URL": "smtps://127.0.0.1:1", "DUEDAY_MAIL_FROM": "a@b.example",
                    "DUEDAY_SMTP_AUTHORITIES": "/nonexistent/ca.pem",
                ],
                "smtp.authorities is \"/nonexistent/ca.pem\""
            ),
            (
                [
                    "DUEDAY_SMTP_URL": "smtp://mail.example.com:587", "DUEDAY_MAIL_FROM": "a@b.example",
                    "DUEDAY_SMTP_STARTTLS": "offered",
                ],
                "no mail leaves this machine without TLS"
            ),
            (
                [
                    "DUEDAY_SMTP_URL": "smtp://127.0.0.1:1", "DUEDAY_MAIL_FROM": "a@b.example",
                    "DUEDAY_SMTP_STARTTLS": "yes",
                ],
                "smtp.starttls is \"yes\""
            ),
            (
                [
                    "DUEDAY_SMTP_URL": "smtp://127.0.0.1:1", "DUEDAY_MAIL_FROM": "a@b.example",
                    "DUEDAY_MAIL_TEMPLATES": "/nonexistent/templates",
                ], "/nonexistent/templates"
            ),
        ] as [([String: String], String)])
    func badSettings(_ settings: [String: String], _ words: String) async throws {
        let database = try await WorkerStage.make(customers: 1)
        let result = try Self.run(Self.worker(database, settings))
        #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
        await database.stop()
    }
}
