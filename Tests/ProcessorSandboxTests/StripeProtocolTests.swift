import HTTPTransport
import ProcessorSandbox
import Testing

/// The shapes of Stripe's requests, answers and errors.
@Suite struct StripeProtocolTests {
    @Test(arguments: [nil, "Bearer sk_test_other", "Bearer sk_live_1", "Basic c2tfdGVzdA==", "Bearer", ""])
    func `without the right key nothing is answered but 401`(authorization: String?) async throws {
        try await SandboxClient.run { client in
            let form = SandboxClient.charge("pm_card_visa")
            let reply = try await client.call(
                .post, "/v1/payment_intents", form, key: "k", authorization: authorization)
            #expect(reply.status == 401)
            #expect(reply["error.type"] == "invalid_request_error")
            #expect(reply.headers["Request-Id"]?.hasPrefix("req_") == true)
            #expect(client.sandbox.charges().isEmpty)
        }
    }

    @Test(
        arguments: [
            ("currency=usd", "parameter_missing", "amount"), ("amount=100", "parameter_missing", "currency"),
            ("amount=100&currency=usd&colour=red", "parameter_unknown", "colour"),
            ("amount=1e3&currency=usd", "parameter_invalid_integer", "amount"),
            ("amount=49&currency=usd", "amount_too_small", "amount"),
            ("amount=-50&currency=usd", "amount_too_small", "amount"),
            ("amount=100000000&currency=usd", "amount_too_large", "amount"),
            ("amount=100&currency=USD", nil, "currency"),
            ("amount=100&currency=usd&off_session=true", nil, "off_session"),
            ("amount=100&currency=usd&confirm=maybe", nil, "confirm"),
            (
                "amount=100&currency=usd&confirm=true&payment_method=pm_card_visa", "parameter_missing",
                "return_url"
            ),
            (SandboxClient.charge("pm_none"), "resource_missing", "payment_method"),
            (
                SandboxClient.charge("pm_card_visa", extra: "&customer=cus_none"), "resource_missing",
                "customer"
            ),
            (SandboxClient.charge("pm_of_1"), nil, "payment_method"),
            (SandboxClient.charge("pm_of_1", extra: "&customer=cus_2"), nil, "payment_method"),
        ] as [(String, String?, String)])
    func `a bad request is refused in Stripe's words`(
        form: String, code: String?, parameter: String
    ) async throws {
        try await SandboxClient.run { client in
            try client.sandbox.register(
                ScriptedMethod(id: "pm_of_1", customer: "cus_1", outcomes: [.succeeds]))
            try client.sandbox.register(
                ScriptedMethod(id: "pm_of_2", customer: "cus_2", outcomes: [.succeeds]))
            let reply = try await client.call(.post, "/v1/payment_intents", form)
            #expect(reply.status == 400)
            #expect(reply["error.type"] == "invalid_request_error")
            #expect(reply["error.code"] == code)
            #expect(reply["error.param"] == parameter)
            #expect(client.sandbox.charges().isEmpty)
        }
    }

    @Test(
        arguments: [
            ("pm_card_visa", 200, nil), ("pm_card_mastercard", 200, nil),
            ("pm_card_chargeDeclined", 402, "generic_decline"),
            ("pm_card_chargeDeclinedInsufficientFunds", 402, "insufficient_funds"),
            ("pm_card_visa_chargeDeclinedStolenCard", 402, "stolen_card"),
            ("pm_card_chargeDeclinedExpiredCard", 402, "expired_card"),
            ("pm_card_chargeDeclinedProcessingError", 402, "processing_error"),
            ("pm_card_authenticationRequired", 402, "authentication_required"),
        ] as [(String, Int, String?)])
    func `Stripe's published test methods answer as published`(
        method: String, status: Int, code: String?
    ) async throws {
        try await SandboxClient.run { client in
            let reply = try await client.call(.post, "/v1/payment_intents", SandboxClient.charge(method))
            #expect(reply.status == status)
            #expect(reply["error.decline_code"] == code)
            let prefix = status == 200 ? "" : "error.payment_intent."
            #expect(reply["\(prefix)object"] == "payment_intent")
            #expect(reply["\(prefix)status"] == (status == 200 ? "succeeded" : "requires_payment_method"))
            #expect(reply["\(prefix)amount_received"] == (status == 200 ? "1999" : "0"))
            #expect(reply["error.type"] == (status == 200 ? nil : "card_error"))
        }
    }

    @Test func `with the customer present a card asks for its action`() async throws {
        try await SandboxClient.run { client in
            let form = SandboxClient.charge("pm_card_authenticationRequired").replacing(
                "&off_session=true", with: "")
            let reply = try await client.call(.post, "/v1/payment_intents", form)
            #expect(reply.status == 200)
            #expect(reply["status"] == "requires_action")
            let id = try #require(reply["id"])
            let canceled = try await client.call(.post, "/v1/payment_intents/\(id)/cancel", "")
            #expect(canceled["status"] == "canceled")
            #expect(try await client.call(.post, "/v1/payment_intents/\(id)/cancel", "").status == 400)
        }
    }

