import Billing
import HTTPTransport
import Testing

@testable import PaymentGateways

/// The table of answers of PROCESSORS 1a, one row a case.
@Suite struct StripeAnswerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int
        let body: String
        let headers: HTTPHeaders
        let expected: Expected

        var testDescription: String { name }

        init(
            _ name: String, _ status: Int, _ body: String, headers: HTTPHeaders = [:], _ expected: Expected
        ) {
            self.name = name
            self.status = status
            self.body = body
            self.headers = headers
            self.expected = expected
        }
    }

    /// An answer, or only its kind where the wording is for people.
    enum Expected: Sendable {
        case exactly(ChargeAnswer)
        case unknown
        case contradicts
        case notExecuted
        case unavailable
    }

    static func intent(
        _ status: String, amount: Int = 1_999, currency: String = "usd", received: Int? = nil,
        attempt: String = "att_1", livemode: Bool = false, failure: String = "null"
    ) -> String {
        """
        {"id":"pi_1","object":"payment_intent","status":"\(status)","amount":\(amount),"currency":"\(currency)",
         "amount_received":\(received ?? (status == "succeeded" ? amount : 0)),"livemode":\(livemode),
         "metadata":{"bc_attempt":"\(attempt)"},"last_payment_error":\(failure)}
        """
    }

    static func error(_ fields: String) -> String { #"{"error":{\#(fields)}}"# }

    static let cardError =
        #""type":"card_error","payment_intent":{"id":"pi_1","status":"requires_payment_method"}"#

    static let rows: [Row] = [
        Row("200 succeeded", 200, intent("succeeded"), .exactly(.succeeded(reference: "pi_1"))),
        Row("200 processing", 200, intent("processing"), .exactly(.pending(reference: "pi_1"))),
        Row("200 requires_action", 200, intent("requires_action"), .exactly(.needsAction(reference: "pi_1"))),
        Row("200 requires_capture", 200, intent("requires_capture"), .unknown),
        Row("200 requires_confirmation", 200, intent("requires_confirmation"), .unknown),
        Row("200 a state of the future", 200, intent("requires_patience"), .unknown),
        Row("200 never confirmed", 200, intent("requires_payment_method"), .unknown),
        Row("200 another amount", 200, intent("succeeded", amount: 2_000), .contradicts),
        Row("200 another currency", 200, intent("succeeded", currency: "eur"), .contradicts),
        Row("200 less received", 200, intent("succeeded", received: 1_000), .contradicts),
        Row("200 another attempt", 200, intent("succeeded", attempt: "att_2"), .contradicts),
        Row("200 live in test mode", 200, intent("succeeded", livemode: true), .contradicts),
        Row("200 HTML", 200, "<html></html>", .unknown),
        Row("200 truncated", 200, String(intent("succeeded").prefix(60)), .unknown),
        Row("200 empty", 200, "", .unknown),
        Row("201", 201, intent("succeeded"), .unknown),
        Row("302", 302, "", .unknown),
        Row(
            "402 insufficient_funds", 402,
            error(cardError + #","code":"card_declined","decline_code":"insufficient_funds""#),
            .exactly(.declined("insufficient_funds", reference: "pi_1"))),
        Row(
            "402 expired_card", 402, error(cardError + #","code":"expired_card""#),
            .exactly(.declined("expired_card", reference: "pi_1"))),
        Row(
            "402 without decline_code", 402, error(#""type":"invalid_request_error","code":"card_declined""#),
            .exactly(.declined("card_declined", reference: nil))),
        Row(
            "402 soft, but never again", 402,
            error(
                cardError
                    + #","code":"card_declined","decline_code":"do_not_honor","advice_code":"do_not_try_again""#
            ),
            .exactly(
                .declined(DeclineDetails("do_not_honor", advice: .doNotTryAgain), reference: "pi_1"))),
        Row(
            "402 hard, and never again", 402,
            error(
                cardError
                    + #","code":"card_declined","decline_code":"stolen_card","advice_code":"do_not_try_again""#
            ),
            .exactly(.declined(DeclineDetails("stolen_card", advice: .doNotTryAgain), reference: "pi_1"))),
        Row(
            "402 with all that the network said", 402,
            error(
                cardError
                    + #","code":"card_declined","decline_code":"do_not_honor","network_decline_code":"51","#
                    + #""network_advice_code":"24","payment_method":{"id":"pm_1","card":{"fingerprint":"fp"}}"#
            ),
            .exactly(
                .declined(
                    DeclineDetails(
                        "do_not_honor", networkDeclineCode: "51", networkAdviceCode: "24", fingerprint: "fp"),
                    reference: "pi_1"))),
        Row(
            "402 authentication_required", 402, error(cardError + #","code":"authentication_required""#),
            .exactly(.needsAction(reference: "pi_1"))),
        Row(
            "402 authentication_required without an intent", 402,
            error(#""type":"card_error","code":"authentication_required""#),
            .exactly(.declined("authentication_required", reference: nil))),
        Row(
            "402 should be tried again", 402, error(cardError + #","code":"card_declined""#),
            headers: ["Stripe-Should-Retry": "true"], .unknown),
        Row("402 HTML", 402, "<html></html>", .unknown),
        Row(
            "400 amount_too_small", 400, error(#""type":"invalid_request_error","code":"amount_too_small""#),
            .exactly(.refused(code: "amount_too_small"))),
        Row(
            "400 of an amount by a word of its own", 400,
            error(#""type":"invalid_request_error","code":"parameter_invalid_integer","param":"amount""#),
            .exactly(.refused(code: "amount_not_accepted"))),
        Row(
            "400 of an amount that is too large", 400,
            error(#""type":"invalid_request_error","code":"amount_too_large","param":"amount""#),
            .exactly(.refused(code: "amount_too_large"))),
        Row(
            "400 resource_missing", 400, error(#""type":"invalid_request_error","code":"resource_missing""#),
            .exactly(.refused(code: "resource_missing"))),
        Row(
            "400 without a code", 400, error(#""type":"invalid_request_error""#),
            .exactly(.refused(code: "invalid_request_error"))),
        Row(
            "400 other parameters under the key", 400, error(#""type":"idempotency_error""#),
            .contradicts),
        Row(
            "400 of a card", 400, error(cardError + #","code":"incorrect_cvc""#),
            .exactly(.declined("incorrect_cvc", reference: "pi_1"))),
        Row("400 of Stripe's own", 400, error(#""type":"api_error""#), .unknown),
        Row("400 HTML", 400, "<html></html>", .unknown),
        Row("401", 401, error(#""type":"invalid_request_error""#), .unavailable),
        Row("403", 403, error(#""type":"invalid_request_error""#), .unavailable),
        Row("403 of a wall before Stripe", 403, "<html></html>", .unknown),
        Row(
            "404", 404, error(#""type":"invalid_request_error","code":"resource_missing""#),
            .exactly(.refused(code: "resource_missing"))),
        Row("404 HTML", 404, "<html></html>", .unknown),
        Row(
            "409 key in use", 409, error(#""type":"idempotency_error","code":"idempotency_key_in_use""#),
            .unknown),
        Row("409 lock", 409, error(#""type":"invalid_request_error","code":"lock_timeout""#), .unknown),
        Row("424", 424, error(#""type":"api_error""#), .unknown),
        Row(
            "429 rate limit", 429, error(#""type":"invalid_request_error","code":"rate_limit""#), .notExecuted
        ),
        Row("429 lock", 429, error(#""type":"invalid_request_error","code":"lock_timeout""#), .notExecuted),
        Row("500", 500, error(#""type":"api_error""#), .unknown),
        Row(
            "500 not to be tried again", 500, error(#""type":"api_error""#),
            headers: ["Stripe-Should-Retry": "false"], .unknown),
        Row("502 HTML", 502, "<html></html>", .unknown),
        Row("503 empty", 503, "", .unknown),
        Row("504 that carries a success", 504, intent("succeeded"), .unknown),
    ]

    private static let sent = StripeChargeForm(
        [UInt8]("amount=1999&currency=usd&metadata%5Bbc_attempt%5D=att_1".utf8))

    @Test(arguments: rows) func `an answer of Stripe's has one meaning`(row: Row) throws {
        let answer = StripeAnswer(sent: try #require(Self.sent), mode: .test).read(
            HTTPResponse(status: row.status, headers: row.headers, body: [UInt8](row.body.utf8)))
        switch (row.expected, answer) {
        case (.exactly(let expected), _): #expect(answer == expected)
        case (.unknown, .unknown), (.notExecuted, .notExecuted), (.unavailable, .unavailable),
            (.contradicts, .contradicts):
            break
        default: Issue.record("\(answer)")
        }
    }

    /// States in which a look-up may find a PaymentIntent, beside those of a direct answer.
    @Test func `a failed confirmation that is found later is the decline it was`() throws {
        let answer = StripeAnswer(sent: try #require(Self.sent), mode: .test)
        func found(_ status: String, failure: String) throws -> ChargeAnswer {
            let body = Self.intent(status, failure: failure)
            let response = HTTPResponse(status: 200, headers: [:], body: [UInt8](body.utf8))
            return answer.read(try #require(StripeAnswer.decode(StripeWire.PaymentIntent.self, response)))
        }
        let status = "requires_payment_method"
        #expect(
            try found(status, failure: #"{"code":"card_declined","decline_code":"lost_card"}"#)
                == .declined("lost_card", reference: "pi_1"))
        #expect(
            try found(status, failure: #"{"code":"authentication_required"}"#)
                == .needsAction(reference: "pi_1"))
        #expect(try found("canceled", failure: "null") == .refused(code: "canceled"))
    }

    @Test func `a reason carries what logs need and none of Stripe's free text`() throws {
        let body = Self.error(#""type":"api_error","message":"Invalid key sk_test_abc""#)
        let headers: HTTPHeaders = ["Request-Id": "req_9", "Idempotent-Replayed": "true"]
        let answer = StripeAnswer(sent: try #require(Self.sent), mode: .test).read(
            HTTPResponse(status: 500, headers: headers, body: [UInt8](body.utf8)))
        #expect(answer == .unknown(reason: "api_error, HTTP 500, request req_9, replayed"))
    }
}
