import Billing
import ProcessorSandbox
import Testing

/// Looking a charge up by Stripe's list.
@Suite struct StripeLookUpTests {
    @Test(arguments: ["cus_1", nil])
    func `a charge behind two full pages is found, with and without a customer`(customer: String?)
        async throws
    {
        try await ContractBench.run(.stripe) { bench in
            let wanted = try bench.charge(.succeeds, attempt: "wanted", customer: customer)
            let answer = await bench.gateway.send(wanted)
            for index in 0..<205 {
                let other = try bench.charge(.succeeds, attempt: "other_\(index)", customer: customer)
                _ = await bench.gateway.send(other)
            }
            #expect(await bench.gateway.lookUp(wanted, sentAtOrAfter: 0) == .found(answer))
            let never = bench.gateway.prepare(ContractBench.request(attempt: "never", customer: customer))
            #expect(await bench.gateway.lookUp(never, sentAtOrAfter: 0) == .absent)
        }
    }

    @Test func `clocks may differ by five minutes, and older charges are not looked at`() async throws {
        var configuration = SandboxConfiguration()
        configuration.startsAt = 1_700_000_000
        try await ContractBench.run(.stripe, sandbox: configuration) { bench in
            let charge = try bench.charge(.succeeds)
            let answer = await bench.gateway.send(charge)
            #expect(await bench.gateway.lookUp(charge, sentAtOrAfter: 1_700_000_300) == .found(answer))
            #expect(await bench.gateway.lookUp(charge, sentAtOrAfter: 1_700_000_301) == .absent)
        }
    }

    /// Past the life of its key a repeat makes a second charge; the look-up must then conclude nothing.
    @Test func `two charges of one attempt are an alarm, not an answer`() async throws {
        var configuration = SandboxConfiguration()
        configuration.keyLifetimeSeconds = 60
        configuration.startsAt = 1_700_000_000
        try await ContractBench.run(.stripe, sandbox: configuration) { bench in
            let charge = try bench.charge(.succeeds)
            _ = await bench.gateway.send(charge)
            bench.sandbox.setClock(1_700_000_060)
            _ = await bench.gateway.send(charge)
            #expect(bench.sandbox.charges().count == 2)
            guard
                case .found(.contradicts(let reason)) = await bench.gateway.lookUp(charge, sentAtOrAfter: 0)
            else {
                Issue.record("concluded")
                return
            }
            #expect(reason.hasPrefix("several payment intents for one attempt"))
        }
    }

    @Test func `a page that fails leaves everything open`() async throws {
        for fault in [
            SandboxFault.rateLimited, .dropBefore, .truncated, .serverErrorBefore, .badGatewayAfter,
        ] {
            try await ContractBench.run(.stripe) { bench in
                let charge = try bench.charge(.succeeds)
                _ = await bench.gateway.send(charge)
                var plan = FaultPlan.always(fault, mostPerKey: 100)
                plan.hitsReading = true
                bench.sandbox.setFaults(plan)
                guard case .unknown = await bench.gateway.lookUp(charge, sentAtOrAfter: 0) else {
                    Issue.record("\(fault) was taken for an answer")
                    return
                }
            }
        }
    }
}
