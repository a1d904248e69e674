import Billing
import BillingCalendar
import BillingRun
import Foundation
import Monetary
import Testing

@testable import NoticeDelivery

/// The words of mails.
@Suite struct MailTemplateTests {
    private static func recipient(_ name: String = "Ann <b>") throws -> MailRecipient {
        MailRecipient(
            account: Account(
                id: "acme", name: name, email: "ann@acme.example", currency: try Currency(code: "USD"),
                timeZoneID: "UTC", country: "US"), zone: .utc,
            seller: Seller(id: "n", name: "Northwind & Sons", country: "US", timeZoneID: "UTC"),
            methods: [
                PaymentMethod(
                    id: "card", brand: "visa", last4: "4242", expiresOn: "2028-02", reference: "pm_1")
            ], documentPath: nil)
    }

    /// Every fact that the kinds' documentation names.
    private static let facts = [
        "invoice": "in_1", "invoice_number": "INV-2024-001", "subscription": "sub_1", "amount": "85.52",
        "total": "85.52", "currency": "USD", "status": "open", "due_at": "2024-02-14T00:00:00Z",
        "method": "card",
        "decline_code": "stolen_card", "retry_at": "2024-02-03T08:00:00Z", "ends_at": "2024-02-21T00:00:00Z",
        "credit_note_number": "CN-2024-001", "meter_text": "API calls", "percent": "80", "quantity": "800",
        "limit": "1000", "period_end_at": "2024-02-29T00:00:00Z", "canceled_at": "2024-02-10T00:00:00Z",
    ]

    private static func mail(
        _ kind: Notice.Kind, facts: [String: String], update: String? = "https://pay.example/u?a=1&b=2"
    )
        throws -> (subject: String, text: String, html: String)
    {
        let notice = Notice(
            kind: kind, id: "x", account: "acme", at: Instant(secondsSinceEpoch: 1_706_677_200), facts: facts)
        let values = MailValues(notice, to: try recipient(), updateURL: update)
        return try #require(try MailTemplates()[kind]).render(values.values)
    }

    @Test(arguments: Notice.Kind.allCases.filter(\.isForCustomers))
    func `Every kind has a mail in which nothing is left to fill in`(_ kind: Notice.Kind) throws {
        for facts in [Self.facts, [:]] {
            let mail = try Self.mail(
                kind, facts: facts, update: facts.isEmpty ? nil : "https://pay.example/u")
            for part in [mail.subject, mail.text, mail.html] {
                #expect(!part.contains("{{") && !part.contains("}}"))
                #expect(!part.contains("stolen"), "a mail says why a card was declined")
            }
            #expect(!mail.subject.isEmpty && mail.text.contains("Northwind & Sons"))
            #expect(!mail.text.contains("\n\n\n"))
        }
    }

    @Test func `What is filled in is escaped for HTML and stands as it is in text`() throws {
        let mail = try Self.mail(.paymentFailed, facts: Self.facts)
        #expect(mail.text.contains("Hello Ann <b>,"))
        #expect(mail.html.contains("Hello Ann &lt;b&gt;,"))
        #expect(mail.html.contains("href=\"https://pay.example/u?a=1&amp;b=2\""))
        #expect(mail.text.contains("Update your payment method:\nhttps://pay.example/u?a=1&b=2"))
    }

    @Test func `A failed payment says how much, with what, and when it is tried again`() throws {
        let mail = try Self.mail(.paymentFailed, facts: Self.facts)
        #expect(
            mail.text == """
                Hello Ann <b>,

                We could not collect 85.52 USD for invoice INV-2024-001: the payment with your Visa card ending in 4242 was declined.

                We will try again on 3 February 2024. If your details have changed, please update them before then.

                Update your payment method:
                https://pay.example/u?a=1&b=2

                Kind regards
                Northwind & Sons

                Reference: INV-2024-001

                """)
    }

    @Test func `An expiring card names the end of its month`() throws {
        #expect(
            try Self.mail(.cardExpiring, facts: [:]).text.contains(
                "ending in 4242 expires on 29 February 2028."))
    }

    @Test func `A folder replaces what it has, and a file that is no template is refused by name`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "templates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "payment.failed.mail")
        try "Subject: Oh {{name}}\n\nNo.\n".write(to: file, atomically: true, encoding: .utf8)
        let template = try #require(try MailTemplates(folder: folder.path)[.paymentFailed])
        #expect(template.render(["name": "x"]).subject == "Oh x")
        try "no subject".write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: MailTemplates.Refusal.self) { try MailTemplates(folder: folder.path) }
        try "Subject: {{#open}}\n".write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: MailTemplates.Refusal.self) { try MailTemplates(folder: folder.path) }
        try FileManager.default.removeItem(at: file)
        try "Subject: x\n".write(
            to: folder.appending(path: "payment.faild.mail"), atomically: true, encoding: .utf8)
        #expect(throws: MailTemplates.Refusal.self) { try MailTemplates(folder: folder.path) }
        #expect(throws: MailTemplates.Refusal.self) { try MailTemplates(folder: folder.path + "/missing") }
    }
}
