import FaultInjection
import ProcessorSandbox

/// Every kill point of PROCESSORS 5 with every fault of the processors' and every outcome of a charge: one invoice a
/// case, killed once, run again, and judged by the processors' books.
struct KillTable: Sendable {
    /// What the card or the mandate says.
    enum Outcome: String, Sendable, CaseIterable {
        case success
        case decline
        case processing
        case requiresAction = "requires_action"
        /// Razorpay's: told to have failed, and captured later.
        case lateSuccess = "late_success"

        var answers: [SandboxOutcome] {
            switch self {
            case .success: [.succeeds]
            case .decline: [.declines(code: "insufficient_funds"), .succeeds]
            case .processing: [.processes]
            case .requiresAction: [.requiresAction]
            case .lateSuccess: [.succeedsLate]
            }
        }
    }

    /// One processor's share of the table.
    struct Part: Sendable {
        var processor: Customers.Processor
        /// What befalls the first two sendings of every charge; nil: nothing.
        var faults: [SandboxFault?]
        var outcomes: [Outcome]
    }

    var parts: [Part]
    /// The faults under which the process that takes webhooks is killed too.
    var inboxFaults: Set<SandboxFault?>

    /// The slice that every commit goes through.
    static let slice = KillTable(
        parts: [
            Part(
                processor: .stripe,
                faults: [
                    .rateLimited, .conflict, .dropBefore, .dropAfter, .delay, .serverErrorBefore,
                    .serverErrorAfter, .storedServerError, .truncated,
                ], outcomes: [.success]),
            Part(processor: .razorpay, faults: [.dropAfter], outcomes: [.success]),
        ], inboxFaults: [.dropAfter])

    /// All of it.
    static let whole = KillTable(
        parts: [
            Part(
                processor: .stripe, faults: [nil] + SandboxFault.allCases.filter { $0 != .lateSuccess },
                outcomes: Outcome.allCases.filter { $0 != .lateSuccess }),
            Part(
                processor: .razorpay, faults: [nil] + SandboxFault.allCases.map { $0 },
                outcomes: Outcome.allCases),
        ], inboxFaults: Set([nil] + SandboxFault.allCases.map { $0 }))

    /// A share for each processor and outcome, "razorpay-late_success".
    var pieces: [(name: String, table: KillTable)] {
        parts.flatMap { part in
            part.outcomes.map { outcome in
                let piece = Part(processor: part.processor, faults: part.faults, outcomes: [outcome])
                return (
                    "\(part.processor.rawValue)-\(outcome.rawValue)",
                    KillTable(parts: [piece], inboxFaults: inboxFaults)
                )
            }
        }
    }

    /// Stages that share one kill of the server.
    private static let chunkSize = 9

    /// One fault and outcome, with a set of books for each stage that it takes.
    struct Row: Sendable {
        var title: String
        var killsInbox: Bool
        var stages: [Stage]
    }

    /// Plays all cases; what is found is in the tally.
    func play(on server: CampaignServer, _ tally: Tally) async throws {
        for part in parts {
            for outcome in part.outcomes {
                switch part.processor {
                case .stripe: try await play(part, outcome, StripeRows(), on: server, tally)
                case .razorpay:
                    try await play(
                        part, outcome, RazorpayRows(killsAnnouncing: outcome == .success), on: server, tally)
                }
            }
        }
    }

    private func play(
        _ part: Part, _ outcome: Outcome, _ rows: some KillRows, on server: CampaignServer, _ tally: Tally
    ) async throws {
        let method = Customers.Method(processor: part.processor, answers: outcome.answers)
        var templates: [(url: String, customers: Customers)] = []
        for accounts in rows.accounts {
            let customers = Customers(
                all: accounts.map { Customers.Customer(account: $0, method: method) })
            let url = try await server.database()
            try await customers.fill(url: url)
            templates.append((url, customers))
        }
        for start in stride(from: 0, to: part.faults.count, by: Self.chunkSize) {
            var chunk: [Row] = []
            for place in start..<min(start + Self.chunkSize, part.faults.count) {
                let fault = part.faults[place]
                var row = Row(
                    title: "\(part.processor), \(fault?.rawValue ?? "no fault"), \(outcome.rawValue)",
                    killsInbox: inboxFaults.contains(fault), stages: [])
                for template in templates {
                    row.stages.append(
                        try await stage(server, template, fault, repeatsOrders: place.isMultiple(of: 2)))
                }
                chunk.append(row)
            }
            try await rows.play(chunk, on: server, tally)
            try await Lanes.work(on: chunk) { try await judge($0, on: server, tally) }
        }
        for template in templates { try await server.drop(template.url) }
    }

    private func stage(
        _ server: CampaignServer, _ template: (url: String, customers: Customers), _ fault: SandboxFault?,
        repeatsOrders: Bool
    ) async throws -> Stage {
        let stage = try await Stage.make(
            url: server.database(copyOf: template.url), customers: template.customers,
            repeatsOrders: repeatsOrders)
        var plan = fault.map { FaultPlan.always($0, mostPerKey: 2) } ?? .none
        plan.delayMilliseconds = Stage.delayMilliseconds
        stage.sandbox.setFaults(plan)
        return stage
    }

    private func judge(_ row: Row, on server: CampaignServer, _ tally: Tally) async throws {
        for stage in row.stages {
            try await stage.runUntilQuiet(from: KillStep.asOf, tally)
            let judge = try await Judge(stage)
            tally.add(
                judge.violations(allArePaid: true).map {
                    Violation(promise: $0.promise, detail: "[\(row.title)] \($0.detail)")
                })
            tally.addFaults(stage.sandbox.faultCount())
            tally.addMessages(stage.sandbox.events())
            tally.addCases(judge.invoices.count)
            await stage.stop()
            try await server.drop(stage.url)
        }
    }
}

/// How the rows of one processor are brought to their kill points.
protocol KillRows: Sendable {
    /// The accounts of each stage of a row: one for a case, named by where it is killed.
    var accounts: [[String]] { get }

    /// Kills every case of these rows at its point.
    func play(_ rows: [KillTable.Row], on server: CampaignServer, _ tally: Tally) async throws
}
