import Billing
import HTTPTransport
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// Methods that customers save at Stripe, on our pages and on others'.
@Suite struct StripeSavedMethodTests {
    private func event(_ method: String) -> ProcessorEvent {
        ProcessorEvent(
            processor: "stripe", id: "evt_1", type: "payment_method.updated", createdAt: 0, isLive: false,
            subject: .method(reference: method, customer: "cus_1"))
    }

    @Test func `a kind that charges do not name is none of ours, however it was saved`() async throws {
        try await ContractBench.run(.stripe) { bench in
            _ = try bench.charge(.succeeds)
            guard case .method(let card) = await bench.gateway.fetch(event("pm_att_1")) else {
                Issue.record("a card is one of ours")
                return
            }
            #expect(card.kind == "card" && card.customerReference == "cus_1" && card.isUsable)
            let transport = try HTTPTransport()
            var change = HTTPRequest(
                .post, "\(bench.sandbox.baseURL)/_sandbox/payment_methods/pm_att_1",
                body: Array(#"{"kind": "sepa_debit"}"#.utf8))
            change.allowsPlainLoopback = true
            _ = await transport.send(change)
            await transport.shutDown()
            #expect(await bench.gateway.fetch(event("pm_att_1")) == .nothing)
        }
    }
}
