import Billing
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// How long the requests of one charge may take together.
@Suite struct TimeBudgetTests {
    /// Milliseconds of the budget, since its beginning, and of the request's own time-out; what the request gets.
    static let rows: [(budget: Int, since: Int, timeout: Int, expected: Int?)] = [
        (80_000, 0, 80_000, 80_000), (80_000, 70_000, 80_000, 10_000), (80_000, 75_000, 80_000, 5_000),
        (80_000, 75_001, 80_000, nil), (80_000, 80_000, 80_000, nil), (80_000, 90_000, 80_000, nil),
        (160_000, 100_000, 30_000, 30_000), (160_000, 150_000, 30_000, 10_000),
        (160_000, 156_000, 30_000, nil),
        (250, 100, 250, 150), (250, 125, 250, 125), (250, 126, 250, nil), (0, 0, 1, nil),
    ]

    @Test(arguments: rows)
    func `a request gets what is left, and none begins where that is too little`(
        row: (budget: Int, since: Int, timeout: Int, expected: Int?)
    ) {
        let start = ContinuousClock.now
        let budget = TimeBudget(milliseconds: row.budget, startingAt: start)
        let now = start.advanced(by: .milliseconds(row.since))
        #expect(budget.timeout(row.timeout, at: now) == row.expected)
    }

    @Test func `a debit whose time is over is not sent, and counts as not known`() async throws {
        try await ContractBench.run(.razorpay) { bench in
            let charge = try bench.charge(.succeeds)
            let gateway = try #require(bench.gateway as? RazorpayGateway)
            let answer = await gateway.within(TimeBudget(milliseconds: 0)).debit(charge)
            guard case .notExecuted(let reason) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(reason.contains("time was over") && answer.state == .unknown)
            #expect(bench.sandbox.charges() == [])
            #expect(await gateway.lookUp(charge, sentAtOrAfter: 0) == .absent, "not even an order was made")
            #expect(await gateway.send(charge).state == .succeeded)
        }
    }

    @Test func `a charge's longest time is what its requests may take together`() {
        var razorpay = RazorpayConfiguration(keyID: "", keySecret: Secret(""), mode: .test)
        #expect(razorpay.longestChargeMilliseconds == 160_000)
        razorpay.totalTimeoutMilliseconds = 60_000
        #expect(razorpay.longestChargeMilliseconds == 310_000)
        #expect(
            StripeConfiguration(secretKey: Secret(""), mode: .test).longestChargeMilliseconds == 80_000)
    }
}
