import Billing
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// A restricted key of Stripe's that may not read charges.
@Suite struct StripeRestrictedKeyTests {
    @Test func `it charges and is audited, and only what was given back cannot be read with it`() async throws
    {
        var configuration = SandboxConfiguration()
        configuration.letsReadCharges = false
        try await ContractBench.run(.stripe, sandbox: configuration) { bench in
            let charge = try bench.charge(.succeeds)
            let answer = await bench.gateway.send(charge)
            guard
                case .charges(let listed) = await bench.gateway.charges(
                    createdAtOrAfter: 0, withRefunds: false)
            else {
                Issue.record("nothing would be charged")
                return
            }
            #expect(listed.map { $0.answer(to: charge) } == [answer])
            guard
                case .unknown(let reason) = await bench.gateway.charges(
                    createdAtOrAfter: 0, withRefunds: true)
            else {
                Issue.record("no refund is not the same as one that cannot be read")
                return
            }
            #expect(reason.contains("403"))
        }
    }
}
