import Billing
import HTTPTransport
import PaymentGateways
import ProcessorSandbox

/// The adapters that must keep the contract. A new one joins by a case here and in ``ContractBench``.
enum ContractProcessor: String, CaseIterable, Sendable {
    case stripe, razorpay

    /// Razorpay debits rupees only.
    var currency: String { self == .stripe ? "USD" : "INR" }
    /// How many of its requests write: Razorpay makes an order first.
    var postsPerCharge: Int { self == .stripe ? 1 : 2 }
}

/// One adapter on a sandbox of its own.
struct ContractBench: Sendable {
    let processor: ContractProcessor
    let sandbox: ProcessorSandbox
    let gateway: any PaymentGateway
    /// The same with a key that the sandbox does not know.
    let strangerGateway: any PaymentGateway

    /// Starts everything, runs the body, and stops everything.
    static func run(
        _ processor: ContractProcessor, sandbox configuration: SandboxConfiguration = SandboxConfiguration(),
        totalTimeoutMilliseconds: Int = 10_000, repetitions: Int = 0, requestsPerSecond: Int = 1_000,
        maximumInFlight: Int = 50, announcesDebits: Bool = false,
        now: (@Sendable () -> Int64)? = nil, _ body: (ContractBench) async throws -> Void
    ) async throws {
        let sandbox = try await ProcessorSandbox.start(configuration)
        let transport = try HTTPTransport()
        do {
            let bench: ContractBench
            switch processor {
            case .stripe:
                var settings = StripeConfiguration(secretKey: Secret(ProcessorSandbox.secretKey), mode: .test)
                settings.baseURL = sandbox.baseURL
                settings.totalTimeoutMilliseconds = totalTimeoutMilliseconds
                settings.requestsPerSecond = requestsPerSecond
                settings.maximumInFlight = maximumInFlight
                settings.repetitions = repetitions
                var stranger = settings
                stranger.secretKey = Secret("sk_test_stranger")
                bench = ContractBench(
                    processor: processor, sandbox: sandbox,
                    gateway: try StripeGateway(settings, transport: transport),
                    strangerGateway: try StripeGateway(stranger, transport: transport))
            case .razorpay:
                var settings = RazorpayConfiguration(
                    keyID: ProcessorSandbox.razorpayKeyID, keySecret: Secret(ProcessorSandbox.razorpaySecret),
                    mode: .test)
                settings.baseURL = sandbox.baseURL
                settings.totalTimeoutMilliseconds = totalTimeoutMilliseconds
                settings.requestsPerSecond = 1_000
                settings.repetitions = repetitions
                settings.announcesDebits = announcesDebits
                var stranger = settings
                stranger.keySecret = Secret("another_secret")
                bench = ContractBench(
                    processor: processor, sandbox: sandbox,
                    gateway: try RazorpayGateway(settings, transport: transport, now: now),
                    strangerGateway: try RazorpayGateway(stranger, transport: transport))
            }
            try await body(bench)
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
        return gateway.prepare(request(attempt: attempt, amount: amount, customer: customer))
    }

    /// A charge of 79.00 in the processor's currency on the method `pm_<attempt>`.
    func request(
        attempt: String = "att_1", amount: Int64 = 7_900, customer: String? = "cus_1", method: String? = nil
    ) -> ChargeRequest {
        var request = Self.request(attempt: attempt, amount: amount, customer: customer, method: method)
        request.currencyCode = processor.currency
        return request
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
