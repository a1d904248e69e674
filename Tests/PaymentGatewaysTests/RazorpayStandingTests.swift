import Billing
import Foundation
import HTTPTransport
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// What an order and its payments say of a debit, read through the socket: what was taken, what only seemed to be.
@Suite struct RazorpayStandingTests {
    private static let start: Int64 = 1_700_000_000

    /// A bench whose sandbox stands at an instant.
    private func run(
        showsFailedPayments: Bool = true,
        _ body: (ContractBench) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.startsAt = Self.start
        configuration.showsFailedPayments = showsFailedPayments
        try await ContractBench.run(.razorpay, sandbox: configuration, body)
    }

    /// What a bank says of a payment.
    private func say(_ outcome: String, of payment: String, _ bench: ContractBench) async throws {
        let transport = try HTTPTransport()
        var request = HTTPRequest(
            .post, "\(bench.sandbox.baseURL)/_sandbox/payments/\(payment)",
            body: Array(#"{"outcome": "\#(outcome)"}"#.utf8))
        request.allowsPlainLoopback = true
        let outcome = await transport.send(request)
        await transport.shutDown()
        guard case .response(let response) = outcome, response.status == 200 else {
            Issue.record("\(outcome)")
            return
        }
    }

    private func charge(of payment: String, _ bench: ContractBench) async throws -> ProcessorCharge? {
        let event = ProcessorEvent(
            processor: "razorpay", id: "e", type: "refund.processed", createdAt: 0, isLive: nil,
            subject: .charge(reference: payment))
        guard case .charge(let charge) = await bench.gateway.fetch(event) else { return nil }
        return charge
    }

    @Test(arguments: [SandboxOutcome.processes, .declines(code: "processing_error")])
    func `what was authorized, never captured and given back after days has paid nothing`(
        first: SandboxOutcome
    ) async throws {
        try await run { bench in
            let charge = try bench.charge(first)
            _ = await bench.gateway.send(charge)
            let payment = try #require(bench.sandbox.charges().first).reference
            try await say("authorized", of: payment, bench)
            #expect(
                await bench.gateway.lookUp(charge, sentAtOrAfter: 0) == .found(.pending(reference: payment)))
            bench.sandbox.setClock(Self.start + 5 * 86_400)
            guard
                case .found(.declined(let details, payment)) = await bench.gateway.lookUp(
                    charge, sentAtOrAfter: 0)
            else {
                Issue.record("\(await bench.gateway.lookUp(charge, sentAtOrAfter: 0))")
                return
            }
            #expect(!details.isHard && details.code.declineClass == .technical)
            #expect(bench.sandbox.charges().map(\.succeeded) == [false])
            let seen = try #require(try await self.charge(of: payment, bench))
            #expect(seen.standing.state == .declined && seen.refundedMinorUnits == 0)
            guard
                case .charges(let listed) = await bench.gateway.charges(
                    createdAtOrAfter: 0, withRefunds: true)
            else {
                Issue.record("not listed")
                return
            }
            #expect(listed.map(\.standing.state) == [.declined])
        }
    }

    @Test func `what was captured and given back as a whole was paid, and its refund is told`() async throws {
        try await run { bench in
            let charge = try bench.charge(.succeeds)
            let payment = try #require(await bench.gateway.send(charge).reference)
            let refund = bench.gateway.prepareRefund(
                RefundRequest(
                    refundID: "rf_1", idempotencyKey: "bc1:test:rf_1", chargeReference: payment,
                    amountMinorUnits: 7_900, currencyCode: "INR", currencyExponent: 2))
            _ = await bench.gateway.sendRefund(refund)
            #expect(
                await bench.gateway.lookUp(charge, sentAtOrAfter: 0)
                    == .found(.succeeded(reference: payment)))
            let seen = try #require(try await self.charge(of: payment, bench))
            #expect(seen.refundedMinorUnits == 7_900)
            guard case .refunds(let refunds) = await bench.gateway.refunds(ofCharge: payment) else {
                Issue.record("not listed")
                return
            }
            #expect(refunds.map(\.amountMinorUnits) == [7_900])
        }
    }

    @Test func `of two payments the one that was kept pays`() throws {
        func payment(_ id: String, _ status: String, captured: String) throws -> RazorpayWire.Payment {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let json = """
                {"id": "\(id)", "amount": 100, "currency": "INR", "status": "\(status)", "captured": \(captured),
                 "amount_refunded": \(status == "refunded" ? 100 : 0), "created_at": 1}
                """
            return try decoder.decode(RazorpayWire.Payment.self, from: Data(json.utf8))
        }
        let order = RazorpayWire.Order(
            id: "order_1", amount: 100, currency: "INR", receipt: nil, status: "paid", notification: nil,
            notes: nil, createdAt: 1, payments: nil)
        func answer(_ payments: RazorpayWire.Payment...) -> ChargeAnswer? {
            RazorpayStanding(order: order, payments: payments).answer
        }
        let kept = try payment("pay_kept", "captured", captured: "true")
        let back = try payment("pay_back", "refunded", captured: "true")
        let uncaptured = try payment("pay_never", "refunded", captured: "false")
        #expect(answer(back, kept) == .succeeded(reference: "pay_kept"))
        #expect(answer(back, uncaptured) == .succeeded(reference: "pay_back"))
        #expect(answer(uncaptured)?.state == .unknown, "an order that is paid by nothing")
        #expect(answer(try payment("pay_odd", "refunded", captured: "null"))?.state == .unknown)
    }

    @Test
    func `a refusal that names its payment is about that payment, also where the order does not show it`()
        async throws
    {
        try await run(showsFailedPayments: false) { bench in
            let charge = try bench.charge(.declines(code: "insufficient_funds"))
            let answer = await bench.gateway.send(charge)
            let payment = try #require(bench.sandbox.charges().first).reference
            guard case .declined(let details, payment) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(details.code == "insufficient_funds")
        }
    }

    @Test func `a refusal of the amount is told by the amount, not as a decline`() async throws {
        try await run { bench in
            let dear = try bench.charge(.succeeds, amount: 50_000_001)
            #expect(await bench.gateway.send(dear) == .refused(code: "amount_not_accepted"))
            #expect(bench.sandbox.charges().isEmpty)
        }
    }
}