    @Test func `a customer's card is made, attached, listed and charged`() async throws {
        try await SandboxClient.run { client in
            let customer = try #require(
                try await client.call(.post, "/v1/customers", "email=a%40example.com&metadata[x]=y")["id"])
            #expect(try await client.call(.get, "/v1/customers/\(customer)")["metadata.x"] == "y")
            let card = "type=card&card[number]=4242424242424242&card[exp_month]=3&card[exp_year]=2031"
            let made = try await client.call(.post, "/v1/payment_methods", card)
            let method = try #require(made["id"])
            #expect(made["card.exp_month"] == "3" && made["card.last4"] == "4242")
            let attach = "/v1/payment_methods/\(method)/attach"
            #expect(try await client.call(.post, attach, "customer=\(customer)")["customer"] == customer)
            #expect(try await client.call(.get, "/v1/payment_methods/\(method)")["customer"] == customer)
            for path in [
                "/v1/payment_methods?customer=\(customer)", "/v1/customers/\(customer)/payment_methods",
            ] {
                #expect(try await client.call(.get, path)["data.0.id"] == method)
            }
            let form = SandboxClient.charge(method, extra: "&customer=\(customer)")
            let intent = try #require(try await client.call(.post, "/v1/payment_intents", form)["id"])
            #expect(try await client.call(.get, "/v1/payment_intents/\(intent)")["customer"] == customer)
        }
    }

    @Test func `failing cards are refused when attached, but for the one that fails when charged`()
        async throws
    {
        try await SandboxClient.run { client in
            let customer = try #require(try await client.call(.post, "/v1/customers", "")["id"])
            for (number, status) in [
                ("4000000000000002", 402), ("4000000000009995", 402), ("4000000000000341", 200),
            ] {
                let card = "type=card&card[number]=\(number)"
                let method = try #require(try await client.call(.post, "/v1/payment_methods", card)["id"])
                let attach = "/v1/payment_methods/\(method)/attach"
                #expect(try await client.call(.post, attach, "customer=\(customer)").status == status)
                if status == 200 {
                    let form = SandboxClient.charge(method, extra: "&customer=\(customer)")
                    #expect(try await client.call(.post, "/v1/payment_intents", form).status == 402)
                }
            }
            #expect(
                try await client.call(.post, "/v1/payment_methods", "type=card&card[number]=4111").status
                    == 402)
        }
    }

    @Test func `the list is newest first, in pages, and knows customer and time`() async throws {
        var configuration = SandboxConfiguration()
        configuration.startsAt = 1_700_000_000
        try await SandboxClient.run(configuration) { client in
            try client.sandbox.register(ScriptedMethod(id: "pm_1", customer: "cus_1", outcomes: [.succeeds]))
            var ids: [String] = []
            for second in 0..<5 {
                client.sandbox.setClock(1_700_000_000 + Int64(second))
                let form = SandboxClient.charge("pm_1", extra: "&customer=cus_1")
                ids.append(try #require(try await client.call(.post, "/v1/payment_intents", form)["id"]))
                _ = try await client.call(.post, "/v1/payment_intents", SandboxClient.charge("pm_card_visa"))
            }
            let path = "/v1/payment_intents?customer=cus_1&limit=2"
            let first = try await client.call(.get, path)
            #expect([first["data.0.id"], first["data.1.id"]] == [ids[4], ids[3]])
            #expect(first["has_more"] == "1" && first["data"] == "2 elements")
            let last = try await client.call(.get, "\(path)&starting_after=\(ids[1])")
            #expect(last["data.0.id"] == ids[0] && last["has_more"] == "0" && last["data"] == "1 elements")
            let since = try await client.call(
                .get, "/v1/payment_intents?created%5Bgte%5D=1700000003&limit=100")
            #expect(since["data"] == "4 elements")
            for bad in ["limit=0", "limit=101", "colour=red", "starting_after=pi_none", "customer=cus_none"] {
                #expect(try await client.call(.get, "/v1/payment_intents?\(bad)").status == 400, "\(bad)")
            }
        }
    }

    @Test func `refunds give back at most what was taken`() async throws {
        try await SandboxClient.run { client in
            let form = SandboxClient.charge("pm_card_visa")
            let charge = try await client.call(.post, "/v1/payment_intents", form)
            let intent = try #require(charge["id"])
            let path = "/v1/refunds"
            let part = try await client.call(
                .post, path, "payment_intent=\(intent)&amount=999&reason=duplicate", key: "r")
            #expect(part["status"] == "succeeded" && part["amount"] == "999")
            let again = try await client.call(
                .post, path, "payment_intent=\(intent)&amount=999&reason=duplicate", key: "r")
            #expect(again["id"] == part["id"])
            #expect(try await client.call(.post, path, "payment_intent=\(intent)&amount=1001").status == 400)
            let rest = try await client.call(.post, path, "charge=\(try #require(charge["latest_charge"]))")
            #expect(rest["amount"] == "1000")
            let spent = try await client.call(.post, path, "payment_intent=\(intent)")
            #expect(spent["error.code"] == "charge_already_refunded")
            #expect(
                try await client.call(.get, "/v1/refunds/\(try #require(rest["id"]))")["amount"] == "1000")
            #expect(client.sandbox.charges().map(\.refunded) == [1_999])
        }
    }

    @Test(arguments: [
        (HTTPMethod.get, "/v1/payment_intents/pi_none"), (.get, "/v1/customers/cus_none"),
        (.get, "/v1/payment_methods/pm_none"), (.get, "/v1/refunds/re_none"), (.get, "/v1/nothing"),
        (.delete, "/v1/payment_intents"), (.get, "/"), (.get, "/_sandbox/nothing"),
    ])
    func `what does not exist is 404`(method: HTTPMethod, path: String) async throws {
        try await SandboxClient.run { client in
            let reply = try await client.call(method, path)
            #expect(reply.status == 404)
        }
    }
}
