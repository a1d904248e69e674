import Billing
import Foundation
import HTTPTransport
import ProcessorSandbox
import Synchronization
import Testing

@testable import PaymentGateways

/// What is Razorpay's own: orders and receipts, notices, consent, late success.
@Suite struct RazorpayDebitTests {
    private static let start: Int64 = 1_700_000_000

    /// A clock that the gateway and the sandbox share.
    private final class Clock: Sendable {
        private let seconds = Mutex<Int64>(RazorpayDebitTests.start)
        var read: @Sendable () -> Int64 { { self.seconds.withLock { $0 } } }

        func advance(to instant: Int64, _ sandbox: ProcessorSandbox) {
            seconds.withLock { $0 = instant }
            sandbox.setClock(instant)
        }
    }

    @Test(arguments: [true, false])
    func `a repeated receipt gives one order, whether Razorpay repeats it or refuses it`(
        repeatsOrders: Bool
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.repeatsOrders = repeatsOrders
        try await ContractBench.run(.razorpay, sandbox: configuration) { bench in
            let charge = try bench.charge(.succeeds)
            let answers = await withTaskGroup(of: ChargeAnswer.self) { group in
                for _ in 0..<8 { group.addTask { await bench.gateway.send(charge) } }
                return await group.reduce(into: [ChargeAnswer]()) { $0.append($1) }
            }
            let books = bench.sandbox.charges()
            #expect(books.count == 1)
            #expect(Set(answers) == [.succeeded(reference: try #require(books.first).reference)])
        }
    }

    @Test func `a debit is announced, waits for its time, and is then asked for once`() async throws {
        let clock = Clock()
        var configuration = SandboxConfiguration()
        configuration.startsAt = Self.start
        configuration.demandsNotice = true
        try await ContractBench.run(
            .razorpay, sandbox: configuration, announcesDebits: true, now: clock.read
        ) { bench in
            let charge = try bench.charge(.succeeds)
            let answer = await bench.gateway.send(charge)
            let debitAt = Self.start + MandateRule.noticeSeconds
            guard case .announced(let order, debitAt) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(order.hasPrefix("order_"))
            #expect(answer.state == .unknown)
            for instant in [Self.start + 3_600, debitAt - 1] {
                clock.advance(to: instant, bench.sandbox)
                #expect(!bench.gateway.isDue(debitAt: debitAt))
                #expect(await bench.gateway.send(charge) == answer)
                #expect(await bench.gateway.lookUp(charge, sentAtOrAfter: 0) == .found(answer))
            }
            #expect(bench.sandbox.charges().isEmpty)
            clock.advance(to: debitAt, bench.sandbox)
            #expect(bench.gateway.isDue(debitAt: debitAt))
            #expect(await bench.gateway.lookUp(charge, sentAtOrAfter: 0) == .absent)
            guard case .succeeded = await bench.gateway.send(charge) else {
                Issue.record("the debit was not made")
                return
            }
            #expect(bench.sandbox.charges().count == 1)
        }
    }

    @Test func `a debit that was promised for later is refused by Razorpay and waits`() async throws {
        var configuration = SandboxConfiguration()
        configuration.startsAt = Self.start
        configuration.demandsNotice = true
        // This worker's clock is two days ahead of Razorpay's.
        let clock = Clock()
        try await ContractBench.run(
            .razorpay, sandbox: configuration, announcesDebits: true, now: clock.read
        ) { bench in
            let charge = try bench.charge(.succeeds)
            _ = await bench.gateway.send(charge)
            clock.advance(to: Self.start + 172_800, bench.sandbox)
            bench.sandbox.setClock(Self.start)
            guard case .announced = await bench.gateway.send(charge) else {
                Issue.record("too early was not understood")
                return
            }
            #expect(bench.sandbox.charges().isEmpty)
        }
    }

    @Test func `above 15,000 rupees the customer is asked, and the debit stays under way`() async throws {
        try await ContractBench.run(.razorpay) { bench in
            let limit = MandateRule.limitWithoutConsentMinorUnits
            guard case .succeeded = await bench.gateway.send(try bench.charge(.succeeds, amount: limit))
            else {
                Issue.record("15,000 need no consent")
                return
            }
            let dear = try bench.charge(.succeeds, attempt: "att_2", amount: limit + 1)
            guard case .pending = await bench.gateway.send(dear) else {
                Issue.record("15,000.01 do")
                return
            }
        }
    }

