import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import Monetary

extension ReportCommand {
    /// dueday report recovery
    struct Recovery: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recovery",
            abstract: "How much of what was first declined was paid after all.",
            discussion: """
                Money recovered ÷ money first declined, by the month of an invoice's first decline and the kind of that \
                decline. What is still open counts as not recovered yet and is shown beside it.

                EXAMPLES:
                  dueday report recovery
                  dueday report recovery --from 2024-01-01T00:00:00Z --csv
                """)

        @Option(help: "Only invoices first declined from this instant on.")
        var from: String?
        @Option(help: "Only invoices first declined before this instant.")
        var until: String?
        @Flag(help: "Answer as CSV.")
        var csv = false
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard !(csv && output.json) else { throw CommandFailure.usage("give --csv or --json, not both") }
            let database = try await Database.open(try await Settings.load())
            let report = try await database.books.reader.recovery(
                from: try from.map(Instant.init(parsing:)), until: try until.map(Instant.init(parsing:)))
            if output.json { return output.print(Self.json(report)) }
            if csv { return Self.printCSV(report) }
            guard !report.rows.isEmpty else { return Terminal.print("no invoice was declined in this time") }
            var table = Table([
                .left("MONTH"), .left("DECLINED FOR"), .right("INVOICES"), .right("DECLINED"),
                .right("RECOVERED"),
                .right("STILL OPEN"), .left(""), .right("RATE"),
            ])
            for row in report.rows {
                let figures = row.figures
                table.add(
                    row.month, row.declineClass.rawValue, "\(figures.invoices)",
                    Self.amount(figures.declinedMinorUnits, row),
                    Self.amount(figures.recoveredMinorUnits, row),
                    Self.amount(figures.openMinorUnits, row), figures.currencyCode, "\(Self.rate(row)) %")
            }
            table.print()
            Terminal.print(
                "\nrate: money recovered ÷ money first declined, open invoices counted as not recovered")
        }

        private static func printCSV(_ report: RecoveryReport) {
            Terminal.print(
                "month,decline_class,currency,invoices,declined,invoices_recovered,recovered,invoices_open,open,"
                    + "recovered_percent")
            for row in report.rows {
                let figures = row.figures
                Terminal.print(
                    [
                        row.month, row.declineClass.rawValue, figures.currencyCode, "\(figures.invoices)",
                        amount(figures.declinedMinorUnits, row), "\(figures.invoicesRecovered)",
                        amount(figures.recoveredMinorUnits, row), "\(figures.invoicesOpen)",
                        amount(figures.openMinorUnits, row), rate(row),
                    ].joined(separator: ","))
            }
        }

        private static func json(_ report: RecoveryReport) -> OrderedJSON {
            [
                "recovery": .array(
                    report.rows.map { row in
                        let figures = row.figures
                        return [
                            "month": .string(row.month), "decline_class": .string(row.declineClass.rawValue),
                            "currency": .string(figures.currencyCode), "invoices": .integer(figures.invoices),
                            "declined": .string(amount(figures.declinedMinorUnits, row)),
                            "invoices_recovered": .integer(figures.invoicesRecovered),
                            "recovered": .string(amount(figures.recoveredMinorUnits, row)),
                            "invoices_open": .integer(figures.invoicesOpen),
                            "open": .string(amount(figures.openMinorUnits, row)),
                            "recovered_percent": .string(rate(row)),
                        ]
                    }), "total": .integer(report.rows.count), "has_more": false,
            ]
        }

        private static func amount(_ minorUnits: Int64, _ row: RecoveryReport.Row) -> String {
            (try? Currency(code: row.figures.currencyCode))?.majorUnits(minorUnits) ?? "\(minorUnits)"
        }

        /// "54.3".
        private static func rate(_ row: RecoveryReport.Row) -> String {
            "\(row.permille / 10).\(row.permille % 10)"
        }
    }
}
