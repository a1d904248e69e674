import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import SystemTimeZones

/// dueday dunning list|show|codes
struct DunningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dunning", abstract: "Payments that failed: what happened, what comes next, and why.",
        discussion: "EXAMPLE: dueday dunning show INV-2024-001",
        subcommands: [List.self, Show.self, Codes.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List open invoices with a failed round, the one that comes next first.",
            discussion: "EXAMPLE: dueday dunning list --account acme")

        @Option(help: "Only this account's.")
        var account: String?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let records = try await database.books.reader.dunning(account: account, page: page.request)
            if output.json { return output.print(PageOptions.json(records, "dunning", Self.json)) }
            var table = Table([
                .left("INVOICE"), .left("ACCOUNT"), .right("DUE"), .left(""), .left("SUBSCRIPTION IS"),
                .right("ROUNDS"), .left("LAST DECLINE"), .left("NEXT"), .left("ENDS"),
            ])
            for record in records.items {
                table.add(
                    record.invoiceNumber, record.account, Self.amount(record), record.currencyCode,
                    record.subscriptionStatus, "\(record.rounds)", record.lastDecline?.rawValue ?? "",
                    record.isStopped
                        ? "stopped by an alarm" : record.nextAt.map { "\($0)" } ?? "with a new method",
                    record.endsAt.map { "\($0)" } ?? "")
            }
            table.print()
            page.printRest(records)
        }

        private static func amount(_ record: DunningRecord) -> String {
            (try? Currency(code: record.currencyCode))?.majorUnits(record.amountMinorUnits)
                ?? "\(record.amountMinorUnits)"
        }

        private static func json(_ record: DunningRecord) -> OrderedJSON {
            [
                "invoice": .string(record.invoiceNumber), "account": .string(record.account),
                "subscription": .string(record.subscription),
                "subscription_status": .string(record.subscriptionStatus), "amount": .string(amount(record)),
                "currency": .string(record.currencyCode), "rounds": .integer(record.rounds),
                "first_failure_at": .text(record.firstFailureAt.map { "\($0)" }),
                "last_decline": .text(record.lastDecline?.rawValue),
                "decline_class": .text(record.lastDecline?.declineClass.rawValue),
                "next_at": .text(record.nextAt.map { "\($0)" }),
                "ends_at": .text(record.endsAt.map { "\($0)" }),
                "stopped_by_alarm": .bool(record.isStopped),
            ]
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show day by day what happened to an invoice, what comes next, and why.",
            discussion: "EXAMPLE: dueday dunning show INV-2024-001")

        @Argument(help: "The invoice's number.")
        var number: String
        @OptionGroup var at: AtOption
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let record = try await database.invoice(number)
            let story = try await Self.story(
                of: record, in: database, ceilings: try settings.ceilings(), now: at.instant())
            if output.json { return output.print(Self.json(story, record)) }
            let zone = try ZoneDatabase.system.zone(record.buyer.timeZoneID)
            Terminal.print(
                "\(record.invoice.number) of \(record.buyer.id), \(record.invoice.status.rawValue); times of "
                    + record.buyer.timeZoneID)
            var table = Table([.left("  DAY"), .left("TIME"), .left(""), .left("WHAT")])
            var day = ""
            for entry in story.entries {
                let local = zone.local(entry.at)
                let date = "\(local.date)"
                table.add(
                    "  \(date == day ? "" : date)", String("\(local)".dropFirst(11).prefix(5)),
                    entry.isAhead ? "→" : " ", entry.words)
                day = date
            }
            table.print()
            if let remark = story.remark { Terminal.print("\n  \(remark)") }
            if record.invoice.status == .open, story.remark == nil {
                let number = record.invoice.number
                Terminal.print(
                    "\n  to try now: dueday payment retry \(number)   with another method: dueday invoice pay \(number) "
                        + "--method ID")
                Terminal.print("  paid by bank: dueday payment record \(number) --amount … --reference …")
            }
        }

        private static func story(
            of record: InvoiceRecord, in database: Database, ceilings: TryCeilings, now: Instant
        ) async throws -> DunningStory {
            let reader = database.books.reader
            let account = record.buyer.id
            let notices = try await reader.notices(ofInvoice: record.invoice.id, account: account)
            let subscription = try await reader.subscription(record.invoice.content.subscription)
            let (policies, alarms) = try await database.books.reading { transaction in
                let alarms = try await transaction.alarms(ofAccount: account)
                return (try await transaction.catalog().catalog.dunning, alarms)
            }
            let standing = try await reader.collectionCase(
                ofInvoice: record.invoice.id, account: account, at: now)
            let policy = subscription.flatMap { policies[$0.subscription.dunning] } ?? .standard
            return DunningStory(
                of: record.invoice, collection: record.collection, attempts: record.attempts,
                notices: notices, alarms: alarms, methods: standing?.methods ?? [], ceilings: ceilings,
                policy: policy, zone: try ZoneDatabase.system.zone(record.buyer.timeZoneID),
                now: now)
        }

        private static func json(_ story: DunningStory, _ record: InvoiceRecord) -> OrderedJSON {
            [
                "invoice": .string(record.invoice.number), "account": .string(record.buyer.id),
                "status": .string(record.invoice.status.rawValue),
                "story": .array(
                    story.entries.map { entry in
                        [
                            "at": .string("\(entry.at)"), "kind": .string(entry.kind.rawValue),
                            "ahead": .bool(entry.isAhead), "what": .string(entry.words),
                        ]
                    }),
                "remark": .text(story.remark),
            ]
        }
    }

    struct Codes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "codes",
            abstract: "Show the table of decline codes: what each means and what follows.",
            discussion: "EXAMPLE: dueday dunning codes --json")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let rules = DeclineRule.all
            if output.json {
                return output.print([
                    "codes": .array(
                        rules.map { rule in
                            [
                                "code": .string(rule.code.rawValue),
                                "class": .string(rule.declineClass.rawValue),
                                "hard": .bool(rule.isHard), "consequence": .string(rule.consequence),
                                "advice": .string(rule.advice), "customer_reads": .string(rule.customerWords),
                            ]
                        }), "total": .integer(rules.count), "has_more": false,
                ])
            }
            var table = Table([.left("CODE"), .left("CLASS"), .left("WHAT FOLLOWS"), .left("FOR YOU")])
            for rule in rules {
                table.add(rule.code.rawValue, rule.declineClass.rawValue, rule.consequence, rule.advice)
            }
            table.print()
        }
    }
}
