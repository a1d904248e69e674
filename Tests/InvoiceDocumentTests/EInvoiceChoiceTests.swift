import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("Which electronic invoice goes with a document")
struct EInvoiceChoiceTests {
    @Test("the countries decide, the buyer's wish before them")
    func choice() throws {
        func choice(_ seller: String, _ buyer: String, _ change: (inout Account) -> Void = { _ in })
            -> EInvoiceChoice
        {
            var seen = Parties.berlin
            seen.country = seller
            var account = Parties.acme
            account.country = buyer
            change(&account)
            return EInvoiceChoice(seller: seen, buyer: account)
        }
        #expect(choice("US", "US").embedded == nil && choice("US", "DE").embedded == nil)
        #expect(choice("DE", "IN").embedded == nil)
        #expect(choice("DE", "FR").embedded == .en16931 && choice("CH", "DE").embedded == .en16931)
        let authority = choice("DE", "DE") { $0.invoicing.reference = "992-90009-96" }
        #expect(authority.embedded == .en16931 && authority.beside == .ubl(.xRechnung))
        #expect(choice("DE", "DE") { $0.invoicing.reference = "our ref 7" }.embedded == .en16931)
        #expect(choice("BE", "BE") { $0.taxID = "BE0123456749" }.beside == .ubl(.peppol))
        #expect(choice("BE", "BE").beside == nil)
        let wish = choice("US", "US") { $0.invoicing.electronicInvoice = .peppol }
        #expect(wish.beside == .ubl(.peppol) && wish.isAskedFor)
        #expect(
            choice("DE", "DE") { $0.invoicing.electronicInvoice = ElectronicInvoiceForm.none }.embedded == nil
        )
    }

    @Test("a tax that is wrong by a cent is refused, though the official rules let it pass")
    func cent() throws {
        var content = try Samples.german().content()
        _ = try FacturX.xml(content, profile: .en16931)
        content.taxes[0].amountMinorUnits += 1
        #expect(throws: DocumentError.self) { try FacturX.xml(content, profile: .en16931) }
        content.taxes[0].amountMinorUnits -= 1
        content.groups[0].lines[0].amountMinorUnits += 1
        #expect(throws: DocumentError.self) { try UBL.xml(content) }
    }

    @Test("what keeps the XML from being made is a remark, and the pages are there")
    func remark() throws {
        var sample = try Samples.german()
        sample.buyer.invoicing.reference = nil
        sample.buyer.invoicing.electronicInvoice = .xRechnung
        let bundle = try InvoiceLayout(kit: Documents.kit).bundle(
            sample.content(), EInvoiceChoice(seller: sample.seller, buyer: sample.buyer))
        #expect(bundle.remarks.count == 1)
        #expect(bundle.remarks.first?.contains("lacks BT-10") == true, "\(bundle.remarks)")
        #expect(bundle.xml == nil && !bundle.pages.bytes.isEmpty)
    }
}
