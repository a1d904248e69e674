import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday alarms list|clear|resolve
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "What stops the charging of an account or a processor until people have looked.",
        discussion: "EXAMPLE: dueday alarms list",
        subcommands: [List.self, Clear.self, Resolve.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
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
                Terminal.print(
                    "\(record.id)  \(alarm.kind.rawValue)  \(Self.reach(alarm))  since \(alarm.raisedAt)")
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

        private static func reach(_ alarm: Alarm) -> String {
            guard alarm.kind.stopsCharging else {
                return "stops no charging (account \(alarm.account ?? ""))"
            }
            if let account = alarm.account { return "stops account \(account)" }
            return alarm.kind == .orphanCharge
                ? "stops everything (found at \(alarm.processor))"
                : "stops everything through \(alarm.processor)"
        }

        private static func json(_ record: AlarmRecord) -> OrderedJSON {
            let alarm = record.alarm
            return [
                "id": .integer(record.id), "kind": .string(alarm.kind.rawValue),
                "account": .text(alarm.account), "stops_charging": .bool(alarm.kind.stopsCharging),
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
            commandName: "clear",
            abstract: "Clear an alarm: what it stopped is charged again from the next run on.",
            discussion: """
                A charge that these books did not send rings again as long as it is at the processor: see `dueday alarms \
                resolve`.

                EXAMPLE: dueday alarms clear 3 --reason "pi_2 given back, see refund att-1-r1"
                """)

        @Argument(help: "Its number, from `dueday alarms list`.")
        var id: Int
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            _ = try actor.requiredReason()
            let database = try await Database.open(try await Settings.load())
            let entry = try actor.entry("alarms clear", subject: "\(id)")
            guard let record = try await database.books.clearAlarm(id, entry) else {
                throw CommandFailure.usage("alarm \(id) is not open: see `dueday alarms list`")
            }
            if output.json {
                return output.print(["cleared": .integer(id), "kind": .string(record.alarm.kind.rawValue)])
            }
            Terminal.print("cleared alarm \(id) (\(record.alarm.kind.rawValue))")
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Decide about charges that these books did not send, so that they ring no more.",
            discussion: """
                After an older dump was restored the processor has charges that the books do not, and nothing is charged \
                before somebody has decided about each: accepted (it pays its invoice, which must be open and ask for just \
                that amount), given_back (its money went back at the processor), took_nothing (it was declined or \
                canceled) or not_ours (another installation's). The charge is looked at before it is believed.

                EXAMPLES:
                  dueday alarms resolve 3 --as accepted --reason "dump of 2 March restored"
                  dueday alarms resolve 4 5 6 --as not_ours --by ann --reason "staging's key"
                """)

        @Argument(help: "The alarms' numbers, from `dueday alarms list`.")
        var ids: [Int]
        @Option(name: .customLong("as"), help: "accepted, given_back, took_nothing or not_ours.")
        var verdict: OrphanDecision.Verdict
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let reason = try actor.requiredReason()
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let resolution = OrphanResolution(
                books: database.books, gateways: try Gateways.make(settings), deployment: settings.deployment,
                author: CorrectionAuthor(name: try actor.name(), reason: reason))
            var resolved: [OrderedJSON] = []
            for id in ids {
                let paid = try await resolution.resolve(alarm: id, as: verdict, at: at.instant())
                resolved.append([
                    "alarm": .integer(id), "verdict": .string(verdict.rawValue),
                    "paid_invoice": .text(paid?.invoiceNumber),
                ])
                guard !output.json else { continue }
                Terminal.print(
                    "alarm \(id): \(verdict.rawValue)" + (paid.map { ", it paid \($0.invoiceNumber)" } ?? ""))
            }
            if output.json {
                output.print(["resolved": .array(resolved), "total": .integer(ids.count), "has_more": false])
            }
        }
    }
}
