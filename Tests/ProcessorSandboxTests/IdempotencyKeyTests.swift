import HTTPTransport
import ProcessorSandbox
import Testing

/// Stripe's rules of idempotency keys (docs.stripe.com/api/idempotent_requests).
@Suite struct IdempotencyKeyTests {
    @Test func `a success is replayed, and says so`() async throws {
        try await SandboxClient.run { client in
            let form = SandboxClient.charge("pm_card_visa")
            let first = try await client.call(.post, "/v1/payment_intents", form, key: "k")
            let second = try await client.call(.post, "/v1/payment_intents", form, key: "k")
            #expect(first.status == 200 && second.status == 200)
            #expect(first.text == second.text)
            #expect(first.headers["Idempotent-Replayed"] == nil)
            #expect(second.headers["Idempotent-Replayed"] == "true")
            #expect(second.headers["Original-Request"] == first.headers["Request-Id"])
            #expect(first.headers["Request-Id"] != second.headers["Request-Id"])
            #expect(client.sandbox.charges().count == 1)
        }
    }

    @Test func `a decline is replayed even when the card is good by then`() async throws {
        try await SandboxClient.run { client in
            try client.sandbox.register(
                ScriptedMethod(id: "pm_1", outcomes: [.declines(code: "insufficient_funds"), .succeeds]))
            let form = SandboxClient.charge("pm_1")
            for _ in 0..<2 {
                let reply = try await client.call(.post, "/v1/payment_intents", form, key: "k")
                #expect(reply.status == 402)
                #expect(reply["error.decline_code"] == "insufficient_funds")
            }
            #expect(try await client.call(.post, "/v1/payment_intents", form, key: "k2").status == 200)
            #expect(client.sandbox.charges().map(\.result) == ["declined", "succeeded"])
        }
    }

    @Test func `a stored 500 stays a 500, whether or not it took the money`() async throws {
        for (fault, count) in [(SandboxFault.storedServerError, 1), (.storedServerErrorUnexecuted, 0)] {
            try await SandboxClient.run { client in
                client.sandbox.setFaults(.always(fault))
                for _ in 0..<3 {
                    let form = SandboxClient.charge("pm_card_visa")
                    let reply = try await client.call(.post, "/v1/payment_intents", form, key: "k")
                    #expect(reply.status == 500)
                    #expect(reply["error.type"] == "api_error")
                }
                #expect(client.sandbox.charges().count == count)
            }
        }
    }

    @Test(arguments: [
        SandboxClient.charge("pm_card_visa", amount: "2000"), SandboxClient.charge("pm_card_mastercard"),
        SandboxClient.charge("pm_card_visa", extra: "&description=x"),
    ])
    func `other parameters under a used key are refused`(form: String) async throws {
        try await SandboxClient.run { client in
            let first = SandboxClient.charge("pm_card_visa")
            #expect(try await client.call(.post, "/v1/payment_intents", first, key: "k").status == 200)
            let reply = try await client.call(.post, "/v1/payment_intents", form, key: "k")
            #expect(reply.status == 400)
            #expect(reply["error.type"] == "idempotency_error")
            #expect(client.sandbox.charges().count == 1)
        }
    }

    @Test func `the order and the encoding of parameters do not matter`() async throws {
        try await SandboxClient.run { client in
            let form = SandboxClient.charge("pm_card_visa")
            let turned = form.split(separator: "&").reversed().joined(separator: "&")
                .replacing("[]", with: "%5B%5D")
            #expect(try await client.call(.post, "/v1/payment_intents", form, key: "k").status == 200)
            let reply = try await client.call(.post, "/v1/payment_intents", turned, key: "k")
            #expect(reply.headers["Idempotent-Replayed"] == "true")
        }
    }

    @Test func `a key in use is answered with 409 until the first request is done`() async throws {
        try await SandboxClient.run { client in
            var plan = FaultPlan.always(.delay)
            plan.holdsDelayed = true
            client.sandbox.setFaults(plan)
            let form = SandboxClient.charge("pm_card_visa")
            // The client goes away while the sandbox is at it: the work goes on all the same.
            let other = SandboxClient(sandbox: client.sandbox, transport: try HTTPTransport())
            async let first = other.outcome(.post, "/v1/payment_intents", form, key: "k")
            while client.sandbox.keysInUse().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            await other.transport.shutDown()
            #expect(await first == .indeterminate(.shutDown))
            let early = try await client.call(.post, "/v1/payment_intents", form, key: "k")
            #expect(early.status == 409)
            #expect(early["error.code"] == "idempotency_key_in_use")
            client.sandbox.setFaults(.none)
            var reply = early
            while reply.status == 409 {
                try await Task.sleep(for: .milliseconds(20))
                reply = try await client.call(.post, "/v1/payment_intents", form, key: "k")
            }
            #expect(reply.status == 200)
            #expect(reply.headers["Idempotent-Replayed"] == "true")
            #expect(client.sandbox.charges().count == 1)
        }
    }

    @Test func `after its life a key makes a new charge`() async throws {
        var configuration = SandboxConfiguration()
        configuration.startsAt = 1_700_000_000
        try await SandboxClient.run(configuration) { client in
            let form = SandboxClient.charge("pm_card_visa")
            for (now, count) in [
                (1_700_000_000, 1), (1_700_086_399, 1), (1_700_086_400, 2), (1_700_086_401, 2),
            ] {
                client.sandbox.setClock(Int64(now))
                let reply = try await client.call(.post, "/v1/payment_intents", form, key: "k")
                #expect(reply.status == 200)
                #expect(client.sandbox.charges().count == count, "at \(now)")
            }
        }
    }

    @Test func `what is refused before it begins is not stored`() async throws {
        try await SandboxClient.run { client in
            let bad = SandboxClient.charge("pm_none")
            let reply = try await client.call(.post, "/v1/payment_intents", bad, key: "k")
            #expect(reply.status == 400)
            let good = SandboxClient.charge("pm_card_visa")
            #expect(try await client.call(.post, "/v1/payment_intents", good, key: "k").status == 200)
        }
    }

    @Test func `a key of more than 255 characters is refused, and without a key every request counts`()
        async throws
    {
        try await SandboxClient.run { client in
            let form = SandboxClient.charge("pm_card_visa")
            let long = String(repeating: "k", count: 256)
            #expect(try await client.call(.post, "/v1/payment_intents", form, key: long).status == 400)
            for _ in 0..<2 { _ = try await client.call(.post, "/v1/payment_intents", form) }
            #expect(client.sandbox.charges().count == 2)
        }
    }
}
