import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore

/// dueday alarms list|clear
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "What stops the charging of an account or a processor until people have looked.",
        discussion: "EXAMPLE: dueday alarms list",
        subcommands: [List.self, Clear.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List open alarms, with what to do about each.",
            discussion: "EXAMPLE: dueday alarms list --all")

        @Flag(help: "Cleared ones too.")
        var all = false
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let alarms = try await database.books.reader.alarms(includingCleared: all, page: page.request)
            if output.json { return output.print(PageOptions.json(alarms, "alarms", Self.json)) }
            for record in alarms.items {
                let alarm = record.alarm
                let stops = alarm.account.map { "account \($0)" } ?? "everything through \(alarm.processor)"
                Terminal.print(
                    "\(record.id)  \(alarm.kind.rawValue)  stops \(stops)  since \(alarm.raisedAt)")
                Terminal.print("   \(alarm.detail)")
                if let clearedAt = record.clearedAt {
                    Terminal.print(
                        "   cleared \(clearedAt) by \(record.clearedBy ?? ""): \(record.clearedBecause ?? "")"
                    )
                } else {
                    Terminal.print("   to do: \(alarm.kind.advice)")
                }
            }
            page.printRest(alarms)
        }

        private static func json(_ record: AlarmRecord) -> OrderedJSON {
            let alarm = record.alarm
            return [
                "id": .integer(record.id), "kind": .string(alarm.kind.rawValue),
                "account": .text(alarm.account),
                "processor": .string(alarm.processor), "subject": .string(alarm.subject),
                "detail": .string(alarm.detail), "advice": .string(alarm.kind.advice),
                "raised_at": .string("\(alarm.raisedAt)"),
                "cleared_at": .text(record.clearedAt.map { "\($0)" }),
                "cleared_by": .text(record.clearedBy), "cleared_because": .text(record.clearedBecause),
            ]
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Clear an alarm: what it stopped is charged again from the next run on.",
            discussion: "EXAMPLE: dueday alarms clear 3 --reason \"pi_2 given back, see refund att-1-r1\"")

        @Argument(help: "Its number, from `dueday alarms list`.")
        var id: Int
        @Option(help: "What was found and done, for the audit trail.")
        var reason: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard !reason.isEmpty else { throw CommandFailure.usage("--reason is empty: say what was done") }
            let database = try await Database.open(try await Settings.load())
            let entry = Operator.entry("alarms clear", subject: "\(id)", reason: reason)
            guard let record = try await database.books.clearAlarm(id, entry) else {
                throw CommandFailure.usage("alarm \(id) is not open: see `dueday alarms list`")
            }
            if output.json {
                return output.print(["cleared": .integer(id), "kind": .string(record.alarm.kind.rawValue)])
            }
            Terminal.print("cleared alarm \(id) (\(record.alarm.kind.rawValue))")
        }
    }
}
