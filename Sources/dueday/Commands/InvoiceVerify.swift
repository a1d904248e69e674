import ArgumentParser
import Billing
import BillingFormats
import BillingRun
import BillingStore

extension InvoiceCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Work issued invoices out again and compare; nothing is changed.",
            discussion: """
                From their stored inputs, with a second evaluator; or with --diff from today's facts: the use that \
                is known now, the catalogue and tax table in force, the account as it is. Each difference is shown \
                line by line with its cause and with what to do: a credit note of what earlier ones have not given \
                back, or nothing where the next invoice brings late use by itself. An issued invoice never changes.

                Exit codes: 0 all agree; 1 something differs that needs somebody; 2 wrong arguments.

                EXAMPLES:
                  dueday invoice verify INV-2024-001
                  dueday invoice verify --all
                  dueday invoice verify --account acme --diff
                """)

        @Argument(help: "The invoice's number; or give --all or --account.")
        var number: String?
        @Flag(help: "Every invoice, and whether ledger, balances, numbers and payments agree.")
        var all = false
        @Option(help: "Every invoice of this account.")
        var account: String?
        @Flag(help: "With --account: from today's facts instead of the stored inputs.")
        var diff = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try refuseOtherWays()
            let database = try await Database.open(try await Settings.load())
            if let account {
                return diff ? try await compare(account, database) : try await verify(account, database)
            }
            var findings: [(String, String)] = []
            if let number {
                let invoice = try await database.invoice(number).invoice
                try report(1, Self.findings(invoice))
            } else {
                findings += try await database.books.checkBooks().map { ("books", $0) }
                try await verifyPages(of: nil, database, findings)
            }
        }

        private func refuseOtherWays() throws {
            guard [number != nil, all, account != nil].count(where: { $0 }) == 1 else {
                throw CommandFailure.usage("give one of: an invoice's number, --all, --account ID")
            }
            guard account != nil || !diff else { throw CommandFailure.usage("--diff goes with --account ID") }
        }

        private func verify(_ account: String, _ database: Database) async throws {
            _ = try await database.books.reading { try await $0.billedHistories(of: account).account }
            try await verifyPages(of: account, database, [])
        }

        private func verifyPages(
            of account: String?, _ database: Database, _ before: [(String, String)]
        ) async throws {
            var findings = before
            var count = 0
            var page = PageRequest(limit: 1_000)
            while true {
                let invoices = try await database.books.reader.invoices(account: account, page: page)
                for invoice in invoices.items { findings += Self.findings(invoice) }
                count += invoices.items.count
                guard invoices.hasMore else { break }
                page.offset += invoices.items.count
            }
            try report(count, findings)
        }

        private static func findings(_ invoice: Invoice) -> [(String, String)] {
            invoice.content.verify().map { (invoice.number, "\($0)") }
        }

        private func report(_ count: Int, _ findings: [(String, String)]) throws {
            if output.json {
                output.print(
                    [
                        "verified": .integer(count),
                        "findings": .array(
                            findings.map { ["invoice": .string($0.0), "finding": .string($0.1)] }),
                    ])
            } else {
                for finding in findings { Terminal.print("\(finding.0): \(finding.1)") }
                Terminal.print(
                    "\(Counted.words(count, "invoice")) worked out again, \(Counted.words(findings.count, "finding"))"
                )
            }
            if !findings.isEmpty { throw ExitCode(CommandFailure.Code.attention.rawValue) }
        }

        private func compare(_ account: String, _ database: Database) async throws {
            let result = try await InvoiceRecalculation(books: database.books).recalculate(account: account)
            let text = RecalculationText(result)
            if output.json { output.print(text.json) } else { text.print() }
            if text.needsSomebody { throw ExitCode(CommandFailure.Code.attention.rawValue) }
        }
    }
}
