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
    private let sandbox: ProcessorSandbox

    /// - Parameter books: an empty, migrated database of its own.
    public init(_ books: PostgresBooks, scenario: Scenario, source: String) async throws {
        var configuration = SandboxConfiguration()
        configuration.enforcesAmountLimits = false
        let sandbox = try await ProcessorSandbox.start(configuration)
        self.sandbox = sandbox
        var stripe = StripeConfiguration(secretKey: Secret(ProcessorSandbox.secretKey), mode: .test)
        stripe.baseURL = sandbox.baseURL
        stripe.requestsPerSecond = 100_000
        stripe.checksMinimums = false
        let gateway = try StripeGateway(stripe, transport: HTTPTransport())
        let start = scenario.timeline.first?.at ?? scenario.until
        _ = try await books.applyCatalog(scenario.catalog, source: source, at: start)
        engine = SimulationEngine(books: books, gateways: GatewaySet([gateway], width: 1)) {
            method, outcomes in
            try sandbox.register(
                ScriptedMethod(id: method.reference, outcomes: outcomes.map(SandboxOutcome.init)))
        }
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
