import Billing
import BillingCalendar
public import BillingFormats
import BillingRun

/// Plays a scenario through the same commands and stages as in service (SCENARIO).
///
/// At one instant: retries that are due, then boundaries, then the timeline's events in the order written.
public struct ScenarioPlayer: Sendable {
    private let scenario: Scenario
    private let engine: SimulationEngine
    /// How often an instant is looked at again before the simulation gives up.
    private static let mostRepeats = 50

    /// A scenario and the engine it is played on; the engine's books must be empty.
    public init(_ scenario: Scenario, on engine: SimulationEngine) {
        self.scenario = scenario
        self.engine = engine
    }

    /// - Throws: ``SimulationError`` with the line of the event that is an error; there is no partial answer.
    public func play() async throws -> SimulationAnswer {
        try await addAccounts()
        var isUp = true
        var events = effectiveEvents()[...]
        var previous: Instant?
        var repeats = 0
        while let now = try await nextInstant(events.first?.at, isUp: isUp), now <= scenario.until {
            repeats = now == previous ? repeats + 1 : 0
            previous = now
            guard repeats < Self.mostRepeats else { throw try await standstill(at: now) }
            if isUp {
                // What an instant left due is a charge whose answer is not known yet: it is asked about again.
                try await run(repeats == 0 ? [.charge] : [.recover, .charge], at: now, .everything)
                try await run([.invoice], at: now, .everything)
                try await run([.charge], at: now, .everything)
            }
            while let event = events.first, event.at == now {
                events.removeFirst()
                try await play(event.event, at: now, isUp: &isUp)
            }
        }
        return try await SimulationAnswer(of: engine.books, until: scenario.until)
    }

    private func addAccounts() async throws {
        let start = scenario.timeline.first?.at ?? scenario.until
        let commands = AccountCommands(books: engine.books)
        for account in scenario.accounts {
            try await commands.add(account.account, at: start)
            for method in account.paymentMethods {
                try await engine.register(method.method, method.outcomes)
                try await commands.setPaymentMethod(
                    PaymentMethodOrder(
                        account: account.account.id, method: method.method, makeDefault: false), at: start)
            }
        }
    }

    /// Events by the instant at which they take effect: usage when it is recorded.
    private func effectiveEvents() -> [(at: Instant, event: ScenarioEvent)] {
        scenario.timeline.map { event in
            if case .usage(let usage) = event.action { return (usage.recordedAt, event) }
            return (event.at, event)
        }
        .enumerated()
        .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
        .map(\.element)
        .filter { $0.0 <= scenario.until }
    }

    private func nextInstant(_ event: Instant?, isUp: Bool) async throws -> Instant? {
        guard isUp else { return event }
        let instants = [event, try await engine.books.nextBoundaryAt(), try await engine.books.nextRoundAt()]
        return instants.compactMap { $0 }.min()
    }

    /// Why an instant does not end: a charge that nobody can tell the result of.
    private func standstill(at now: Instant) async throws -> SimulationError {
        let open = try await engine.books.allAttempts().filter { $0.state.isLive }
        let charges = open.map { "\($0.id) is \($0.state.rawValue)" }.joined(separator: ", ")
        return SimulationError(
            line: nil,
            message: "nothing moves on at \(now): asked \(Self.mostRepeats) times, "
                + (charges.isEmpty ? "and no charge is under way" : "charge \(charges)"))
    }

    private func play(_ event: ScenarioEvent, at now: Instant, isUp: inout Bool) async throws {
        do {
            switch event.action {
            case .workerDown: isUp = false
            case .workerUp:
                isUp = true
                try await run([.invoice, .charge], at: now, .everything)
            case .usage(let usage): _ = try await AccountCommands(books: engine.books).recordUsage([usage])
            case .credit(let order): try await AccountCommands(books: engine.books).credit(order, at: now)
            case .paymentMethod(let order, let outcomes):
                try await engine.register(order.method, outcomes)
                try await AccountCommands(books: engine.books).setPaymentMethod(order, at: now)
                try await chargeOpenInvoices(of: order.account, at: now)
            case .subscribe, .change, .addOns, .coupon, .cancel, .resume:
                let invoices = try await command(event.action, at: now)
                try await run([.charge], at: now, .invoices(Set(invoices.map(\.id))))
            }
        } catch {
            throw SimulationError(line: event.line, message: "\(error)")
        }
    }

    /// The rounds that a new method asks for, oldest invoice first, whatever the schedule says of them (11.3). The last
    /// may end a subscription and so bill what was overdue of it: that is collected as well (11.1).
    private func chargeOpenInvoices(of account: String, at now: Instant) async throws {
        var charged: Set<String> = []
        while true {
            let open = try await engine.books.allInvoices().first {
                $0.content.account == account && $0.status == .open && !charged.contains($0.id)
            }
            guard let invoice = open?.id else { return }
            charged.insert(invoice)
            try await run([.charge], at: now, .invoices([invoice]))
        }
    }

    private func command(_ action: ScenarioAction, at now: Instant) async throws -> [Invoice] {
        let commands = SubscriptionCommands(books: engine.books)
        switch action {
        case .subscribe(let order): return try await commands.subscribe(order, at: now)
        case .change(let order): return try await commands.change(order, at: now)
        case .addOns(let order): return try await commands.setAddOns(order, at: now)
        case .coupon(let subscription, let code):
            return try await commands.redeem(code, by: subscription, at: now)
        case .cancel(let order): return try await commands.cancel(order, at: now)
        case .resume(let subscription): return try await commands.resume(subscription, at: now)
        case .usage, .credit, .paymentMethod, .workerDown, .workerUp: return []
        }
    }

    /// Runs stages one invoice after the other, so that scripted answers come in a fixed order.
    private func run(_ stages: Set<Stage>, at now: Instant, _ scope: RunScope) async throws {
        let record = RunRecord(id: "simulation", asOf: now, startedAt: now, scope: scope)
        let services = RunServices(
            books: engine.books, gateways: engine.gateways, deployment: "simulation", auditsCharges: false,
            limits: RunLimits(chargingBatch: 1))
        let report = try await BillingRun(RunOrder(record: record, stages: stages), services: services).run()
        if let parked = report.parked.first {
            throw SimulationError(
                line: nil,
                message: "subscription \"\(parked.subscription)\" cannot be billed: \(parked.reason)")
        }
        if let problem = report.problems.first { throw SimulationError(line: nil, message: problem) }
    }
}

/// An event or a boundary of a scenario that is an error.
public struct SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the event stands in the scenario file; nil for a boundary.
    public var line: Int?
    /// What was wrong, in the words of the error.
    public var message: String

    /// The message, with the line where there is one.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
