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
            "Bill what is due: close ended periods, issue invoices, write documents, charge, remind and tell customers, report.",
        discussion: """
            When a run is killed, the next one goes on from there. Several may run at once.

            With approval switched on (`dueday runs approval on`) a run bills only what was rehearsed and approved, \
            and rehearses what else is due.

            Exit codes: 0 all well; 1 done, with parked subscriptions, failed charges or a rehearsal to look at; 2 wrong \
            arguments or settings; 3 the database or the folder of documents is out of reach, run again, or a processor \
            cannot be asked, refuses our key or is stopped by an alarm; 4 stopped by a brake, or because the result is \
            not what was approved.

            EXAMPLES:
              dueday run
              dueday run --dry-run           rehearses: nothing is written or charged
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
        help: "Only this stage: recover, invoice, render, charge, dunning or notify; repeat it for several.")
    var stage: [Stage] = []
    @Flag(help: "Rehearse: show what would be billed; look at it with `dueday runs show`.")
    var dryRun = false
    @Flag(
        help: "Bill what the brakes would stop, for --account or --subscription that somebody has looked at.")
    var withoutBrake = false
    @Flag(help: "Print nothing when all is well.")
    var quiet = false
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load()
        let asOf = try asOf.map(Instant.init(parsing:)) ?? .now
        guard asOf <= .now else {
            throw CommandFailure.usage(
                "--as-of \(asOf) lies in the future: nothing is billed before it is due")
        }
        guard !withoutBrake || dryRun || account != nil || subscription != nil else {
            throw CommandFailure.usage(
                "--without-brake is for one --account or --subscription; raise the bound for all (`dueday settings`)"
            )
        }
        guard !dryRun || stage.isEmpty else {
            throw CommandFailure.usage("--dry-run rehearses billing as a whole: leave --stage out")
        }
        var worker = try await Worker(settings, isQuiet: quiet, hasBrakes: !withoutBrake)
        worker.author = CorrectionAuthor(name: try actor.name(), reason: actor.reason)
        let report =
            dryRun
            ? try await worker.rehearse(asOf: asOf, scope: try scope())
            : try await worker.run(
                asOf: asOf, scope: try scope(), stages: stage.isEmpty ? Set(Stage.allCases) : Set(stage))
        if output.json {
            output.print(RunReportText(report).json)
        } else if !quiet || report.needsAttention {
            RunReportText(report).print()
        }
        if report.stopped != nil { throw ExitCode(CommandFailure.Code.brake.rawValue) }
        if !report.idleProcessors.isEmpty { throw ExitCode(CommandFailure.Code.unreachable.rawValue) }
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
    /// Who runs it and why, for the audit trail.
    var author: CorrectionAuthor?
    private let services: RunServices
    private let settings: Settings
    private let progress: RunProgressBar

    /// - Parameter auditsCharges: false where the processor is a sandbox of the caller's own.
    init(
        _ settings: Settings, isQuiet: Bool, hasBrakes: Bool = true, auditsCharges: Bool = true
    ) async throws {
        self.settings = settings
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
            deployment: settings.deployment, ceilings: try settings.ceilings(), auditsCharges: auditsCharges,
            limits: limits, brakes: hasBrakes ? try settings.brakes() : Brakes(),
            draftWindowSeconds: try settings.draftWindowSeconds(), progress: progress)
    }

    /// Runs and notes the run with its report.
    ///
    /// Where approval is required, only approved rehearsals are billed, and what else is due is rehearsed, unless a
    /// rehearsal of it waits already.
    func run(asOf: Instant, scope: RunScope, stages: Set<Stage>) async throws -> RunReport {
        guard try await database.books.approvalIsRequired() else {
            return try await run(asOf: asOf, scope: scope, stages: stages, mode: .bill)
        }
        guard stages.contains(.invoice) else {
            return try await run(asOf: asOf, scope: scope, stages: stages, mode: .approved(rehearsals: []))
        }
        let approved = try await database.books.approvedRehearsals()
        var report = try await run(
            asOf: asOf, scope: scope, stages: stages, mode: .approved(rehearsals: approved))
        guard report.stopped == nil else { return report }
        try await database.books.finishApproved(approved)
        report.waitingRehearsal = try await database.books.waitingRehearsal(scope)
        let dueUpTo = asOf.adding(seconds: -services.draftWindowSeconds)
        if report.waitingRehearsal == nil, let next = try await database.books.nextBoundaryAt(),
            next <= dueUpTo
        {
            let rehearsal = try await rehearse(asOf: asOf, scope: scope)
            report.waitingRehearsal = rehearsal.boundariesClosed > 0 ? rehearsal.run.id : nil
        }
        return report
    }

    /// Shows what a run would bill, and keeps it to be looked at and approved.
    func rehearse(asOf: Instant, scope: RunScope) async throws -> RunReport {
        let record = RunRecord(
            id: UUID().uuidString.lowercased(), asOf: asOf, startedAt: .now, scope: scope, kind: .rehearsal)
        try await begin(record)
        defer { progress.finish() }
        let order = RunOrder(record: record, mode: .rehearse)
        var report = try await BillingRun(order, services: services).run()
        let text = RunReportText(report).json.compact
        report.fingerprint = try await database.books.finishRehearsal(record.id, report: text, at: .now)
        return report
    }

    private func run(
        asOf: Instant, scope: RunScope, stages: Set<Stage>, mode: ClosingMode
    ) async throws -> RunReport {
        let record = RunRecord(id: UUID().uuidString.lowercased(), asOf: asOf, startedAt: .now, scope: scope)
        try await begin(record)
        defer { progress.finish() }
        let order = RunOrder(record: record, stages: stages, mode: mode)
        var checkouts = CheckoutWatch.Result()
        if !stages.isDisjoint(with: [.recover, .invoice]) {
            checkouts = try await CheckoutWatch(
                database: database, settings: settings, scope: scope, run: record.id, at: .now
            ).look()
        }
        var report = try await BillingRun(order, services: services).run(after: checkouts.begun)
        report.problems += checkouts.lines
        let text = RunReportText(report).json.compact
        try await database.books.transaction { try await $0.finishRun(record.id, report: text, at: .now) }
        return report
    }

    /// Notes that a run begins, and who began it.
    private func begin(_ record: RunRecord) async throws {
        var books = database.books
        if let author {
            let action = record.kind == .rehearsal ? "run --dry-run" : "run"
            books = books.noting(
                AuditEntry(
                    actor: author.name, action: action, subject: record.id, reason: author.reason,
                    detail: ["as_of": "\(record.asOf)", "scope": record.scope.name]))
        }
        try await books.transaction { try await $0.beginRun(record) }
    }
}
