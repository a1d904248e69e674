import Billing
import Monetary
import Testing

/// What may become another about an account, and what that comes to.
@Suite("Changes of an account") struct AccountEditTests {
    private static func account() -> Account {
        Account(
            id: "acme", name: "Acme", email: "a@acme.example", currency: currency("EUR"), timeZoneID: "UTC",
            country: "US", region: "CA", address: ["1 Main St", "San Francisco"], taxID: "X1")
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var edit: @Sendable (inout AccountEdit) -> Void
        var differences: [String]
    }

    @Test(
        "only what is given becomes another, and each difference is told",
        arguments: [
            Case(testDescription: "nothing", edit: { _ in }, differences: []),
            Case(
                testDescription: "what it is already",
                edit: {
                    $0.name = "Acme"
                    $0.isTaxExempt = false
                }, differences: []),
            Case(
                testDescription: "a name and a tax id",
                edit: {
                    $0.name = "Acme Ltd"
                    $0.taxID = "DE136695976"
                }, differences: ["name: Acme → Acme Ltd", "tax_id: X1 → DE136695976"]),
            Case(
                testDescription: "what it has no more", edit: { $0.cleared = [.taxID, .email, .address] },
                differences: [
                    "email: a@acme.example → none", "address: 1 Main St, San Francisco → none",
                    "tax_id: X1 → none",
                ]),
            Case(
                testDescription: "another country, whose region is given",
                edit: {
                    $0.country = "IN"
                    $0.region = "KA"
                }, differences: ["country: US → IN", "region: CA → KA"]),
            Case(
                testDescription: "another country, without a region",
                edit: {
                    $0.country = "DE"
                    $0.cleared = [.region]
                }, differences: ["country: US → DE", "region: CA → none"]),
            Case(
                testDescription: "exemption, terms and collection",
                edit: {
                    $0.isTaxExempt = true
                    $0.paymentTermsDays = 30
                    $0.collection = .manual
                },
                differences: [
                    "tax_exempt: false → true", "payment_terms_days: 0 → 30",
                    "collection: automatic → manual",
                ]),
            Case(
                testDescription: "what its clerks ask for", edit: { $0.invoicing.purchaseOrder = "PO 7" },
                differences: ["purchase_order: none → PO 7"]),
        ])
    func changes(_ row: Case) throws {
        var edit = AccountEdit()
        row.edit(&edit)
        let before = Self.account()
        let change = try edit.change(of: before)
        let told = change.differences.map { "\($0.fact): \($0.before ?? "none") → \($0.now ?? "none")" }
        #expect(told == row.differences)
        #expect((change.account == before) == row.differences.isEmpty)
        #expect(change.account.id == before.id && change.account.currency == before.currency)
        #expect(try edit.change(of: change.account).differences.isEmpty, "a second time changes nothing")
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var edit: @Sendable (inout AccountEdit) -> Void
    }

    @Test(
        "what no document or tax table could use is refused in words that say what would be right",
        arguments: [
            Refusal(testDescription: "give the new region, or clear it", edit: { $0.country = "DE" }),
            Refusal(
                testDescription: "two capital letters like US",
                edit: {
                    $0.country = "Germany"
                    $0.cleared = [.region]
                }),
            Refusal(
                testDescription: "for Greece, GR",
                edit: {
                    $0.country = "EL"
                    $0.cleared = [.region]
                }),
            Refusal(testDescription: "like CA of US-CA", edit: { $0.region = "California" }),
            Refusal(testDescription: "give 0 to 3650 days", edit: { $0.paymentTermsDays = -1 }),
            Refusal(testDescription: "give 0 to 3650 days", edit: { $0.paymentTermsDays = 4_000 }),
            Refusal(testDescription: "without control characters, or clear it", edit: { $0.name = "" }),
            Refusal(testDescription: "e-mail address", edit: { $0.email = "a\u{7}" }),
            Refusal(
                testDescription: "its check digits do not fit",
                edit: {
                    $0.invoicing.electronicInvoice = .xRechnung
                    $0.invoicing.reference = "992-90009-97"
                }),
        ])
    func refused(_ row: Refusal) throws {
        var edit = AccountEdit()
        row.edit(&edit)
        #expect {
            try edit.change(of: Self.account())
        } throws: {
            "\($0)".contains(row.testDescription)
        }
    }
}
