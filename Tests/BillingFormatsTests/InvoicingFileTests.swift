import Billing
import BillingFormats
import Monetary
import Testing

@Suite("What documents follow, in files")
struct InvoicingFileTests {
    @Test("a seller's letterhead, accounts and contact are read")
    func seller() throws {
        let catalog = try CatalogFile.parse(
            """
            seller:
              id: s
              name: S
              country: DE
              time_zone: Europe/Berlin
              city: Berlin
              postcode: 10115
              contact: {name: Kasse, phone: +49 30 123456, email: kasse@s.example}
              electronic_address: "9930:DE123456789"
              bank_accounts:
                - {currency: EUR, holder: S GmbH, bank: B, iban: DE02 1203 0000 0000 2020 51, bic: byladem1001}
                - {currency: INR, upi: s@bank}
                - {details: {Routing number: "026009593"}}
              accent: "#8a1538"
              logo: logo.png
              paper: letter
              note: Thank you.
            """, fileName: "catalog.yaml")
        let details = catalog.seller.invoicing
        #expect(details.place == PostalPlace(city: "Berlin", postcode: "10115"))
        #expect(details.contact?.phone == "+49 30 123456")
        #expect(details.electronicAddress?.scheme == "9930")
        #expect(details.accent?.red == 0x8A)
        #expect(details.logo == "logo.png")
        #expect(details.paper == .letter)
        #expect(details.note == "Thank you.")
        let euro = details.bankAccount(for: try Currency(code: "EUR"))
        #expect(euro?.iban?.electronic == "DE02120300000000202051")
        #expect(euro?.bic == "BYLADEM1001")
        #expect(details.bankAccount(for: try Currency(code: "INR"))?.upi == "s@bank")
        #expect(details.bankAccount(for: try Currency(code: "USD"))?.details.first?.value == "026009593")
    }

    @Test(
        "an account's reference, order, address and language are read, and a slip in a Leitweg-ID is refused")
    func account() throws {
        func read(_ keys: String) throws -> BuyerInvoicing? {
            try ScenarioFile.parse(
                """
                catalog: {seller: {id: s, name: S, country: DE, time_zone: UTC}}
                accounts: [{id: a, currency: EUR, time_zone: UTC, country: DE, \(keys)}]
                until: 2024-01-01T00:00:00Z
                """, fileName: "scenario.yaml"
            ) { _ in [] }.accounts.first?.account.invoicing
        }
        let details = try read(
            "purchase_order: PO-1, buyer_reference: 992-90009-96, electronic_address: a@b.example, city: M, postcode: 8, language: de, e_invoice: xrechnung"
        )
        #expect(details?.purchaseOrder == "PO-1")
        #expect(details?.reference == "992-90009-96")
        #expect(details?.electronicAddress?.value == "a@b.example")
        #expect(details?.place?.city == "M")
        #expect(details?.language == "de")
        #expect(details?.electronicInvoice == .xRechnung)
        for (keys, reason) in [
            ("buyer_reference: 992-90009-97, e_invoice: xrechnung", "is not a Leitweg-ID"),
            ("language: German", "is not a language"), ("e_invoice: zugferd", "is not known"),
            ("electronic_address: nobody", "is not valid"), ("postcode: 8", "city: is missing"),
        ] {
            let error = #expect(throws: FormatError.self) { try read(keys) }
            #expect(error.map { "\($0)".contains(reason) } == true, "\(keys): \(String(describing: error))")
        }
    }
}
