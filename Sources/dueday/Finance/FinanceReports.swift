import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import Monetary

extension ReportCommand {
    struct Aging: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "aging",
            abstract: "What customers owed at an instant, by how late it was.",
            discussion: """
                EXAMPLES:
                  dueday report aging
                  dueday report aging --at 2024-12-31T23:59:59Z --format csv
                """)

        @OptionGroup var at: AtOption
        @OptionGroup var output: ReportOptions

        private static let buckets = [
            "not yet due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days",
        ]

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let instant = try at.instant()
            var table = ReportTable([
                .text("currency"), .text("overdue"), .number("invoices"), .number("accounts"),
                .number("amount"),
            ])
            for row in try await database.books.finance.aging(at: instant) {
                table.add(
                    .text(row.currency.code), .text(Self.buckets[row.bucket]), .count(row.invoices),
                    .count(row.accounts), .amount(row.minorUnits, row.currency))
            }
            table.print(
                output.chosen, name: "receivables",
                facts: [OrderedJSON.Member("at", .string("\(instant)"))])
        }
    }

    struct MRR: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mrr",
            abstract: "Monthly recurring revenue with its movements, month by month.",
            discussion: """
                Plans and add-ons at the price of their period before coupons and tax, brought to a month. Opening plus \
                new plus expansion less contraction less churn is closing, to the cent.

                EXAMPLE: dueday report mrr --from 2024-01-01 --to 2024-12-31
                """)

        @OptionGroup var dates: DateRangeOptions
        @OptionGroup var output: ReportOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            var table = ReportTable([
                .text("month"), .text("currency"), .number("opening"), .number("new"), .number("expansion"),
                .number("contraction"), .number("churn"), .number("closing"), .number("subscriptions"),
            ])
            let rows = try await database.books.finance.recurringRevenue(
                from: range.start, until: range.end, zone: range.zone)
            for row in rows {
                table.add(
                    .number(String(row.month.prefix(7))), .text(row.currency.code),
                    .amount(row.openingMinorUnits, row.currency), .amount(row.newMinorUnits, row.currency),
                    .amount(row.expansionMinorUnits, row.currency),
                    .amount(row.contractionMinorUnits, row.currency),
                    .amount(row.churnMinorUnits, row.currency),
                    .amount(row.closingMinorUnits, row.currency), .count(row.subscriptions))
            }
            table.print(output.chosen, name: "months", facts: range.facts)
        }
    }

    struct TaxReport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tax", abstract: "Tax on what was issued and taken back, by place, name and rate.",
            discussion: """
                Credit notes and voids count on the day on which they were made.

                EXAMPLE: dueday report tax --from 2024-01-01 --to 2024-03-31 --format csv
                """)

        @OptionGroup var dates: DateRangeOptions
        @OptionGroup var output: ReportOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            var table = ReportTable([
                .text("currency"), .text("jurisdiction"), .text("name"), .text("category"), .number("rate"),
                .number("base"), .number("tax"), .number("credited_base"), .number("credited_tax"),
                .number("net_base"), .number("net_tax"),
            ])
            for row in try await database.books.finance.tax(from: range.start, until: range.end) {
                let currency = row.currency
                table.add(
                    .text(currency.code), .text(row.jurisdiction), .text(row.name), .text(row.category),
                    .number(row.rate), .amount(row.baseMinorUnits, currency),
                    .amount(row.taxMinorUnits, currency),
                    .amount(row.creditedBaseMinorUnits, currency),
                    .amount(row.creditedTaxMinorUnits, currency),
                    .amount(row.baseMinorUnits - row.creditedBaseMinorUnits, currency),
                    .amount(row.taxMinorUnits - row.creditedTaxMinorUnits, currency))
            }
            table.print(output.chosen, name: "taxes", facts: range.facts)
        }
    }

    struct Revenue: AsyncParsableCommand {
        enum Step: String, ExpressibleByArgument, CaseIterable {
            case day, month
        }

        static let configuration = CommandConfiguration(
            commandName: "revenue",
            abstract: "Revenue by when it is earned, with what is deferred and accrued.",
            discussion: """
                Every line without tax is earned over its period, split over the days by their seconds so that they add \
                up to the line. Deferred is what was billed and not earned yet at the end of a row, accrued what was \
                earned and billed later.

                EXAMPLES:
                  dueday report revenue --from 2024-01-01 --to 2024-12-31
                  dueday report revenue --from 2024-02-01 --to 2024-02-29 --by day --format csv
                """)

        @OptionGroup var dates: DateRangeOptions
        @Option(help: "A row a day or a month.")
        var by = Step.month
        @OptionGroup var output: ReportOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let range = try await dates.range(database)
            let days = try await database.books.finance.revenue(
                from: range.from, to: range.to, zone: range.zone)
            var table = ReportTable([
                .text(by.rawValue), .text("currency"), .number("recognized"), .number("billed"),
                .number("deferred"),
                .number("accrued"),
            ])
            for row in by == .day ? days : Self.months(days) {
                table.add(
                    .number(by == .day ? "\(row.on)" : String("\(row.on)".prefix(7))),
                    .text(row.currency.code),
                    .amount(row.recognizedMinorUnits, row.currency),
                    .amount(row.billedMinorUnits, row.currency),
                    .amount(row.deferredMinorUnits, row.currency),
                    .amount(row.accruedMinorUnits, row.currency))
            }
            table.print(output.chosen, name: "revenue", facts: range.facts)
        }

        /// Sums of a month's days, and what its last day ends with.
        private static func months(_ days: [RevenueRecognition.Day]) -> [RevenueRecognition.Day] {
            days.reduce(into: []) { months, day in
                guard let last = months.last, last.currency == day.currency,
                    (last.on.year, last.on.month) == (day.on.year, day.on.month)
                else { return months.append(day) }
                var month = day
                month.recognizedMinorUnits += last.recognizedMinorUnits
                month.billedMinorUnits += last.billedMinorUnits
                months[months.count - 1] = month
            }
        }
    }
}
