import Billing
import HTTPTransport
import PaymentGateways
import ProcessorSandbox

/// The adapters that must keep the contract. A new one joins by a case here and in ``ContractBench``.
enum ContractProcessor: String, CaseIterable, Sendable {
    case stripe
}

/// One adapter on a sandbox of its own.
struct ContractBench: Sendable {
    let sandbox: ProcessorSandbox
    let gateway: any PaymentGateway
    /// The same with a key that the sandbox does not know.
    let strangerGateway: any PaymentGateway

    /// Starts everything, runs the body, and stops everything.
    static func run(
        _ processor: ContractProcessor, sandbox configuration: SandboxConfiguration = SandboxConfiguration(),
        totalTimeoutMilliseconds: Int = 10_000, repetitions: Int = 0,
        _ body: (ContractBench) async throws -> Void
    ) async throws {
        let sandbox = try await ProcessorSandbox.start(configuration)
        let transport = try HTTPTransport()
        do {
            switch processor {
            case .stripe:
                var settings = StripeConfiguration(secretKey: Secret(ProcessorSandbox.secretKey), mode: .test)
                settings.baseURL = sandbox.baseURL
                settings.totalTimeoutMilliseconds = totalTimeoutMilliseconds
                settings.requestsPerSecond = 1_000
                settings.repetitions = repetitions
                var stranger = settings
                stranger.secretKey = Secret("sk_test_stranger")
                let bench = ContractBench(
                    sandbox: sandbox, gateway: try StripeGateway(settings, transport: transport),
                    strangerGateway: try StripeGateway(stranger, transport: transport))
                try await body(bench)
            }
        } catch {
            await transport.shutDown()
            await sandbox.stop()
            throw error
        }
        await transport.shutDown()
        await sandbox.stop()
    }

    /// Registers a method with these outcomes and prepares a charge on it.
    func charge(
        _ outcomes: SandboxOutcome..., attempt: String = "att_1", amount: Int64 = 7_900,
        customer: String? = "cus_1"
    ) throws -> PreparedCharge {
        try sandbox.register(ScriptedMethod(id: "pm_\(attempt)", customer: customer, outcomes: outcomes))
        return gateway.prepare(Self.request(attempt: attempt, amount: amount, customer: customer))
    }

    /// A charge of 79.00 USD on the method `pm_<attempt>`.
    static func request(
        attempt: String = "att_1", amount: Int64 = 7_900, customer: String? = "cus_1", method: String? = nil
    ) -> ChargeRequest {
        ChargeRequest(
            attemptID: attempt, idempotencyKey: "bc1:test:inv_1:\(attempt)", invoiceID: "inv_1",
            invoiceNumber: "INV-2024-001", accountID: "acct_acme", customerReference: customer,
            methodReference: method ?? "pm_\(attempt)", amountMinorUnits: amount, currencyCode: "USD",
            currencyExponent: 2)
    }
}
