import ArgumentParser
import Billing
import BillingRun
import BillingStore
import InvoiceDocument

extension InvoiceCommand {
    /// dueday invoice pdf
    struct PDF: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pdf",
            abstract: "Write an invoice's document to a file: pages, or the electronic invoice alone.",
            discussion: """
                The pages are those that were written when the invoice was issued, with the electronic invoice of the \
                seller's and the buyer's country inside; with --language or --current they are made anew. cii and ubl \
                write that electronic invoice alone, in the profile that the buyer takes (XRechnung, Peppol BIS 3), else \
                in that of EN 16931. What the profile lacks is named, and nothing is written.

                EXAMPLES:
                  dueday invoice pdf INV-2024-001 --out invoice.pdf
                  dueday invoice pdf INV-2024-001 --language de --current
                  dueday invoice pdf INV-2024-001 --format ubl
                """)

        @Argument(help: "The invoice's number.")
        var number: String
        @Option(help: "pdf: pages; cii or ubl: the electronic invoice alone.")
        var format = DocumentFormat.pdf
        @Flag(help: "As it stands now, paid or void, and not as it was issued.")
        var current = false
        @OptionGroup var document: DocumentOptions

        func run() async throws {
            let texts = try document.texts()
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let record = try await database.invoice(number)
            let bytes = try await bytes(of: record, texts, database, settings)
            try document.write(
                bytes, of: "invoice", number: record.invoice.number, ending: format == .pdf ? "pdf" : "xml")
        }

        private func bytes(
            of record: InvoiceRecord, _ texts: DocumentTexts?, _ database: Database, _ settings: Settings
        ) async throws -> [UInt8] {
            if format == .pdf, texts == nil, !current,
                let kept = try DocumentFolder(settings).kept(record.documentPath)
            {
                return kept
            }
            var item = try await database.unrendered(record)
            var payment: PaymentFacts?
            if current {
                item.invoice = record.invoice
                payment = try await database.payments(of: record).last?.facts
            }
            let maker = try DocumentMaker(settings)
            let content = item.content(
                payment: payment, texts: maker.texts(texts, of: item.buyer, seller: item.seller))
            return try maker.file(format, content, item)
        }
    }
}

extension CreditNoteCommand {
    /// dueday credit-note pdf
    struct PDF: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pdf",
            abstract: "Write a credit note's document to a file: pages, or the electronic credit note alone.",
            discussion: """
                As with `dueday invoice pdf`: pages as they were written after the issue, unless another language is \
                asked for; cii and ubl in the profile that the buyer takes.

                EXAMPLES:
                  dueday credit-note pdf CN-2024-001 --out credit-note.pdf
                  dueday credit-note pdf CN-2024-001 --format ubl
                """)

        @Argument(help: "The credit note's number.")
        var number: String
        @Option(help: "pdf: pages; cii or ubl: the electronic credit note alone.")
        var format = DocumentFormat.pdf
        @OptionGroup var document: DocumentOptions

        func run() async throws {
            let texts = try document.texts()
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            guard let record = try await database.books.reader.creditNote(number) else {
                throw BillingError.unknown(kind: "credit note", id: number)
            }
            let bytes = try await bytes(of: record, texts, database, settings)
            try document.write(
                bytes, of: "credit_note", number: record.note.number, ending: format == .pdf ? "pdf" : "xml")
        }

        private func bytes(
            of record: CreditNoteRecord, _ texts: DocumentTexts?, _ database: Database, _ settings: Settings
        ) async throws -> [UInt8] {
            if format == .pdf, texts == nil,
                let kept = try DocumentFolder(settings).kept(record.documentPath)
            {
                return kept
            }
            let item = try await database.unrendered(
                record.note, seller: record.seller, buyer: record.buyer)
            let maker = try DocumentMaker(settings)
            let content = item.content(texts: maker.texts(texts, of: item.buyer, seller: item.seller))
            return try maker.file(format, content, item)
        }
    }
}

extension DocumentMaker {
    /// The file of a content: pages with what goes inside, or one of the two syntaxes. Remarks go to the terminal.
    func file<Issued>(
        _ format: DocumentFormat, _ content: DocumentContent, _ item: Unrendered<Issued>
    ) throws -> [UInt8] {
        let choice = EInvoiceChoice(seller: item.seller, buyer: item.buyer)
        if let form = format.form(choice) { return try InvoiceLayout.xml(content, form) }
        let bundle = try layout(for: item.seller, logo: item.logo).bundle(content, choice)
        for remark in bundle.remarks { Terminal.note("note: \(remark)") }
        return bundle.pages.bytes
    }
}
