import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation

/// dueday run
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "Bill what is due: close ended periods, issue invoices, write documents, charge, tell customers, report.",
        discussion: """
            When a run is killed, the next one goes on from there. Several may run at once.

            Exit codes: 0 all well; 1 done, with parked subscriptions or failed charges to look at; 2 wrong
            arguments or settings; 3 the database or the folder of documents is out of reach, run again.

            EXAMPLES:
              dueday run
              dueday run --account acme
              dueday run --as-of 2024-03-01T00:00:00Z --stage invoice --stage render
            """)

    @Option(help: "Bill what is due up to this instant; now unless given. Invoices are dated with it.")
    var asOf: String?
    @Option(help: "Only this account.")
    var account: String?
    @Option(help: "Only this subscription.")
    var subscription: String?
    @Option(
        parsing: .singleValue,
        help: "Only this stage: recover, invoice, render, charge or notify; repeat it for several.")
    var stage: [Stage] = []
    @Flag(help: "Print nothing when all is well.")
    var quiet = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load()
        let asOf = try asOf.map(Instant.init(parsing:)) ?? .now
        guard asOf <= .now else {
            throw CommandFailure.usage(
                "--as-of \(asOf) lies in the future: nothing is billed before it is due")
        }
        let worker = try await Worker(settings, isQuiet: quiet)
        let report = try await worker.run(
            asOf: asOf, scope: try scope(), stages: stage.isEmpty ? Set(Stage.allCases) : Set(stage))
        if output.json {
            output.print(RunReportText(report).json)
        } else if !quiet || report.needsAttention {
            RunReportText(report).print()
        }
        if report.needsAttention { throw ExitCode(CommandFailure.Code.attention.rawValue) }
    }

    private func scope() throws -> RunScope {
        switch (account, subscription) {
        case (nil, nil): return .everything
        case (let account?, nil): return .account(account)
        case (nil, let subscription?): return .subscription(subscription)
        case (_?, _?): throw CommandFailure.usage("give --account or --subscription, not both")
        }
    }
}

/// Everything a run needs, wired from the settings.
struct Worker {
    let database: Database
    let documents: DocumentFolder
    private let services: RunServices
    private let progress: RunProgressBar

    init(_ settings: Settings, isQuiet: Bool) async throws {
        database = try await Database.open(settings)
        documents = try DocumentFolder(settings)
        progress = RunProgressBar(isQuiet: isQuiet)
        var limits = RunLimits()
        limits.closingBatch = try settings.count(Settings.closingBatch) ?? limits.closingBatch
        limits.chargingBatch = try settings.count(Settings.chargingBatch) ?? limits.chargingBatch
        let gateways = try Gateways.make(settings)
        services = RunServices(
            books: database.books, gateways: gateways, documents: documents,
            channels: try NoticeChannels.make(settings, documents: documents, gateways: gateways),
            deployment: settings.text(Settings.deployment) ?? "default", limits: limits, progress: progress)
    }

    /// Runs and notes the run with its report.
    func run(asOf: Instant, scope: RunScope, stages: Set<Stage>) async throws -> RunReport {
        let record = RunRecord(id: UUID().uuidString.lowercased(), asOf: asOf, startedAt: .now, scope: scope)
        try await database.books.transaction { try await $0.beginRun(record) }
        defer { progress.finish() }
        let report = try await BillingRun(RunOrder(record: record, stages: stages), services: services).run()
        let text = RunReportText(report).json.compact
        try await database.books.transaction { try await $0.finishRun(record.id, report: text, at: .now) }
        return report
    }
}
