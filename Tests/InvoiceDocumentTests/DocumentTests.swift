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
}
