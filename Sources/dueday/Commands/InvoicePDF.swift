import ArgumentParser
import Billing
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import InvoiceDocument

extension InvoiceCommand {
    /// dueday invoice pdf
    struct PDF: AsyncParsableCommand {
        /// What to write.
        enum Format: String, ExpressibleByArgument, CaseIterable { case pdf, cii, ubl }

        static let configuration = CommandConfiguration(
            commandName: "pdf",
            abstract: "Write an invoice's document to a file: pages, or the electronic invoice alone.",
            discussion: """
                The pages are those that were written when the invoice was issued, with the electronic invoice of the \
                seller's and the buyer's country inside. cii and ubl write that electronic invoice alone, in the profile \
                that the buyer takes (XRechnung, Peppol BIS 3), else in that of EN 16931. What the profile lacks is \
                named, and nothing is written.

                EXAMPLES:
                  dueday invoice pdf INV-2024-001 --out invoice.pdf
                  dueday invoice pdf INV-2024-001 --language de --current
                  dueday invoice pdf INV-2024-001 --format ubl
                """)

        @Argument(help: "The invoice's number.")
        var number: String
        @Option(help: "pdf: pages; cii or ubl: the electronic invoice alone.")
        var format = Format.pdf
        @Option(
            help: "The language of the words, such as de; the buyer's unless given. Makes the document anew.")
        var language: String?
        @Flag(help: "As it stands now, paid or void, and not as it was issued. Makes the document anew.")
        var current = false
        @Option(
            help: "The file to write; NUMBER.pdf or NUMBER.xml in the current folder unless given.",
            completion: .file())
        var out: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let texts = try language.map(Self.texts)
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let record = try await database.invoice(number)
            let bytes = try await bytes(of: record, texts, database, settings)
            let name = record.invoice.number.replacing("/", with: "_")
            let path = out ?? "\(name).\(format == .pdf ? "pdf" : "xml")"
            do {
                try Data(bytes).write(to: URL(filePath: path))
            } catch {
                throw CommandFailure.usage("\(path): \(error.localizedDescription)")
            }
            if output.json {
                return output.print([
                    "invoice": .string(record.invoice.number), "file": .string(path),
                    "bytes": .integer(bytes.count),
                ])
            }
            Terminal.print(path)
        }

        private func bytes(
            of record: InvoiceRecord, _ texts: DocumentTexts?, _ database: Database, _ settings: Settings
        ) async throws -> [UInt8] {
            if format == .pdf, texts == nil, !current,
                let kept = try DocumentFolder(settings).kept(record)
            {
                return kept
            }
            var item = try await database.unrendered(record)
            var payment: PaymentFacts?
            if current {
                item.invoice = record.invoice
                payment = try await database.payment(of: record)
            }
            let maker = try DocumentMaker(settings)
            let content = item.content(
                payment: payment, texts: texts ?? maker.texts(of: item.buyer, seller: item.seller))
            let choice = EInvoiceChoice(seller: item.seller, buyer: item.buyer)
            if let form = format.form(choice) { return try InvoiceLayout.xml(content, form) }
            let bundle = try maker.layout(for: item.seller, logo: item.logo).bundle(content, choice)
            for remark in bundle.remarks { Terminal.note("note: \(remark)") }
            return bundle.pages.bytes
        }

        static func texts(_ language: String) throws -> DocumentTexts {
            if let texts = DocumentTexts.forLanguage(language) { return texts }
            let known = DocumentTexts.all.map(\.language).joined(separator: ", ")
            throw CommandFailure.usage("there are no documents in \"\(language)\"; there are \(known)")
        }
    }
}

extension InvoiceCommand.PDF.Format {
    /// The electronic invoice that the buyer takes, in this syntax; nil for pages.
    fileprivate func form(_ choice: EInvoiceChoice) -> EInvoiceChoice.Beside? {
        switch self {
        case .pdf: nil
        case .cii: .cii(choice.beside == .ubl(.xRechnung) ? .xRechnung : choice.embedded ?? .en16931)
        case .ubl:
            switch choice.beside {
            case .ubl(let profile), .cii(let profile): .ubl(profile)
            case nil: .ubl(choice.embedded ?? .en16931)
            }
        }
    }
}

extension Database {
    /// How an invoice was paid; nil where no charge succeeded.
    func payment(of record: InvoiceRecord) async throws -> PaymentFacts? {
        guard let attempt = record.attempts.last(where: { $0.state == .succeeded }),
            let paidAt = record.invoice.paidAt
        else { return nil }
        let methods = try await books.reader.methods(of: record.buyer.id)
        return PaymentFacts(paidAt: paidAt, method: methods.first { $0.method.id == attempt.method }?.method)
    }
}
