import Billing
import HTTPTransport
import Testing

@testable import PaymentGateways

/// The bytes that are stored and sent.
@Suite struct StripeChargeFormTests {
    /// The parameters of `POST /v1/payment_intents` in stripe-python 15.3.1 (`_payment_intent_create_params.py`), API
    /// version 2026-06-24.dahlia; required are `amount` and `currency`.
    static let parameters: Set<String> = [
        "amount", "amount_details", "application_fee_amount", "automatic_payment_methods", "capture_method",
        "confirm", "confirmation_method", "confirmation_token", "currency", "customer", "customer_account",
        "description", "error_on_requires_action", "excluded_payment_method_types", "expand", "hooks",
        "mandate",
        "mandate_data", "metadata", "off_session", "on_behalf_of", "payment_details", "payment_method",
        "payment_method_configuration", "payment_method_data", "payment_method_options",
        "payment_method_types",
        "radar_options", "receipt_email", "return_url", "setup_future_usage", "shipping",
        "statement_descriptor",
        "statement_descriptor_suffix", "transfer_data", "transfer_group", "use_stripe_sdk",
    ]

    private func gateway(describes: Bool = true) throws -> StripeGateway {
        var configuration = StripeConfiguration(secretKey: Secret("sk_test_1"), mode: .test)
        configuration.describesCharges = describes
        return try StripeGateway(configuration, transport: HTTPTransport())
    }

    @Test func `the body is exactly this`() throws {
        let charge = try gateway().prepare(ContractBench.request())
        let expected =
            "amount=7900&currency=usd&customer=cus_1&payment_method=pm_att_1&off_session=true&confirm=true"
            + "&payment_method_types%5B%5D=card&metadata%5Bbc_invoice%5D=inv_1&metadata%5Bbc_attempt%5D=att_1"
            + "&description=Invoice%20INV-2024-001"
        #expect(String(decoding: charge.body, as: UTF8.self) == expected)
        #expect(charge.apiVersion == "2026-06-24.dahlia")
        #expect(charge.idempotencyKey == "bc1:test:inv_1:att_1")
        #expect(try gateway().prepare(ContractBench.request()) == charge)
    }

    @Test func `without a customer or a description their parameters are left out`() throws {
        let charge = try gateway(describes: false).prepare(ContractBench.request(customer: nil))
        let body = String(decoding: charge.body, as: UTF8.self)
        #expect(!body.contains("customer") && !body.contains("description"))
    }

    @Test func `every parameter is one that Stripe has, and the required ones are there`() throws {
        let pairs = try #require(FormEncoding.decode(try gateway().prepare(ContractBench.request()).body))
        let names = Set(pairs.map { String($0.name.prefix { $0 != "[" }) })
        #expect(names.subtracting(Self.parameters).isEmpty)
        #expect(names.isSuperset(of: ["amount", "currency"]))
    }

    @Test(arguments: ["a&amount=1", "a=b", "100%", "a+b c", "\r\nX: y", "\0", "é€😀", "[]", "~-._"])
    func `no value can become another parameter`(text: String) throws {
        var request = ContractBench.request(customer: text)
        request.invoiceNumber = text
        request.methodReference = text
        request.invoiceID = text
        let body = try gateway().prepare(request).body
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%=&".utf8)
        #expect(Set(body).isSubset(of: allowed))
        let pairs = try #require(FormEncoding.decode(body))
        #expect(pairs.count == 10)
        #expect(pairs.filter { $0.name == "amount" }.map(\.value) == ["7900"])
        #expect(pairs.first { $0.name == "customer" }?.value == text)
        #expect(pairs.first { $0.name == "description" }?.value == "Invoice \(text)")
    }

    @Test(
        arguments: [
            ("USD", 2, 7_900, 7_900), ("JPY", 0, 500, 500), ("KWD", 3, 5_120, 5_120),
            ("KWD", 3, 5_124, 5_124),
            ("ISK", 0, 500, 50_000), ("UGX", 0, 500, 50_000), ("MGA", 2, 50_000, 500),
            ("MGA", 2, 50_050, nil),
            ("HUF", 2, 17_500, 17_500), ("USD", 2, 0, nil), ("USD", 2, -1, nil),
            ("ISK", 0, Int64.max, nil),
        ] as [(String, Int, Int64, Int64?)])
    func `amounts are counted as Stripe counts them, and never rounded`(
        currency: String, exponent: Int, amount: Int64, expected: Int64?
    ) {
        #expect(StripeAmount.minorUnits(amount, currencyCode: currency, exponent: exponent) == expected)
    }

    @Test func `an amount that Stripe cannot express is refused without being sent`() async throws {
        var request = ContractBench.request(amount: 5_124)
        request.currencyCode = "MGA"
        request.currencyExponent = 3
        let gateway = try gateway()
        #expect(await gateway.send(gateway.prepare(request)) == .refused(code: "amount_not_representable"))
    }

    @Test func `a key that does not fit a header is refused without being sent`() async throws {
        var request = ContractBench.request()
        let gateway = try gateway()
        for key in ["a\r\nX: y", "", "a b", String(repeating: "k", count: 256)] {
            request.idempotencyKey = key
            #expect(await gateway.send(gateway.prepare(request)) == .refused(code: "malformed_charge"))
        }
    }
}
