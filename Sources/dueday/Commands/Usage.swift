import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary

/// dueday usage record|import|show|check|alerts
struct Usage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Record what customers used, and show it against their limits.",
        discussion: "EXAMPLE: dueday usage show sub_1",
        subcommands: [Record.self, Import.self, Show.self, Check.self, Alerts.self])

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Record one event; the same event again is ignored.",
            discussion:
                "EXAMPLE: dueday usage record --id e1 --account acme --subscription sub_1 --meter api_calls 1200"
        )

        @Option(help: "The event's id, unique in the account.")
        var id: String
        @Option(help: "The account's id.")
        var account: String
        @Option(help: "The id of the subscription that used it.")
        var subscription: String
        @Option(help: "The id of a meter of the catalogue.")
        var meter: String
        @Option(help: "When it happened; now unless given.")
        var at: String?
        @Option(help: "What was used, for meters that count how many different ones there were.")
        var key: String?
        @Argument(
            parsing: .allUnrecognized,
            help: ArgumentHelp("How much, in the meter's unit.", valueName: "quantity"))
        var quantities: [String]
        @Flag(
            help:
                "Refuse what a hard limit does not allow: 402, exit code 1, kept as refused and never billed."
        )
        var enforce = false
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let now = Instant.now
            let event = UsageEvent(
                id: id, account: account, subscription: subscription, meter: meter,
                quantity: try ExactDecimal(parsing: SignedArgument.only(quantities, "the quantity")),
                at: try at.map(Instant.init(parsing:)) ?? now,
                recordedAt: now, key: key)
            let database = try await Database.open(try await Settings.load())
            let result = try await record(event, database)
            if output.json {
                return output.print([
                    "recorded": .integer(result.recorded), "repeated": .integer(result.repeated),
                ])
            }
            Terminal.print(result.recorded == 1 ? "recorded" : "recorded before: nothing changed")
        }

        private func record(_ event: UsageEvent, _ database: Database) async throws -> UsageRecording {
            let books = try database.books(
                noting: "usage record", by: actor, account: event.account, subject: event.id)
            guard enforce else { return try await AccountCommands(books: books).recordUsage([event]) }
            switch try await CustomerView(books: books).record(event) {
            case .recorded(let recording): return recording
            case .refused(let refused):
                throw LimitRefusal.exit(
                    meter: event.meter, current: refused.current, limit: refused.limit, output)
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Record a file of events: CSV with a header line, or JSON lines (.jsonl).",
            discussion: """
                Columns: id, account, subscription, meter, quantity, at, and optionally recorded_at and key. Events \
                that were recorded before are ignored, so an import can be repeated. Bad rows are reported with \
                their line; the others are recorded.

                EXAMPLES:
                  dueday usage import usage.csv
                  dueday usage import usage.csv --enforce --by importer
                """)

        @Argument(help: "The file.", completion: .file())
        var file: String
        @Flag(
            help:
                "Refuse what hard limits do not allow, row by row: kept as refused and never billed; slower.")
        var enforce = false
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let rows = try UsageFile(path: file, now: .now)
            let database = try await Database.open(try await Settings.load())
            let books = try database.books(noting: "usage import", by: actor, subject: file)
            var usage = UsageImport(
                AccountCommands(books: books), enforcing: enforce ? CustomerView(books: books) : nil)
            try await usage.run(rows) { count in
                if Terminal.errorIsTerminal { Terminal.noteInPlace("\r\u{1B}[K\(count) events") }
            }
            if Terminal.errorIsTerminal { Terminal.noteInPlace("\r\u{1B}[K") }
            if output.json {
                output.print(
                    [
                        "recorded": .integer(usage.recorded), "repeated": .integer(usage.repeated),
                        "bad": .array(
                            usage.bad.map { ["line": .integer($0.line), "reason": .string($0.reason)] }),
                        "refused": .array(
                            usage.refused.map { ["line": .integer($0.line), "reason": .string($0.reason)] }),
                    ])
            } else {
                Terminal.print(
                    "\(usage.recorded) recorded, \(usage.repeated) known before, \(usage.bad.count) bad"
                        + (enforce ? ", \(usage.refused.count) refused" : ""))
                for refused in usage.refused {
                    Terminal.note("\(file):\(refused.line): refused: \(refused.reason)")
                }
                for bad in usage.bad { Terminal.note("\(file):\(bad.line): \(bad.reason)") }
            }
            if !usage.bad.isEmpty || !usage.refused.isEmpty {
                throw ExitCode(CommandFailure.Code.attention.rawValue)
            }
        }
    }
}
