import Billing
import BillingFormats
import BillingRun
import BillingStore
import Testing

/// Changes and credits of accounts through the built program.
@Suite struct AccountStories {
    @Test("an account's facts are changed with who and why; the next invoices go by them, issued ones stay")
    func change() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let issued = try await stage.books.allInvoices()
        let change = try stage.worker.run(
            "account", "change", "acct_1", "--tax-exempt", "--payment-terms-days", "30", "--by", "maria",
            "--reason", "certificate", "--json")
        #expect(change.status == 0, "\(change.errors)")
        #expect(
            try OrderedJSON.parse(change.output, fileName: "change") == [
                "account": "acct_1",
                "changes": .array([
                    ["fact": "tax_exempt", "before": "false", "now": "true"],
                    ["fact": "payment_terms_days", "before": "0", "now": "30"],
                ]),
            ])
        _ = try stage.worker.run("run", "--as-of", "2024-02-02T00:00:00Z", "--quiet")
        let invoices = try await stage.books.allInvoices()
        #expect(invoices.first?.content == issued.first?.content)
        #expect(invoices.map { $0.content.taxes.first?.category } == [.standard, .exempt])
        // Lines, the reason why there is no tax, and the total, as a reviewer reads them.
        let explained = try stage.worker.run("invoice", "explain", invoices[1].number).output
        #expect(explained.contains("Base of US, exempt from tax (E)"), "\(explained)")
        #expect(explained.contains("Still to pay"), "\(explained)")
        let trail = try await stage.books.reader.auditTrail().items.map(\.entry)
        #expect(trail.first { $0.action == "account change" }?.actor == "maria")
        await stage.stop()
    }

    @Test(
        "what cannot be changed or credited is one line that says what to do",
        arguments: [
            (["change", "acct_1"], "say what to change"),
            (["change", "acct_1", "--country", "DE"], "give the new region, or clear it"),
            (["change", "acct_1", "--country", "Germany", "--clear", "region"], "two capital letters"),
            (["change", "acct_1", "--currency", "EUR"], "Unknown option '--currency'"),
            (["change", "nobody", "--name", "N"], "there is no account \"nobody\""),
            (["credit", "acct_1", "-5.00"], "a credit of -5.00 USD is not valid: give an amount above zero"),
            (["credit", "acct_1", "0"], "a credit of 0.00 USD is not valid"),
            (["credit", "acct_1", "5.001"], "more than 2 digits after the point: give an amount in USD"),
            (["credit", "acct_1", "5,00"], "is not a number: give an amount in USD, such as 25.00"),
            (["credit", "acct_1", "5.00", "--resaon", "x"], "unknown option --resaon"),
            (["credit", "acct_1", "5.00", "6.00"], "the amount is one argument"),
            (["credit", "acct_1", "200000000000000.00"], "give at most"),
        ])
    func refused(_ arguments: [String], words: String) async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let result = try stage.worker.run(["account"] + arguments, killedAfter: nil)
        #expect(result.status != 0 && result.errors.contains(words), "\(result.errors)")
        #expect(
            try await stage.books.reader.auditTrail().items.allSatisfy { $0.entry.action != "account change" }
        )
        await stage.stop()
    }
}
