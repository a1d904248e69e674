import ArgumentParser

/// dueday report …
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Reports for finance.", subcommands: [Run.self, Recovery.self])
}
