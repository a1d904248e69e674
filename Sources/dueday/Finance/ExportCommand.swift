import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import Monetary
import Postgres

/// dueday export invoices|payments|ledger|tax
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write invoices, payments, taxes or the ledger for other programs.",
        discussion: """
            CSV is RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe in front. The days \
            --from and --to are both in it.

            EXAMPLE: dueday export payments --from 2024-03-01 --to 2024-03-31 > march.csv
            """,
        subcommands: [Invoices.self, Payments.self, Ledger.self, Taxes.self])

    struct Invoices: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "invoices",
            abstract: "The invoices issued in a range of days, as CSV, in the order of issue.",
            discussion: "EXAMPLE: dueday export invoices --from 2024-01-01 --to 2024-12-31 > invoices.csv")

        @OptionGroup var dates: DateRangeOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            ExportCommand.header([
                "number", "account", "name", "subscription", "kind", "status", "currency", "issued_on",
                "issued_at",
                "due_at", "paid_at", "subtotal", "discount", "tax", "total", "balance_applied", "amount_due",
                "amount_paid", "amount_credited",
            ])
            try await database.books.finance.invoices(from: range.start, until: range.end) { page in
                for row in page {
                    Terminal.write(
                        CSVWriter.row(
                            [
                                .text(row.number), .text(row.account), .text(row.accountName),
                                .text(row.subscription), .text(row.kind), .text(row.status),
                                .text(row.currency.code), .number("\(range.zone.date(of: row.issuedAt))"),
                                .number("\(row.issuedAt)"), .number("\(row.dueAt)"),
                                .number(row.paidAt.map { "\($0)" } ?? ""),
                            ] + row.amounts.map { .number(row.currency.majorUnits($0)) }))
                }
            }
        }
    }

    struct Payments: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "payments",
            abstract: "The money that arrived in a range of days, as CSV, account by account.",
            discussion: """
                A surplus is a charge that its invoice did not ask for, or not again: it arrived, and is owed back. What \
                counts as prepaid was paid at a checkout and stands on the balance.

                EXAMPLE: dueday export payments --from 2024-01-01 --to 2024-01-31 > payments.csv
                """)

        @OptionGroup var dates: DateRangeOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            ExportCommand.header([
                "date", "at", "account", "invoice", "processor", "method", "amount", "currency", "reference",
                "counts_as",
            ])
            try await database.books.finance.receipts(from: range.start, until: range.end) { page in
                for row in page {
                    Terminal.write(
                        CSVWriter.row([
                            .number("\(range.zone.date(of: row.at))"), .number("\(row.at)"),
                            .text(row.account),
                            .text(row.invoice), .text(row.processor), .text(row.method),
                            .number(row.currency.majorUnits(row.minorUnits)), .text(row.currency.code),
                            .text(row.reference), .text(row.countsAs),
                        ]))
                }
            }
        }
    }

    struct Taxes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tax",
            abstract: "The tax rows of the invoices issued in a range of days, as CSV, account by account.",
            discussion: "EXAMPLE: dueday export tax --from 2024-01-01 --to 2024-03-31 > tax.csv")

        @OptionGroup var dates: DateRangeOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            ExportCommand.header([
                "issued_on", "invoice", "status", "jurisdiction", "name", "category", "rate", "base", "tax",
                "currency",
            ])
            try await database.books.finance.taxRows(from: range.start, until: range.end) { page in
                for row in page {
                    Terminal.write(
                        CSVWriter.row([
                            .number("\(range.zone.date(of: row.issuedAt))"), .text(row.invoice),
                            .text(row.status),
                            .text(row.jurisdiction), .text(row.name), .text(row.category), .number(row.rate),
                            .number(row.currency.majorUnits(row.baseMinorUnits)),
                            .number(row.currency.majorUnits(row.taxMinorUnits)), .text(row.currency.code),
                        ]))
                }
            }
        }
    }

    struct Ledger: AsyncParsableCommand {
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case csv, beancount, hledger
        }

        static let configuration = CommandConfiguration(
            commandName: "ledger",
            abstract: "The ledger of a range of days, account by account.",
            discussion: """
                beancount and hledger end with the balances of the database, which those programs then check.

                EXAMPLES:
                  dueday export ledger --from 2024-01-01 --to 2024-12-31 --format beancount > ledger.beancount
                  bean-check ledger.beancount
                """)

        @OptionGroup var dates: DateRangeOptions
        @Option(help: "csv, beancount or hledger.")
        var format = Format.csv

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            let writing = LedgerWriting(format: format, range: range)
            try await database.books.finance.ledger(from: range.start, until: range.end) { extract in
                writing.begin(extract)
            } take: { page in
                writing.take(page)
            }
            writing.end()
        }
    }

    private static func header(_ names: [String]) { Terminal.write(CSVWriter.row(names.map { .text($0) })) }
}

/// A ledger on its way out: its form needs the names of all accounts, which come first.
private final class LedgerWriting: Sendable {
    private let format: ExportCommand.Ledger.Format
    private let range: DateRange
    // Written once by the first page's head, read by the pages after it, all on the connection's thread.
    private let state = Locked<(form: any LedgerForm, extract: LedgerExtract)?>(nil)

    init(format: ExportCommand.Ledger.Format, range: DateRange) {
        self.format = format
        self.range = range
    }

    func begin(_ extract: LedgerExtract) {
        let form: any LedgerForm =
            switch format {
            case .csv: LedgerCSV()
            case .beancount: Beancount(Array(Set(extract.closing.map(\.account))))
            case .hledger: HledgerJournal()
            }
        state.withLock { $0 = (form, extract) }
        Terminal.write(form.head(extract, range))
    }

    func take(_ page: [PostingRecord]) {
        guard let (form, _) = state.withLock({ $0 }) else { return }
        Terminal.write(page.map { form.posting($0, range) }.joined())
    }

    func end() {
        guard let (form, extract) = state.withLock({ $0 }) else { return }
        Terminal.write(form.foot(extract, range))
    }
}
