import Billing
import BillingFormats
import Monetary
import Testing

@Suite("Which processor holds an account's methods")
struct ProcessorChoiceTests {
    private func read(_ processor: String) throws -> Catalog {
        try CatalogFile.parse(
            "seller: {id: s, name: S, country: US, time_zone: UTC}\n\(processor)\n",
            fileName: "catalog.yaml")
    }

    private func account(_ id: String, _ currency: String) throws -> Account {
        Account(id: id, currency: try Currency(code: currency), timeZoneID: "UTC", country: "IN")
    }

    @Test("an account's own word comes before its currency's, and Stripe where nothing is said")
    func order() throws {
        let silent = try read("").processor
        #expect(try silent.processor(for: account("acme", "INR")) == .stripe)
        let choice = try read(
            "processor: {currencies: {INR: razorpay}, accounts: {acme: stripe, zeta: razorpay}}"
        )
        .processor
        #expect(try choice.processor(for: account("other", "INR")) == .razorpay)
        #expect(try choice.processor(for: account("acme", "INR")) == .stripe)
        #expect(try choice.processor(for: account("zeta", "USD")) == .razorpay)
        #expect(try choice.processor(for: account("other", "USD")) == .stripe)
        #expect(try read("processor: {default: razorpay}").processor.fallback == .razorpay)
    }

    @Test(
        "what no processor is, and what Razorpay cannot do, is refused",
        arguments: [
            "processor: {default: paypal}", "processor: {currencies: {XXX: stripe}}",
            "processor: {currencies: {USD: razorpay}}", "processor: stripe", "processor: {fallback: stripe}",
        ])
    func refused(text: String) {
        #expect(throws: FormatError.self) { try read(text) }
    }
}
