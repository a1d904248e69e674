import BillingCalendar
import Monetary
import PDFWriter
import PropertyTestKit
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("Electronic invoices")
struct EInvoiceTests {
    /// Samples that EN 16931 has words for.
    static func samples() throws -> [SampleInvoice] {
        [
            try Samples.oneLine(), try Samples.everyKind(), try Samples.reverseCharge(),
            try Samples.inclusive(),
            try Samples.negativeTotal(), try Samples.german(), try Samples.yen(), try exempt(),
            try inclusiveOdds(), try creditAndCharge(), try outside(), try Samples.hostile(),
        ]
    }

    static func exempt() throws -> SampleInvoice {
        var buyer = Parties.muster
        buyer.isTaxExempt = true
        return try SampleInvoice(
            "exempt", seller: Parties.berlin, buyer: buyer, lines: [try SampleLines.plan()])
    }

    static func outside() throws -> SampleInvoice {
        var buyer = Parties.muster
        buyer.country = "CH"
        buyer.address = ["Bahnhofstrasse 1", "8001 Zürich", "Schweiz", "Postfach 12", "Büro 3"]
        return try SampleInvoice(
            "outside", seller: Parties.berlin, buyer: buyer, lines: [try SampleLines.plan()])
    }

    /// Inclusive lines whose net amounts do not come out even, credits among them.
    static func inclusiveOdds() throws -> SampleInvoice {
        var table = Parties.taxes
        table.inclusive = true
        var lines = try (1...9).map {
            try SampleLines.plan("addon_\($0)", price: Int64($0 * 101 + 7), kind: .addon)
        }
        lines += try SampleLines.change(
            from: ("pro", 4999), to: ("basic", 333), at: "2024-02-15T05:00:00Z", whole: SampleLines.february)
        return try SampleInvoice(
            "inclusive-odds", seller: Parties.berlin, buyer: Parties.muster, table: table, lines: lines)
    }

    static func creditAndCharge() throws -> SampleInvoice {
        let lines = try SampleLines.change(
            from: ("pro", 7900), to: ("enterprise", 19_900), at: "2024-02-15T15:30:00Z",
            whole: SampleLines.february)
        return try SampleInvoice(
            "credit-and-charge", seller: Parties.berlin, buyer: Parties.muster, lines: lines)
    }

    @Test("every profile can be written, well-formed and twice the same", arguments: try samples())
    func written(_ sample: SampleInvoice) throws {
        let content = try sample.content()
        for profile in EInvoiceProfile.allCases {
            guard EInvoiceDemands.missing(in: content, for: profile).isEmpty else { continue }
            let cii = try FacturX.xml(content, profile: profile)
            let ubl = try UBL.xml(content, profile: profile)
            #expect(try cii == FacturX.xml(content, profile: profile))
            for (name, xml) in [("cii", cii), ("ubl", ubl)] {
                #expect(XMLShape(xml).isWellFormed, "\(sample.name) \(name)")
                try KeptDocuments.keep(xml, "\(sample.name)-\(profile.rawValue)-\(name)", type: "xml")
            }
        }
    }

