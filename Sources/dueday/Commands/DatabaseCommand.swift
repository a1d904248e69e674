import ArgumentParser
import BillingFormats
import PrivatePostgres

/// dueday database start|stop|status
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database", abstract: "The private PostgreSQL that is used when no database.url is set.",
        discussion: "EXAMPLE: dueday database status",
        subcommands: [Start.self, Stop.self, Status.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Start the private PostgreSQL; where there is none yet it is made first.",
            discussion: "EXAMPLE: dueday database start")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let running = try await Database.privateCluster(try await Settings.load()).start()
            if output.json { return output.print(["status": "running", "url": .string(running.url)]) }
            Terminal.print("private PostgreSQL: \(running.url)")
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop",
            abstract: "Stop the private PostgreSQL; its data stays.",
            discussion: "EXAMPLE: dueday database stop")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let stopped = try await Database.privateCluster(try await Settings.load()).stop()
            if output.json { return output.print(["status": "stopped", "was_running": .bool(stopped)]) }
            Terminal.print(stopped ? "stopped; the next command starts it again" : "it was not running")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Say whether the private PostgreSQL is running, and where.",
            discussion: "EXAMPLE: dueday database status --json")

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let status = try await Database.privateCluster(settings).status()
            let (word, url): (String, String?) =
                switch status {
                case .absent: ("absent", nil)
                case .stopped: ("stopped", nil)
                case .running(let running): ("running", running.url)
                }
            if output.json { return output.print(["status": .string(word), "url": .text(url)]) }
            Terminal.print(url.map { "\(word): \($0)" } ?? word)
        }
    }
}
