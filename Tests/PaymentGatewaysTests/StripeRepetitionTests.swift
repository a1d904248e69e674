import Billing
import HTTPTransport
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// What goes again by itself, and after how long.
@Suite struct StripeRepetitionTests {
    @Test(
        arguments: [
            (200, nil, nil, false), (402, nil, nil, false), (409, nil, nil, true), (429, nil, nil, true),
            (500, nil, nil, true), (503, nil, nil, true), (500, "false", nil, false),
            (409, "false", nil, false),
            (400, "true", nil, true), (402, "true", nil, true), (500, nil, "true", false),
            (500, "true", "true", false),
        ] as [(Int, String?, String?, Bool)])
    func `Stripe's own word decides, then the status; a replay is final`(
        status: Int, shouldRetry: String?, replayed: String?, expected: Bool
    ) {
        var headers = HTTPHeaders()
        if let shouldRetry { headers.add(name: "Stripe-Should-Retry", value: shouldRetry) }
        if let replayed { headers.add(name: "Idempotent-Replayed", value: replayed) }
        let response = HTTPResponse(status: status, headers: headers, body: [])
        var request = HTTPRequest(.post, "https://api.stripe.com/v1/payment_intents")
        #expect(!StripeConnection.mayBeRepeated(request, response))
        request.headers.add(name: "Idempotency-Key", value: "k")
        #expect(StripeConnection.mayBeRepeated(request, response) == expected)
        #expect(StripeConnection.mayBeRepeated(HTTPRequest(.get, request.url), response) == expected)
    }

    @Test func `waits double up to five seconds, between half and all of it`() {
        for (nth, longest) in [(1, 500), (2, 1_000), (3, 2_000), (4, 4_000), (5, 5_000), (60, 5_000)] {
            let half = Int64(longest / 2)
            #expect(BackOff.milliseconds(beforeRepetition: nth, random: 0) == half)
            #expect(BackOff.milliseconds(beforeRepetition: nth, random: UInt64(half)) == Int64(longest))
            for random: UInt64 in [1, 77, 12_345, .max] {
                #expect(
                    (half...Int64(longest)).contains(
                        BackOff.milliseconds(beforeRepetition: nth, random: random)))
            }
        }
    }

    /// The longest that a configuration may ask for: what ends a call here is its number of repetitions.
    private static let long = 600_000

    @Test(arguments: [SandboxFault.rateLimited, .conflict, .serverErrorBefore, .badGatewayAfter])
    func `what may go again goes again, and is one charge`(fault: SandboxFault) async throws {
        try await ContractBench.run(.stripe, totalTimeoutMilliseconds: Self.long, repetitions: 2) { bench in
            let charge = try bench.charge(.succeeds)
            bench.sandbox.setFaults(.always(fault, mostPerKey: 2))
            guard case .succeeded = await bench.gateway.send(charge) else {
                Issue.record("given up")
                return
            }
            #expect(bench.sandbox.charges().count == 1)
        }
    }

    @Test func `a stored failure is not asked for again and again`() async throws {
        try await ContractBench.run(.stripe, totalTimeoutMilliseconds: Self.long, repetitions: 2) { bench in
            let charge = try bench.charge(.succeeds)
            bench.sandbox.setFaults(.always(.storedServerError))
            guard case .unknown(let reason) = await bench.gateway.send(charge) else {
                Issue.record("a 500 was taken for an answer")
                return
            }
            #expect(reason.contains("replayed"))
        }
    }

    @Test func `less than Stripe's smallest charge is refused without asking`() async throws {
        try await ContractBench.run(.stripe) { bench in
            let charge = try bench.charge(.succeeds, amount: 49)
            #expect(await bench.strangerGateway.send(charge) == .refused(code: "amount_too_small"))
            guard case .succeeded = await bench.gateway.send(try bench.charge(.succeeds, amount: 50)) else {
                Issue.record("the smallest charge was not taken")
                return
            }
        }
    }

    @Test func `a charge that waits for its customer is taken back for good`() async throws {
        try await ContractBench.run(.stripe) { bench in
            let waiting = try bench.charge(.requiresAction)
            let reference = try #require(await bench.gateway.send(waiting).reference)
            #expect(await bench.gateway.cancel(waiting, reference: reference) == .canceled)
            #expect(await bench.gateway.cancel(waiting, reference: reference) == .canceled)
            #expect(bench.sandbox.charges().map(\.result) == ["canceled"])
            let paid = try bench.charge(.succeeds, attempt: "att_2")
            let answer = await bench.gateway.send(paid)
            #expect(
                await bench.gateway.cancel(paid, reference: try #require(answer.reference))
                    == .settled(answer))
        }
    }

    /// The customer failed to confirm it, and can try again for as long as it is not canceled.
    @Test func `a charge whose taking back failed still waits, also where its customer could not confirm it`()
        async throws
    {
        try await ContractBench.run(.stripe) { bench in
            let waiting = try bench.charge(.requiresAction)
            let reference = try #require(await bench.gateway.send(waiting).reference)
            let transport = try HTTPTransport()
            var failing = HTTPRequest(
                .post, "\(bench.sandbox.baseURL)/_sandbox/payment_intents/\(reference)",
                body: Array(#"{"outcome": "do_not_honor"}"#.utf8))
            failing.allowsPlainLoopback = true
            _ = await transport.send(failing)
            await transport.shutDown()
            bench.sandbox.setFaults(.always(.dropBefore))
            guard case .unknown = await bench.gateway.cancel(waiting, reference: reference) else {
                Issue.record("the intent is alive, and its attempt would not be")
                return
            }
            #expect(await bench.gateway.cancel(waiting, reference: reference) == .canceled)
        }
    }
}
