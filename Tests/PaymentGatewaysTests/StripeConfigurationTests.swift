import Billing
import HTTPTransport
import Testing

@testable import PaymentGateways

/// What is refused before anything can be charged.
@Suite struct StripeConfigurationTests {
    private func failure(
        _ key: String, _ mode: GatewayMode, change: (inout StripeConfiguration) -> Void = { _ in }
    ) throws -> GatewayConfigurationError? {
        var configuration = StripeConfiguration(secretKey: Secret(key), mode: mode)
        change(&configuration)
        let transport = try HTTPTransport()
        do throws(GatewayConfigurationError) {
            _ = try StripeGateway(configuration, transport: transport)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a key of the other world is refused`() throws {
        #expect(try failure("sk_test_1", .live) == .testKeyInLiveMode)
        #expect(try failure("rk_test_1", .live) == .testKeyInLiveMode)
        #expect(try failure("sk_live_1", .test) == .liveKeyInTestMode)
        #expect(try failure("rk_live_1", .test) == .liveKeyInTestMode)
        #expect(try failure("sk_live_1", .live) == nil)
        #expect(try failure("rk_test_1\n", .test) == nil)
    }

    @Test(arguments: ["", "sk_test_", "pk_test_1", "whsec_1", "sk_test_1\r\nX: y", "sk_test_é"])
    func `what is no secret key is refused`(key: String) throws {
        #expect(try failure(key, .test) == .malformedKey)
    }

    @Test func `a live key goes through TLS only`() throws {
        for address in ["http://127.0.0.1:1", "ftp://x", "api.stripe.com", "https://api.stripe.com/"] {
            let found = try failure("sk_live_1", .live) { $0.baseURL = address }
            #expect(found == .unacceptableAddress(address))
        }
        #expect(try failure("sk_test_1", .test) { $0.baseURL = "http://127.0.0.1:1" } == nil)
    }

    @Test func `plain http leaves this machine not even with a test key`() async throws {
        var configuration = StripeConfiguration(secretKey: Secret("sk_test_1"), mode: .test)
        configuration.baseURL = "http://stripe.example.com"
        let gateway = try StripeGateway(configuration, transport: HTTPTransport())
        let answer = await gateway.send(gateway.prepare(ContractBench.request()))
        guard case .unavailable = answer else {
            Issue.record("sent")
            return
        }
    }

    @Test func `limits of zero are refused`() throws {
        #expect(
            try failure("sk_test_1", .test) { $0.requestsPerSecond = 0 }
                == .unacceptableLimit("requestsPerSecond"))
        #expect(
            try failure("sk_test_1", .test) { $0.maximumInFlight = 0 }
                == .unacceptableLimit("maximumInFlight"))
    }

    @Test func `a secret shows itself nowhere`() {
        let configuration = StripeConfiguration(secretKey: Secret("sk_test_hidden"), mode: .test)
        var dumped = ""
        dump(configuration, to: &dumped)
        let shown = [
            "\(configuration)", String(reflecting: configuration), dumped, "\(configuration.secretKey)",
        ]
        #expect(shown.allSatisfy { !$0.contains("hidden") })
        #expect("\(configuration.secretKey)" == "***")
    }
}