    @Test("lines, taxes and totals agree to the cent (BR-CO-10, 13 to 16)", arguments: try samples())
    func sums(_ sample: SampleInvoice) throws {
        let content = try sample.content()
        let xml = XMLShape(try FacturX.xml(content, profile: .en16931))
        let lines = xml.amounts("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount")
        let header = "ram:SpecifiedTradeSettlementHeaderMonetarySummation/"
        let money = content.currency
        func sum(_ texts: [String]) throws -> Int64 { try texts.reduce(0) { try $0 + money.minorUnits($1) } }
        func one(_ name: String) throws -> Int64 { try money.minorUnits(xml.amounts(header + name)[0]) }
        #expect(lines.count == content.lines.count)
        #expect(try sum(lines) == one("ram:LineTotalAmount"))
        #expect(try one("ram:TaxBasisTotalAmount") + one("ram:TaxTotalAmount") == one("ram:GrandTotalAmount"))
        #expect(try one("ram:GrandTotalAmount") == content.totalMinorUnits)
        #expect(
            try one("ram:GrandTotalAmount") - one("ram:TotalPrepaidAmount") == one("ram:DuePayableAmount"))
        #expect(try one("ram:DuePayableAmount") == content.outstandingMinorUnits)
        #expect(
            try sum(xml.amounts("ram:ApplicableTradeTax/ram:CalculatedAmount")) == content.taxMinorUnits)
        let bases = try sum(xml.amounts("ram:ApplicableTradeTax/ram:BasisAmount"))
        #expect(try bases == one("ram:LineTotalAmount"))
    }

    @Test(
        "quantity × price less allowances gives each line, and no price is negative", arguments: try samples()
    )
    func lines(_ sample: SampleInvoice) throws {
        let content = try sample.content()
        let model = try EInvoiceModel(content, profile: .en16931)
        for line in model.lines {
            let price = decimal(line.price)
            #expect(!price.isNegative)
            let perMajor = Ratio(try content.currency.minorUnits("1"))
            let product = try (decimal(line.quantity).ratio * price.ratio * perMajor).rounded()
            let allowances = line.allowances.reduce(0) { $0 + $1.minorUnits }
            #expect(product - allowances == line.netMinorUnits, "\(line.name)")
        }
    }

    @Test("what the norm has no words for is refused with the reason")
    func refused() throws {
        func reason(_ sample: SampleInvoice) -> String {
            do {
                _ = try FacturX.xml(sample.content(), profile: .en16931)
                return "accepted"
            } catch {
                return "\(error)"
            }
        }
        #expect(reason(try Samples.dinar()).contains("more than two decimals"))
        #expect(reason(try Samples.void()).contains("a void is no invoice"))
        let table = TaxTable(jurisdictions: [
            "IN": [
                TaxRow(name: "CGST", rate: .all(decimal("9"))),
                TaxRow(name: "SGST", rate: .all(decimal("9"))),
            ]
        ])
        var buyer = Parties.muster
        buyer.country = "IN"
        #expect(
            reason(try SampleInvoice("gst", buyer: buyer, table: table, lines: [try SampleLines.plan()]))
                .contains("more than one tax"))
    }

    @Test("a credit note has its own type, root and reference")
    func creditNote() throws {
        var content = try Samples.german().content()
        content.status = .creditNote
        content.number = "CN-2024-001"
        content.correctedNumber = "RE-2024-0019"
        let cii = try FacturX.xml(content, profile: .en16931)
        let ubl = try UBL.xml(content)
        try KeptDocuments.keep(cii, "credit-note-en16931-cii", type: "xml")
        try KeptDocuments.keep(ubl, "credit-note-en16931-ubl", type: "xml")
        let shape = XMLShape(cii)
        #expect(shape.amounts("rsm:ExchangedDocument/ram:TypeCode") == ["381"])
        #expect(shape.amounts("ram:InvoiceReferencedDocument/ram:IssuerAssignedID") == ["RE-2024-0019"])
        #expect(XMLShape(ubl).amounts("cbc:CreditNoteTypeCode") == ["381"])
        #expect(XMLShape(ubl).amounts("cac:CreditNoteLine/cbc:CreditedQuantity").count == 2)
    }

    @Test("the XML of an invoice stays as it is")
    func goldens() throws {
        let content = try Samples.german().content()
        for (name, xml) in [
            ("german.cii.xml", try FacturX.xml(content, profile: .xRechnung)),
            ("german.ubl.xml", try UBL.xml(content, profile: .xRechnung)),
        ] {
            let lines = String(decoding: xml, as: UTF8.self).split(separator: "><").joined(separator: ">\n<")
            try Golden.compare(lines + "\n", name)
        }
    }

    @Test("XRechnung says what is missing, by its numbers")
    func missing() throws {
        let lacks = DocumentError.missing(["BT-10 buyer reference (Leitweg-ID)", "BT-84 account to pay to"])
        #expect(throws: lacks) {
            var sample = try Samples.german()
            sample.buyer.invoicing.reference = nil
            sample.seller.invoicing.bankAccounts = []
            _ = try FacturX.xml(sample.content(), profile: .xRechnung)
        }
    }

    @Test("a hybrid PDF carries its XML and still passes the checks")
    func hybrid() throws {
        let content = try Samples.german().content()
        let xml = try FacturX.xml(content, profile: .en16931)
        let date = try PDFDate(year: 2024, month: 2, day: 29)
        let (file, schema) = FacturX.attachment(xml, profile: .en16931, modified: date)
        let document = try InvoiceLayout(kit: Documents.kit).render(
            content, attachments: [file], extensions: [schema])
        try Tool.check(document.bytes)
        try KeptDocuments.keep(document.bytes, "hybrid")
        let list = try Tool(name: "pdfdetach", arguments: ["-list", "{}"]).run(on: document.bytes)
        #expect(list.contains("factur-x.xml"))
    }

    @Test(
        "net amounts add up to the base whatever the lines are", arguments: [3, 17, 20_240_229] as [UInt64])
    func netShares(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let gross = (0..<Int.random(in: 1...40, using: &numbers)).map { _ in
                Int64.random(in: -9_999...99_999, using: &numbers)
            }
            let rate = decimal(
                "\(Int.random(in: 0...27, using: &numbers)).\(Int.random(in: 0...99, using: &numbers))")
            let divisor = try Ratio.one + rate.ratio / Ratio(100)
            let base = try (Ratio(gross.reduce(0, +)) / divisor).rounded()
            let nets = try NetOfTax.nets(of: gross, rate: rate, base: base)
            #expect(nets.reduce(0, +) == base, "seed \(seed), round \(round)")
            for (net, gross) in zip(nets, gross) {
                let distance = try Ratio(net) - Ratio(gross) / divisor
                #expect(distance < .one && -distance < .one, "seed \(seed), round \(round)")
            }
        }
    }
}
