import ArgumentParser
import BillingFormats
import CCoreDump
import Glibc

/// The command line: one verb per noun (DESIGN, The command line).
///
/// Every command writes its name down. Where it does not, ArgumentParser asks the runtime how the type is described, by
/// four searches through all conformances: over a hundred commands half of the time it took to start.
@main
struct Dueday: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dueday",
        abstract:
            "Bills subscriptions whose period has ended, exactly once, and says how every cent came about.",
        discussion: """
            EXAMPLES of first steps:
              dueday demo                         all of it on this machine, to look at
              dueday catalog apply catalog.yaml   what is sold
              dueday doctor                       what is missing, and what to do
              dueday run                          bills what is due
            """,
        version: "0.1.0",
        subcommands: [Benchmark.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Running", subcommands: [RunCommand.self, Runs.self, Parked.self, Preview.self]),
            CommandGroup(
                name: "Customers",
                subcommands: [
                    AccountCommand.self, PaymentMethodCommand.self, CheckoutCommand.self,
                    SubscriptionCommand.self,
                    Usage.self,
                    OutboxCommand.self,
                ]),
            CommandGroup(
                name: "Money",
                subcommands: [
                    InvoiceCommand.self, CreditNoteCommand.self, PaymentCommand.self, DunningCommand.self,
                    ChargingCommand.self, AlarmsCommand.self,
                ]),
            CommandGroup(
                name: "Finance", subcommands: [ReportCommand.self, ExportCommand.self, AuditCommand.self]),
            CommandGroup(
                name: "Setting up",
                subcommands: [
                    CatalogCommand.self, Migrate.self, DoctorCommand.self, DatabaseCommand.self,
                    SettingsCommand.self, WebhooksCommand.self,
                ]),
            CommandGroup(name: "Trying out", subcommands: [Demo.self, Simulate.self, Sandbox.self]),
        ])

    /// Runs a command and gives every failure its line and exit code.
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        signal(SIGPIPE, SIG_IGN)
        forbidCoreFiles()
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch let error where isParserError(error) {
            refuse(error, asJSON: arguments.contains("--json"))
        } catch {
            fail(CommandFailure(explaining: error), asJSON: arguments.contains("--json"))
        }
    }

    /// Keys, passwords and customers' data are in memory; a core file would leave them on the disk.
    private static func forbidCoreFiles() {
        let failure = ccoredump_forbid()
        guard failure != 0 else { return }
        Terminal.note("error: core files cannot be forbidden: \(String(cString: strerror(failure)))")
        Glibc.exit(CommandFailure.Code.unreachable.rawValue)
    }

    /// Help, version and wrong arguments: the parser words them itself.
    private static func isParserError(_ error: any Error) -> Bool {
        if error is CleanExit || error is ValidationError { return true }
        return String(describing: type(of: error)) == "CommandError"
    }

    /// Help goes to standard output; wrong arguments end with 2, in the words of the parser.
    private static func refuse(_ error: any Error, asJSON: Bool) -> Never {
        if exitCode(for: error).isSuccess { exit(withError: error) }
        if asJSON { fail(.usage(message(for: error)), asJSON: true) }
        Terminal.note(fullMessage(for: error))
        Glibc.exit(CommandFailure.Code.usage.rawValue)
    }

    private static func fail(_ failure: CommandFailure, asJSON: Bool) -> Never {
        if asJSON {
            let error: OrderedJSON = ["code": .string(failure.name), "message": .string(failure.message)]
            Terminal.note((["error": error] as OrderedJSON).compact)
        } else {
            Terminal.note("error: \(failure.message)")
        }
        Glibc.exit(failure.code.rawValue)
    }
}
