import ArgumentParser

/// dueday report aging|mrr|tax|revenue|run
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Reports for finance.",
        subcommands: [Aging.self, MRR.self, TaxReport.self, Revenue.self, Recovery.self, Run.self])
}
