import Monetary
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("Codes to pay by")
struct PaymentCodeTests {
    @Test("a transfer in euros has an EPC code with the amount that is left, and a paid invoice has none")
    func epc() throws {
        var content = try Samples.german().content()
        let code = try #require(PaymentCode(content))
        let lines = code.payload.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 11)
        #expect(lines[5...7] == ["Spree Hosting GmbH", "DE02120300000000202051", "EUR\(euros(content))"])
        content.amountPaidMinorUnits = content.amountDueMinorUnits
        #expect(PaymentCode(content) == nil)
        content.amountPaidMinorUnits = 0
        content.isCollectedAutomatically = true
        #expect(PaymentCode(content) == nil)
    }

    private func euros(_ content: DocumentContent) -> String {
        content.currency.majorUnits(content.outstandingMinorUnits)
    }

    @Test("controls, line ends and long names never break a code's lines")
    func hostile() throws {
        var content = try Samples.german().content()
        content.bankAccount?.holder = "A\nB\u{202E}C\u{0}\r\n" + String(repeating: "ä", count: 200)
        content.number = "X\nY"
        let code = try #require(PaymentCode(content))
        let lines = code.payload.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 11)
        #expect(lines[5].count == 70)
        #expect(lines[10] == "XY")
        _ = try code.code()
    }

    @Test("a Swiss reference has check digits that the bank's own rules accept")
    func swissReferences() throws {
        var content = try Samples.german().content()
        content.seller.place = PostalPlace(city: "Zürich", postcode: "8001")
        content.bankAccount = BankAccount(iban: try IBAN(parsing: "CH44 3199 9123 0008 8901 2"))
        guard case .swiss(let qr)? = PaymentCode(content) else { throw Missing() }
        #expect(qr.reference.kind == "QRR" && qr.reference.text.count == 27)
        content.number = "21000000000313947143000901"
        guard case .swiss(let known)? = PaymentCode(content) else { throw Missing() }
        // The example of the Implementation Guidelines, annex B.
        #expect(known.reference.text == "210000000003139471430009017")
        #expect(known.reference.printed == "21 00000 00003 13947 14300 09017")
        content.bankAccount = BankAccount(iban: try IBAN(parsing: "CH93 0076 2011 6238 5295 7"))
        content.number = "539007547034"
        guard case .swiss(let creditor)? = PaymentCode(content) else { throw Missing() }
        // ISO 11649's best-known example.
        #expect(creditor.reference.text == "RF18539007547034")
        content.seller.place = nil
        guard case .epc? = PaymentCode(content) else { throw Missing() }
    }

    struct Missing: Error {}
}