    @Test func `a failed debit may still succeed, and both an event and a look-up say so`() async throws {
        let clock = Clock()
        var configuration = SandboxConfiguration()
        configuration.startsAt = Self.start
        try await ContractBench.run(.razorpay, sandbox: configuration, now: clock.read) { bench in
            let charge = try bench.charge(.succeedsLate)
            let answer = await bench.gateway.send(charge)
            #expect(answer.declineCode == "processing_error")
            #expect(await bench.gateway.send(charge) == answer)
            let reference = try #require(bench.sandbox.charges().first).reference
            clock.advance(to: Self.start + 600, bench.sandbox)
            #expect(
                await bench.gateway.lookUp(charge, sentAtOrAfter: 0)
                    == .found(.succeeded(reference: reference)))
            let event = ProcessorEvent(
                processor: "razorpay", id: "e", type: "payment.captured", createdAt: 0, isLive: nil,
                subject: .charge(reference: reference))
            guard case .charge(let found) = await bench.gateway.fetch(event) else {
                Issue.record("not found")
                return
            }
            #expect(found.answer(to: charge) == .succeeded(reference: reference))
            #expect(bench.sandbox.charges().map(\.succeeded) == [true])
        }
    }

    @Test func `rupees only, from one rupee on`() async throws {
        try await ContractBench.run(.razorpay) { bench in
            let dollars = bench.gateway.prepare(ContractBench.request())
            #expect(await bench.gateway.send(dollars) == .refused(code: "currency_not_supported"))
            let little = try bench.charge(.succeeds, amount: 99)
            #expect(await bench.gateway.send(little) == .refused(code: "amount_too_small"))
            #expect(bench.sandbox.charges().isEmpty)
        }
    }

    @Test func `a customer's tokens are read`() async throws {
        try await ContractBench.run(.razorpay) { bench in
            _ = try bench.charge(.succeeds)
            #expect(
                await bench.gateway.savedMethods(ofCustomer: "cus_1")
                    == .methods([
                        SavedMethod(
                            reference: "pm_att_1", customerReference: "cus_1", kind: "card", brand: "visa",
                            last4: "4242", expiresOn: "2099-12")
                    ]))
            #expect(
                await bench.gateway.savedMethods(ofCustomer: "cus_2")
                    == .refused(code: "input_validation_failed"))
        }
    }

    @Test func `a link registers a card anew, and an event of its payment brings the token`() async throws {
        try await ContractBench.run(.razorpay) { bench in
            _ = try bench.charge(.succeeds)
            var request = UpdateLinkRequest(
                accountID: "acct_acme", customerReference: "cus_1", currencyCode: "INR",
                returnURL: "https://shop.example")
            guard case .link(let url, _?) = await bench.gateway.updateLink(request) else {
                Issue.record("no link")
                return
            }
            #expect(url.hasPrefix("https://rzp.sandbox.invalid/i/inv_"))
            // Events are kept for somebody who hears them.
            bench.sandbox.setWebhooks([
                WebhookEndpoint(processor: "razorpay", url: "http://127.0.0.1:9/", secret: "s")
            ])
            let link = try #require(url.split(separator: "/").last)
            let transport = try HTTPTransport()
            var finish = HTTPRequest(
                .post, "\(bench.sandbox.baseURL)/_sandbox/checkout_sessions/\(link)",
                body: Array(#"{"payment_method": {"id": "token_new", "outcomes": ["ok"]}}"#.utf8))
            finish.allowsPlainLoopback = true
            _ = await transport.send(finish)
            await transport.shutDown()
            let events = bench.sandbox.events()
            #expect(events.map(\.type).contains("token.confirmed"))
            let paid = try #require(bench.sandbox.charges().last)
            let event = ProcessorEvent(
                processor: "razorpay", id: "e", type: "payment.captured", createdAt: 0, isLive: nil,
                subject: .charge(reference: paid.reference))
            guard case .method(let method) = await bench.gateway.fetch(event) else {
                Issue.record("the payment did not bring its token")
                return
            }
            #expect(method.reference == "token_new" && method.customerReference == "cus_1" && method.isUsable)
            #expect(method.expiresOn == "2099-12")
            // A debit of an invoice is a charge, whatever it was made with.
            let debit = try #require(bench.sandbox.charges().first)
            #expect(debit.amount == 100, "nothing was debited here")
            request.customerReference = "cus_unknown"
            #expect(await bench.gateway.updateLink(request) == .refused(code: "input_validation_failed"))
            request.currencyCode = "USD"
            #expect(await bench.gateway.updateLink(request) == .refused(code: "currency_not_supported"))
        }
    }

    @Test(
        arguments: [
            ("insufficient_funds", "customer", nil, "insufficient_funds", false),
            ("card_expired", "customer", nil, "expired_card", true),
            ("debit_instrument_blocked", "customer", nil, "restricted_card", true),
            ("payment_failed", "gateway", nil, "processing_error", false),
            ("payment_failed", "issuer_bank", nil, "generic_decline", false),
            (nil, nil, "GATEWAY_ERROR", "processing_error", false),
            ("mandate_cancelled", "customer", nil, "revocation_of_authorization", true),
            ("something_new", "bank", nil, "something_new", false),
        ] as [(String?, String?, String?, DeclineCode, Bool)])
    func `reason and source give the decline`(
        reason: String?, source: String?, code: String?, expected: DeclineCode, isHard: Bool
    ) {
        let details = RazorpayDecline.details(reason: reason, source: source, code: code)
        #expect(details.code == expected && details.isHard == isHard && details.source == source)
    }

    @Test func `what is stored of a debit is read as it was written, the end of its cycle too`() throws {
        var request = ContractBench.request()
        (request.currencyCode, request.cycleEndsAt) = ("INR", 1_700_090_000)
        let plan = try #require(RazorpayDebitPlan(request))
        #expect(RazorpayDebitPlan(plan.bytes) == plan && plan.cycleEndsAt == 1_700_090_000)
    }

    @Test func `receipts and refund keys are short, plain and another one for every key`() {
        let receipts = ["bc1:a:b:1", "bc1:a:b:2", "bc1:ab::1"].map(RazorpayDebitPlan.receipt)
        #expect(Set(receipts).count == 3)
        #expect(receipts.allSatisfy { $0.count <= 40 && IdentifierRule.isPlain($0) })
        #expect(receipts[0] == RazorpayDebitPlan.receipt("bc1:a:b:1"))
    }

    @Test
    func
        `our marks are read whatever stands beside them, and what is in no form that is known is no empty note`()
        throws
    {
        func notes(_ json: String) throws -> [String: String] {
            try JSONDecoder().decode([RazorpayWire.Notes].self, from: Data("[\(json)]".utf8))[0].values
        }
        #expect(
            try notes(#"{"bc_attempt": "inv_1-1", "rank": 3, "more": null}"#) == ["bc_attempt": "inv_1-1"])
        #expect(try notes("[]") == [:] && notes("{}") == [:])
        for odd in [#""bc_attempt""#, "7", #"["bc_attempt"]"#] {
            #expect(throws: DecodingError.self) { try notes(odd) }
        }
    }

    @Test func `keys of the other world, half a key and plain addresses are refused`() throws {
        func failure(
            _ key: String, _ secret: String, _ mode: GatewayMode, url: String = "https://api.razorpay.com"
        ) throws -> GatewayConfigurationError? {
            var configuration = RazorpayConfiguration(keyID: key, keySecret: Secret(secret), mode: mode)
            configuration.baseURL = url
            let transport = try HTTPTransport()
            do throws(GatewayConfigurationError) {
                _ = try RazorpayGateway(configuration, transport: transport)
                return nil
            } catch { return error }
        }
        #expect(try failure("rzp_test_1", "s", .test) == nil)
        #expect(try failure("rzp_live_1", "s", .live) == nil)
        #expect(try failure("rzp_test_1", "s", .live) == .testKeyInLiveMode)
        #expect(try failure("rzp_live_1", "s", .test) == .liveKeyInTestMode)
        for (key, secret) in [
            ("", "s"), ("rzp_test_", "s"), ("sk_test_1", "s"), ("rzp_test_1", ""), ("rzp_test_a:b", "s"),
        ] {
            #expect(try failure(key, secret, .test) == .malformedKey)
        }
        #expect(
            try failure("rzp_live_1", "s", .live, url: "http://127.0.0.1:1")
                == .unacceptableAddress("http://127.0.0.1:1"))
    }
}
