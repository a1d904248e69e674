import Billing
import Foundation
import HTTPTransport
import PaymentGateways
import Testing

/// The gateway against a Stripe that others wrote: the form of requests and answers is not only our own idea of it.
///
/// localstripe knows no idempotency keys, so nothing about "exactly once" can be shown here; that is what the contract
/// on the processor sandbox is for.
@Suite struct StripeOnLocalStripeTests {
    private struct Object: Decodable {
        let id: String
        let status: String?
        let amount: Int64?
        let metadata: [String: String]?
    }

    private struct Refused: Error {
        let path: String
        let outcome: HTTPOutcome
    }

    private struct Bench {
        let server: LocalStripe
        let transport: HTTPTransport
        let gateway: StripeGateway

        func call(_ method: HTTPMethod, _ path: String, _ form: String? = nil) async throws -> Object {
            var request = HTTPRequest(method, server.baseURL + path, body: form.map { [UInt8]($0.utf8) })
            request.headers = ["Authorization": "Bearer sk_test_12345"]
            request.allowsPlainLoopback = true
            let outcome = await transport.send(request)
            guard case .response(let response) = outcome, response.status == 200 else {
                throw Refused(path: path, outcome: outcome)
            }
            return try JSONDecoder().decode(Object.self, from: Data(response.body))
        }

        /// A customer with that card.
        func charge(card: String) async throws -> PreparedCharge {
            let customer = try await call(.post, "/v1/customers", "email=a%40example.com").id
            let method = try await call(
                .post, "/v1/payment_methods",
                "type=card&card[number]=\(card)&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123"
            ).id
            _ = try await call(.post, "/v1/payment_methods/\(method)/attach", "customer=\(customer)")
            return gateway.prepare(ContractBench.request(customer: customer, method: method))
        }
    }

    @Test func `success, decline and authentication are understood as localstripe answers them`() async throws
    {
        try await LocalStripe.run { server in
            let transport = try HTTPTransport()
            var configuration = StripeConfiguration(secretKey: Secret("sk_test_12345"), mode: .test)
            configuration.baseURL = server.baseURL
            configuration.describesCharges = false  // localstripe refuses the parameter
            let gateway = try StripeGateway(configuration, transport: transport)
            let bench = Bench(server: server, transport: transport, gateway: gateway)
            try await checkSuccess(bench)
            try await checkDecline(bench)
            try await checkAuthentication(bench)
            await transport.shutDown()
        }
    }

    private func checkSuccess(_ bench: Bench) async throws {
        let charge = try await bench.charge(card: "4242424242424242")
        let answer = await bench.gateway.send(charge)
        guard case .succeeded(let reference) = answer else {
            Issue.record("\(answer)")
            return
        }
        let intent = try await bench.call(.get, "/v1/payment_intents/\(reference)")
        #expect(intent.status == "succeeded")
        #expect(intent.amount == 7_900)
        #expect(intent.metadata == ["bc_invoice": "inv_1", "bc_attempt": "att_1"])
        // No idempotency: the same key makes a second charge. Should this fail, localstripe has learned it.
        guard case .succeeded(let second) = await bench.gateway.send(charge) else {
            Issue.record("the repeat was not answered")
            return
        }
        #expect(second != reference)
        // Its list knows neither customer nor created: the look-up must not take the refusal for absence.
        guard case .unknown = await bench.gateway.lookUp(charge, sentAtOrAfter: 0) else {
            Issue.record("the refused list was taken for an answer")
            return
        }
    }

    /// 402, but of type invalid_request_error, with neither decline_code nor PaymentIntent.
    private func checkDecline(_ bench: Bench) async throws {
        let charge = try await bench.charge(card: "4000000000000341")
        #expect(await bench.gateway.send(charge) == .declined("card_declined", reference: nil))
    }

    /// 200 `requires_action` where Stripe itself answers 402 `authentication_required`.
    private func checkAuthentication(_ bench: Bench) async throws {
        let charge = try await bench.charge(card: "4000002500003155")
        let answer = await bench.gateway.send(charge)
        guard case .needsAction(let reference) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(try await bench.call(.get, "/v1/payment_intents/\(reference)").status == "requires_action")
    }
}
