import Billing
public import BillingFormats
import BillingRun
public import BillingStore
import HTTPTransport
import PaymentGateways
import ProcessorSandbox
public import Simulation

/// The engine of simulations that goes the whole way of service: PostgreSQL, libcurl, Stripe's protocol, the
/// processor sandbox.
public struct DatabaseEngine: Sendable {
    /// What a scenario is played on.
    public let engine: SimulationEngine
    private let books: PostgresBooks
    private let sandbox: ProcessorSandbox

    /// - Parameter books: a migrated database of its own.
    public init(_ books: PostgresBooks) async throws {
        var configuration = SandboxConfiguration()
        configuration.enforcesAmountLimits = false
        let sandbox = try await ProcessorSandbox.start(configuration)
        self.books = books
        self.sandbox = sandbox
        var stripe = StripeConfiguration(secretKey: Secret(ProcessorSandbox.secretKey), mode: .test)
        stripe.baseURL = sandbox.baseURL
        stripe.requestsPerSecond = 100_000
        stripe.checksMinimums = false
        let gateway = try StripeGateway(stripe, transport: HTTPTransport())
        engine = SimulationEngine(books: books, gateways: GatewaySet([gateway], width: 1)) {
            method, outcomes in
            try sandbox.register(
                ScriptedMethod(id: method.reference, outcomes: outcomes.map(SandboxOutcome.init)))
        }
    }

    /// Plays a scenario; the books must hold nothing but catalogues and settings.
    ///
    /// - Parameter source: stands for the catalogue's file; another one for each scenario.
    public func play(_ scenario: Scenario, source: String) async throws -> SimulationAnswer {
        try sandbox.clearBooks()
        let start = scenario.timeline.first?.at ?? scenario.until
        _ = try await books.applyCatalog(scenario.catalog, source: source, at: start)
        return try await ScenarioPlayer(scenario, on: engine).play()
    }

    /// Ends the sandbox.
    public func stop() async { await sandbox.stop() }
}

extension SandboxOutcome {
    init(_ outcome: ScriptedOutcome) {
        switch outcome {
        case .ok: self = .succeeds
        case .declined("requires_action"): self = .requiresAction
        case .declined(let code): self = .declines(code: code.rawValue)
        case .unknownThenOK: self = .succeedsUnheard
        case .unknownThenDeclined: self = .declinesUnheard
        }
    }
}
