import BillingCalendar
import Monetary
import PDFWriter
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("Documents of invoices")
struct DocumentTests {
    @Test("the text of a document stays as it is", arguments: try Samples.all())
    func golden(_ sample: SampleInvoice) throws {
        let document = try Documents.render(sample)
        try Tool.check(document.bytes)
        try KeptDocuments.keep(document.bytes, sample.name)
        try Golden.compare(try Tool.text(of: document.bytes), "\(sample.name).txt")
    }

    @Test("the same invoice gives the same bytes", arguments: try Samples.all())
    func sameBytes(_ sample: SampleInvoice) throws {
        #expect(try Documents.render(sample).bytes == Documents.render(sample).bytes)
    }

    @Test("the figures of the document are those of the invoice", arguments: try Samples.all())
    func figures(_ sample: SampleInvoice) throws {
        let content = try sample.content()
        let draft = sample.draft
        #expect(content.lines.count == draft.lines.count)
        #expect(content.subtotalMinorUnits == draft.subtotalMinorUnits)
        #expect(content.discountMinorUnits == draft.discountMinorUnits)
        #expect(content.taxMinorUnits == draft.taxMinorUnits)
        #expect(content.totalMinorUnits == draft.totalMinorUnits)
        #expect(content.amountDueMinorUnits == draft.amountDueMinorUnits)
    }

    @Test("2,000 lines come out on many pages, with the sums of each carried to the next")
    func manyLines() throws {
        var lines: [InvoiceLine] = []
        for number in 1...2_000 {
            lines.append(try SampleLines.plan("addon_\(number)", price: Int64(number), kind: .addon))
        }
        let sample = try SampleInvoice("many", lines: lines)
        let document = try Documents.render(sample)
        try Tool.check(document.bytes)
        let pages = try Tool.text(of: document.bytes).split(separator: "\u{C}")
        #expect(document.pageCount == pages.count)
        var carried: Substring?
        var rows = 0
        for (index, page) in pages.enumerated() {
            let lines = page.split(separator: "\n")
            let brought = lines.first { $0.contains("Brought forward") }?.split(separator: " ").last
            #expect(brought == carried, "page \(index + 1)")
            carried = lines.first { $0.contains("Carried forward") }?.split(separator: " ").last
            rows += lines.count { $0.contains("Addon ") || $0.contains("addon_") }
            #expect(page.contains("Page \(index + 1) of \(pages.count)"))
            #expect(page.contains("INV-2024-001"))
            if index > 0, brought != nil { #expect(page.contains("Unit price")) }
        }
        #expect(rows == 2_000)
        #expect(pages.last?.contains("20,010.00") == true)
    }

    @Test("characters that no font has are shown as boxes and reported")
    func replaced() throws {
        let document = try Documents.render(Samples.hostile())
        let characters = Set(document.replacedCharacters.map(\.character))
        #expect(characters.isSuperset(of: ["\u{1F680}", "न", "م"]))
        #expect(try Documents.render(Samples.everyKind()).replacedCharacters.isEmpty)
    }

    @Test(
        "the paper is the one of the buyer's country unless it is said",
        arguments: [
            ("US", nil, "612 x 792"), ("CA", nil, "612 x 792"), ("DE", nil, "595.276 x 841.89"),
            ("US", PageSize.a4, "595.276 x 841.89"),
        ] as [(String, PageSize?, String)])
    func paper(country: String, size: PageSize?, text: String) throws {
        var sample = try Samples.oneLine()
        sample.buyer.country = country
        let layout = InvoiceLayout(kit: Documents.kit, options: .init(pageSize: size))
        let document = try layout.render(sample.content())
        let facts = try Tool(name: "pdfinfo", arguments: ["{}"]).run(on: document.bytes)
        #expect(facts.contains("\(text) pts"), "\(facts)")
    }

    @Test("a preview says that it is no invoice")
    func preview() throws {
        let sample = try Samples.everyKind()
        let content = DocumentContent(
            preview: sample.draft, seller: sample.seller, buyer: sample.buyer, sellerZone: .utc,
            buyerZone: .utc, names: sample.names)
        let text = try Tool.text(of: try InvoiceLayout(kit: Documents.kit).render(content).bytes)
        #expect(text.contains("PREVIEW"))
        #expect(text.contains("not an invoice"))
        #expect(!text.contains("INV-"))
    }

    @Test("a credit note of a whole invoice is one page, with its reason below the heading")
    func wholeCreditNote() throws {
        var content = try Samples.everyKind().content()
        content.status = .creditNote
        content.reason = "The order was placed twice."
        var line = try #require(content.lines.first)
        line.explanation = ""
        line.usage = nil
        // As many as the largest invoice of the gallery has.
        content.groups = [
            DocumentLineGroup(
                kind: .credited, heading: "Corrects invoice INV-1", lines: Array(repeating: line, count: 9))
        ]
        content.taxes = Array(content.taxes.prefix(1))
        content.note = nil
        let document = try InvoiceLayout(kit: Documents.kit).render(content)
        #expect(document.pageCount == 1)
        let text = try Tool.text(of: document.bytes)
        #expect(text.ranges(of: "Reason: The order was placed twice.").count == 1)
        #expect(!text.contains(content.texts.payment) && !text.contains(content.texts.nothingDue))
    }

    @Test("a credit note names what it corrects and what is credited")
    func creditNote() throws {
        var content = try Samples.oneLine().content()
        content.status = .creditNote
        content.number = "CN-2024-001"
        content.correctedNumber = "INV-2024-001"
        let text = try Tool.text(of: try InvoiceLayout(kit: Documents.kit).render(content).bytes)
        #expect(text.contains("Credit note"))
        #expect(text.contains("CREDIT NOTE"))
        #expect(text.contains("INV-2024-001"))
        #expect(text.contains("Credited"))
        #expect(!text.contains("Please pay"))
    }

    @Test("nobody is asked to pay what is charged automatically, or void")
    func asksToPay() throws {
        #expect(PaymentSection.sentence(try Samples.everyKind().content()).contains("nothing you need to do"))
        #expect(PaymentSection.sentence(try Samples.reverseCharge().content()).hasPrefix("Please pay EUR"))
        #expect(PaymentSection.sentence(try Samples.void().content()).contains("withdrawn"))
        #expect(PaymentSection.sentence(try Samples.negativeTotal().content()) == "Nothing is to be paid.")
        #expect(
            PaymentSection.sentence(try Samples.oneLine().content())
                == "Paid on 29 Feb 2024 with Visa ending in 4242.")
    }
}
