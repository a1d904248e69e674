public import Billing
public import BillingFormats
public import BillingRun
public import Simulation

/// A scenario that was played to its end, with everything the store then held.
public struct PlayedScenario: Sendable {
    /// What was played: the timeline without the events that were refused.
    public var scenario: Scenario
    /// What it came to, as `dueday simulate` prints it.
    public var answer: SimulationAnswer
    /// In the order of issue.
    public var invoices: [Invoice]
    /// In the order made.
    public var attempts: [PaymentAttempt]
    /// By id.
    public var subscriptions: [Subscription]
    /// By account id.
    public var balances: [AccountRecord]
    /// The places of the events that were refused.
    public var refused: [Int]
    /// What it was played on, for what a test wants to do after it.
    public var engine: SimulationEngine

    /// Plays a scenario on a fresh engine, again and again without the event that was refused, until it comes to
    /// its end.
    ///
    /// - Parameter makeEngine: gives an engine with empty books.
    /// - Throws: ``SimulationError`` for what no rule refuses, a boundary that cannot be billed among it.
    public init(
        _ scenario: Scenario, on makeEngine: @Sendable (Scenario) async throws -> SimulationEngine
    ) async throws {
        var scenario = scenario
        var refused: [Int] = []
        while true {
            let engine = try await makeEngine(scenario)
            do {
                answer = try await ScenarioPlayer(scenario, on: engine).play()
                self.engine = engine
                break
            } catch let error as SimulationError {
                guard let line = error.line, Self.mayBeRefused(error) else { throw error }
                refused.append(line)
                scenario.timeline.removeAll { $0.line == line }
            }
        }
        self.scenario = scenario
        self.refused = refused
        invoices = try await engine.books.allInvoices()
        attempts = try await engine.books.allAttempts()
        subscriptions = try await engine.books.allSubscriptions()
        balances = try await engine.books.allBalances()
    }

    /// A command on a canceled subscription (4.7), or a coupon that still covers a period (7.1).
    private static func mayBeRefused(_ error: SimulationError) -> Bool {
        error.message.hasSuffix("(rule 4.7)") || error.message.hasSuffix("(rule 7.1)")
    }
}

extension PlayedScenario {
    /// Runs the worker once more at the end and tells what that changed; nothing, if all is well (3.8).
    ///
    /// Where the worker was down at the end, there is something to be done, and nothing is looked at.
    public func effectOfRunningAgain() async throws -> [String] {
        guard workerIsUp else { return [] }
        for number in 1...2 {
            let record = RunRecord(
                id: "again-\(number)", asOf: scenario.until, startedAt: scenario.until, scope: .everything)
            let services = RunServices(
                books: engine.books, gateways: engine.gateways, deployment: "simulation")
            _ = try await BillingRun(RunOrder(record: record), services: services).run()
        }
        var effects: [String] = []
        if try await engine.books.allInvoices() != invoices {
            effects.append("another run changed the invoices")
        }
        if try await engine.books.allAttempts() != attempts {
            effects.append("another run changed the charges")
        }
        if try await engine.books.allSubscriptions() != subscriptions {
            effects.append("another run changed the subscriptions")
        }
        // What has expired is gone, whether a run has taken it off yet or not (9.1).
        let left = { (records: [AccountRecord]) in
            records.map { record in
                var balance = record.balance
                _ = balance.expire(at: scenario.until)
                return balance
            }
        }
        if try await left(engine.books.allBalances()) != left(balances) {
            effects.append("another run changed the balances")
        }
        return effects
    }

    /// Works everything that was billed out again from the facts it was billed by, late use aside; nothing differs, if
    /// all is well.
    public func effectOfRecalculating() async throws -> [String] {
        var effects: [String] = []
        for account in scenario.accounts {
            let result = try await InvoiceRecalculation(books: engine.books)
                .recalculate(account: account.account.id)
            for difference in result.subscriptions.flatMap(\.invoices) {
                effects.append(
                    "\(difference.invoice.number) would be another today: \(difference.lines) \(difference.taxes)"
                )
            }
        }
        return effects
    }

    private var workerIsUp: Bool {
        var isUp = true
        for event in scenario.timeline where event.at <= scenario.until {
            if event.action == .workerDown { isUp = false }
            if event.action == .workerUp { isUp = true }
        }
        return isUp
    }
}
