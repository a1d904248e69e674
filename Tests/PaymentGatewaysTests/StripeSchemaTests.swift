import Billing
import Foundation
import Testing

@testable import PaymentGateways

/// The names and shapes of our requests against what Stripe publishes: the schemas of its OpenAPI description, and the
/// parameter names of the pinned version.
@Suite struct StripeSchemaTests {
    struct Call: Sendable, CustomTestStringConvertible {
        let path: String
        let name: String
        let pairs: [(name: String, value: String)]
        var testDescription: String { path }
    }

    private static let charge = ContractBench.request()
    private static let refund = RefundRequest(
        refundID: "refund_1", idempotencyKey: "bc1:test:refund:1", chargeReference: "pi_1",
        amountMinorUnits: 100, currencyCode: "USD", currencyExponent: 2)

    private static func link(_ purpose: UpdateLinkRequest.Purpose) -> UpdateLinkRequest {
        UpdateLinkRequest(
            accountID: "acct_1", customerReference: "cus_1", currencyCode: "USD",
            returnURL: "https://example.com/back", purpose: purpose)
    }

    static let calls: [Call] = [
        Call(
            path: "/v1/payment_intents", name: "payment_intents.create",
            pairs: FormEncoding.decode(StripeChargeForm.body(for: charge, describes: true)) ?? []),
        Call(
            path: "/v1/payment_intents/{intent}/cancel", name: "payment_intents.cancel",
            pairs: StripeGateway.cancellation),
        Call(
            path: "/v1/refunds", name: "refunds.create",
            pairs: StripeGateway.refundPairs(refund, amount: 100)),
        Call(
            path: "/v1/checkout/sessions", name: "checkout.sessions.create",
            pairs: StripeGateway.page(link(.addMethod)).pairs),
        Call(
            path: "/v1/billing_portal/sessions", name: "billing_portal.sessions.create",
            pairs: StripeGateway.page(link(.updateMethods)).pairs),
    ]

    /// "metadata[bc_invoice]" is a value below "metadata".
    private static func outermost(_ name: String) -> String { String(name.prefix { $0 != "[" }) }

    @Test(arguments: calls) func `every parameter is one of the pinned version's`(call: Call) throws {
        let all = try Fixture.object("stripe_params.2026-06-24.json")
        let entry = try #require(all[call.name] as? [String: Any])
        let required = try #require(entry["required"] as? [String])
        let optional = try #require(entry["optional"] as? [String])
        // "off_session :: 'one_off', 'recurring'": the name, and the values where they are a list.
        let split = (required + optional).map { $0.components(separatedBy: " :: ") }
        let known = Dictionary(
            split.map { ($0[0], $0.dropFirst().first) }, uniquingKeysWith: { first, _ in first })
        #expect(!call.pairs.isEmpty)
        for pair in call.pairs {
            let name = Self.outermost(pair.name)
            let values = try #require(known[name], "\(name)")
            if name == "off_session" { continue }  // true is allowed beside the words
            if let values, !values.contains("''") { #expect(values.contains("'\(pair.value)'"), "\(pair)") }
        }
        let sent = Set(call.pairs.map { Self.outermost($0.name) })
        #expect(sent.isSuperset(of: required.map { $0.components(separatedBy: " :: ")[0] }))
    }

    @Test(arguments: calls) func `every value has the shape of the published schema`(call: Call) throws {
        let paths = try #require(
            try Fixture.object("stripe_requests.2020-08-27.json")["paths"] as? [String: Any])
        let post = try #require(
            (paths[call.path] as? [String: Any])?["post"] as? [String: Any], "\(call.path)")
        let content = (post["requestBody"] as? [String: Any])?["content"] as? [String: Any]
        let form = content?["application/x-www-form-urlencoded"] as? [String: Any]
        let schema = try #require(form?["schema"] as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])
        // Came after the description of 2020; the pinned version's names have it.
        for pair in call.pairs where Self.outermost(pair.name) != "flow_data" {
            let property = try #require(
                properties[Self.outermost(pair.name)] as? [String: Any], "\(pair.name)")
            try Self.check(pair.value, name: pair.name, against: property)
        }
        let required = (schema["required"] as? [String]) ?? []
        #expect(Set(call.pairs.map { Self.outermost($0.name) }).isSuperset(of: required))
    }

    private static func check(_ value: String, name: String, against property: [String: Any]) throws {
        if let alternatives = property["anyOf"] as? [[String: Any]] {
            #expect(alternatives.contains { fits(value, name: name, $0) }, "\(name)=\(value)")
        } else {
            #expect(fits(value, name: name, property), "\(name)=\(value)")
        }
    }

    private static func fits(_ value: String, name: String, _ property: [String: Any]) -> Bool {
        if let words = property["enum"] as? [String], !words.contains(value) { return false }
        if let longest = property["maxLength"] as? Int, value.count > longest { return false }
        switch property["type"] as? String {
        case "integer": return Int64(value) != nil
        case "boolean": return ["true", "false"].contains(value)
        case "array": return name.hasSuffix("[]")
        case "object": return name.contains("[") && !name.hasSuffix("[]")
        case "string", nil: return !name.contains("[")
        default: return false
        }
    }
}
