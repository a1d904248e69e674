import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Monetary
import ProcessorSandbox
import Testing

/// One declined card, day by day, as its operator sees it in the terminal and its customer in the mailbox.
@Suite(.serialized) struct DunningMailStories {
    @Test("the story of one declined card, day by day, in the terminal and in the mailbox")
    func dayByDay() async throws {
        let stage = try await WorkerStage.make(customers: 0)
        try await Self.customer(stage)
        try await MailServer.run { server in
            let worker = WorkerProcess(
                environment: stage.worker.environment.merging([
                    "DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@northwind.example",
                    "DUEDAY_CUSTOMER_PAGE": "https://northwind.example/account",
                ]) { $1 })
            var subjects: [[String]] = []
            var shown: [String] = []
            for day in 1...9 {
                let before = try server.mails().count
                let result = try worker.run("run", "--as-of", "2024-01-0\(day)T02:00:00Z")
                #expect(result.status == ([1, 2, 4, 6, 8].contains(day) ? 1 : 0), "\(result.output)")
                shown.append(
                    try worker.run("dunning", "show", "INV-2024-001", "--at", "2024-01-0\(day)T03:00:00Z")
                        .output)
                subjects.append(
                    try server.mails().dropFirst(before).map { $0.headers["Subject"] ?? "" }.sorted())
            }
            #expect(
                subjects == [
                    [
                        "Invoice INV-2024-001 from Seller",
                        "Your payment for invoice INV-2024-001 did not go through",
                    ], [], [], [], ["Last reminder: invoice INV-2024-001 is still open"], [], [],
                    ["Invoice INV-2024-001 could not be collected"], [],
                ])
            Self.judge(shown)
            try Self.judge(try server.mails())
        }
        #expect(stage.sandbox.charges().count == 5)
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    @Test(
        "an account without a method is told so, its operator too, and trying by hand is refused before it can be the end"
    )
    func withoutMethod() async throws {
        let stage = try await WorkerStage.make(customers: 0)
        try await Self.customer(stage, hasCard: false)
        try await MailServer.run { server in
            let worker = WorkerProcess(
                environment: stage.worker.environment.merging([
                    "DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@northwind.example",
                ]) { $1 })
            let result = try worker.run("run", "--as-of", "2024-01-01T02:00:00Z")
            #expect(result.status == 1 && result.output.contains("1 round failed"), "\(result.output)")
            let mail = try #require(
                try server.mails().first { $0.headers["Subject"]?.contains("did not go through") == true })
            #expect(
                mail.text.contains("we have no payment method from you that we can charge.")
                    && !mail.text.contains("declined"), "\(mail.text)")
            let shown = try worker.run("dunning", "show", "INV-2024-001", "--at", "2024-01-01T03:00:00Z")
                .output
            #expect(
                shown.contains("round 1: no method of the account could be charged")
                    && shown.contains("dueday payment-method add ann"), "\(shown)")
            let retried = try worker.run("payment", "retry", "INV-2024-001")
            #expect(
                retried.status == 2 && retried.errors.contains("dueday payment-method add ann"),
                "\(retried.errors)")
            #expect(try await stage.books.allInvoices().map(\.status) == [.open])
            let unknown = try worker.run("payment", "retry", "INV-9")
            #expect(
                unknown.errors.contains("there is no invoice \"INV-9\": `dueday invoice list` shows them"))
        }
        #expect(try await stage.books.checkBooks() == [])
        await stage.stop()
    }

    /// An account with an address and a card that has no funds.
    private static func customer(_ stage: WorkerStage, hasCard: Bool = true) async throws {
        let (accounts, at) = (AccountCommands(books: stage.books), WorkerStage.start)
        try await accounts.add(
            Account(
                id: "ann", name: "Ann Müller", email: "ann@acme.example", currency: try Currency(code: "USD"),
                timeZoneID: "America/New_York", country: "US", region: "CA", address: ["1 Main St"]), at: at)
        try stage.sandbox.register(
            ScriptedMethod(
                id: "pm_ann", customer: "cus_ann", outcomes: [.declines(code: "insufficient_funds")]))
        let card = PaymentMethod(
            id: "card", brand: "visa", last4: "4242", processor: "stripe", reference: "pm_ann",
            customerReference: "cus_ann")
        if hasCard {
            try await accounts.setPaymentMethod(PaymentMethodOrder(account: "ann", method: card), at: at)
        }
        try await SubscriptionCommands(books: stage.books).subscribe(
            SubscribeOrder(
                subscription: "sub_ann", account: "ann", plan: "pro", interval: BillingInterval(.month)),
            at: at)
    }

    private static let declined =
        "charged 85.52 USD to card: declined, insufficient_funds (funds): tried again by the calendar"

    /// Without the columns' spaces.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }

    private static func judge(_ shown: [String]) {
        let toType = [
            "to try now: dueday payment retry INV-2024-001 with another method: dueday invoice pay INV-2024-001 --method ID",
            "paid by bank: dueday payment record INV-2024-001 --amount … --reference …",
        ]
        let header = ["INV-2024-001 of ann, open; times of America/New_York", "DAY TIME WHAT"]
        #expect(
            lines(shown[0]) == header + [
                "2023-12-31 19:00 issued, 85.52 USD due", "21:00 round 1: \(declined)",
                "21:00 told: payment.failed", "2024-01-01 21:00 → round 2, by the policy's retries",
                "2024-01-03 21:00 → round 3, by the policy's retries",
                "2024-01-04 21:00 → last warning to the customer",
                "2024-01-05 21:00 → round 4, by the policy's retries",
                "2024-01-07 21:00 → round 5, by the policy's retries",
                "21:00 → if it fails too: the subscription is canceled, the invoice uncollectible",
            ] + toType)
        #expect(
            lines(shown[4]) == header + [
                "2023-12-31 19:00 issued, 85.52 USD due", "21:00 round 1: \(declined)",
                "21:00 told: payment.failed", "2024-01-01 21:00 round 2: \(declined)",
                "21:00 told: payment.failed (no mail so soon)", "2024-01-03 21:00 round 3: \(declined)",
                "21:00 told: payment.failed (no mail so soon)",
                "2024-01-04 21:00 told: dunning.last_warning",
                "2024-01-05 21:00 → round 4, by the policy's retries",
                "2024-01-07 21:00 → round 5, by the policy's retries",
                "21:00 → if it fails too: the subscription is canceled, the invoice uncollectible",
            ] + toType)
        #expect(
            Array(lines(shown[8]).suffix(4)) == [
                "2024-01-07 21:00 round 5: \(declined)",
                "21:00 the last round failed: the subscription is canceled, the invoice uncollectible",
                "21:00 told: dunning.ended",
                "the invoice is uncollectible: nothing more is tried; money that still comes in is taken by "
                    + "`dueday payment record INV-2024-001`",
            ])
    }

    private static func judge(_ mails: [MailServer.Mail]) throws {
        let page = "https://billing.sandbox.invalid/p/session/"
        for mail in mails {
            #expect(mail.recipients == ["ann@acme.example"] && mail.defects == [] && mail.longestLine <= 78)
            #expect(mail.text.hasPrefix("Hello Ann Müller,\n\n"))
            #expect(mail.text.hasSuffix("Kind regards\nSeller\n\nReference: INV-2024-001\n"))
            let asks = mail.headers["Subject"]?.contains("could not be collected") == false
            let isInvoice = mail.fileName != nil
            #expect(mail.text.contains(page) == (asks && !isInvoice), "\(mail.text)")
            #expect(mail.html.contains("<a href=\"\(page)") == mail.text.contains(page))
            #expect(!(mail.text + mail.html).contains("insufficient"), "why a bank declines is not told")
        }
        let body = Dictionary(
            mails.map { mail in
                let words = mail.text.replacing(#/\n\nUpdate your payment method:\nhttps[^\n]*/#, with: "")
                let middle = words.split(separator: "\n").dropFirst().dropLast(3).joined(separator: " ")
                return (mail.headers["Subject"] ?? "", middle)
            }
        ) { $1 }
        #expect(
            body == [
                "Invoice INV-2024-001 from Seller":
                    "Your invoice INV-2024-001 is attached. Total: 85.52 USD Amount due: 85.52 USD, by 31 December 2023 "
                    + "There is nothing to do: we charge your Visa card ending in 4242.",
                "Your payment for invoice INV-2024-001 did not go through":
                    "We could not collect 85.52 USD for invoice INV-2024-001: the payment with your Visa card ending in "
                    + "4242 was declined. We will try again on 1 January 2024. If your details have changed, please "
                    + "update them before then.",
                "Last reminder: invoice INV-2024-001 is still open":
                    "We have not been able to collect 85.52 USD for invoice INV-2024-001. If it is not paid by 7 January "
                    + "2024, your subscription ends. Please update your payment method now; we will then collect the "
                    + "amount at once.",
                "Invoice INV-2024-001 could not be collected":
                    "We have tried several times to collect 85.52 USD for invoice INV-2024-001 and will not try again by "
                    + "ourselves. Your subscription has ended. Please get in touch with us if you would like to go on.",
            ])
        let invoice = try #require(mails.first { $0.fileName != nil })
        #expect(invoice.fileName == "INV-2024-001.pdf" && invoice.fileType == "application/pdf")
        #expect(Data(base64Encoded: invoice.file ?? "")?.starts(with: Array("%PDF-".utf8)) == true)
    }
}
