import ArgumentParser
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday charging on|off|status
struct ChargingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charging",
        abstract: "The switch that stops every charge, whatever runs. Refunds still go.",
        discussion: "EXAMPLE: dueday charging status",
        subcommands: [On.self, Off.self, Status.self])

    struct Off: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "off",
            abstract: "Charge nothing any more: what is written but not sent waits.",
            discussion: """
                The switch is looked at before every batch of requests leaves; those under way are still answered and \
                written down. Invoices are issued as before.

                EXAMPLE: dueday charging off --reason "prices of 3 March are wrong"
                """)

        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await ChargingCommand.switchTo(false, by: actor, output) }
    }

    struct On: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "on",
            abstract: "Charge again; the next run begins with what waits.",
            discussion:
                "EXAMPLE: dueday charging on --reason \"prices corrected, invoices of 3 March credited\"")

        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws { try await ChargingCommand.switchTo(true, by: actor, output) }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Show whether charging is on, who switched it and why, and what waits.",
            discussion: "EXAMPLE: dueday charging status --json")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            ChargingCommand.print(try await database.books.reader.chargingStatus(), output)
        }
    }

    private static func switchTo(
        _ isOn: Bool, by actor: ActorOptions, _ output: OutputOptions
    ) async throws {
        _ = try actor.requiredReason()
        let database = try await Database.open(try await Settings.load())
        try await database.books.setCharging(on: isOn, actor.entry("charging \(isOn ? "on" : "off")"))
        print(try await database.books.reader.chargingStatus(), output)
    }

    private static func print(_ status: ChargingStatus, _ output: OutputOptions) {
        if output.json {
            return output.print([
                "charging": .string(status.isOn ? "on" : "off"),
                "changed_at": .text(status.changedAt.map { "\($0)" }), "changed_by": .text(status.changedBy),
                "reason": .text(status.reason), "open_alarms": .integer(status.openAlarms),
                "ready": .integer(status.ready), "unsettled": .integer(status.unsettled),
            ])
        }
        let by = status.changedBy.map { " by \($0)" } ?? ""
        let since = status.changedAt.map { " since \($0)\(by)" } ?? ""
        Terminal.print(
            "charging is \(status.isOn ? "on" : "off")\(since)" + (status.reason.map { ": \($0)" } ?? ""))
        Terminal.print(
            "  \(status.ready) charges written and not sent, \(status.unsettled) without a result yet")
        guard status.openAlarms > 0 else { return }
        Terminal.print("  \(status.openAlarms) open alarms stop accounts or processors: dueday alarms list")
    }
}
