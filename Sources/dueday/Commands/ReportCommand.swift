import ArgumentParser

/// dueday report aging|mrr|tax|revenue|run
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Reports for finance.",
        discussion: "EXAMPLE: dueday report mrr --from 2024-01-01 --to 2024-12-31",
        subcommands: [Aging.self, MRR.self, TaxReport.self, Revenue.self, Recovery.self, Run.self])
}
