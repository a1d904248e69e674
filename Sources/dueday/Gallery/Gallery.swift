import Billing
import BillingCalendar
import BillingRun
import InvoiceDocument
import Monetary

/// One document of each kind, language and difficulty, for designers, reviewers and validators.
///
/// All are made by the rules themselves from scenarios; the same program makes the same bytes.
struct Gallery {
    /// A file of the gallery.
    struct File: Sendable {
        /// "de-xrechnung.pdf"
        var name: String
        var bytes: [UInt8]
        /// What should be looked at, as in service.
        var remarks: [String]
    }

    let maker: DocumentMaker

    /// All files, in the order of their making.
    func files() async throws -> [File] {
        var files: [File] = []
        for (name, sample) in try await invoices() { files += try self.files(of: sample, name) }
        files += try await languages()
        files += try await credited()
        files += try await stages()
        files += try await accounts()
        return files
    }

    /// The pages of an invoice, its XML where it takes one, and both syntaxes of the norm.
    func files(of item: UnrenderedInvoice, _ name: String) throws -> [File] {
        let layout = try maker.layout(for: item.seller, logo: item.logo)
        return try files(of: content(item), item, layout, name)
    }

    private func content(_ item: UnrenderedInvoice, payment: PaymentFacts? = nil) -> DocumentContent {
        item.content(payment: payment, texts: maker.texts(of: item.buyer, seller: item.seller))
    }

    private func files(
        of content: DocumentContent, _ item: UnrenderedInvoice, _ layout: InvoiceLayout, _ name: String
    ) throws -> [File] {
        let choice = EInvoiceChoice(seller: item.seller, buyer: item.buyer)
        let bundle = try layout.bundle(content, choice)
        var files = [File(name: "\(name).pdf", bytes: bundle.pages.bytes, remarks: bundle.remarks)]
        let profile = choice.embedded ?? .en16931
        guard choice.embedded != nil || choice.beside != nil, bundle.xml != nil || choice.beside == nil,
            (try? FacturX.xml(content, profile: profile)) != nil
        else { return files }
        var ubl = EInvoiceChoice.Beside.ubl(profile == .basic ? .en16931 : profile)
        if case .ubl(let chosen) = choice.beside { ubl = .ubl(chosen) }
        for (syntax, form) in [("cii", EInvoiceChoice.Beside.cii(profile)), ("ubl", ubl)] {
            files.append(
                File(name: "\(name)-\(syntax).xml", bytes: try InvoiceLayout.xml(content, form), remarks: []))
        }
        return files
    }
}

// Kinds of documents that are no open invoice.
extension Gallery {
    /// The invoice with everything on it, once in every language.
    private func languages() async throws -> [File] {
        var item = try await Self.german.play()
        return try maker.languages.flatMap { texts in
            item.buyer.invoicing.language = texts.language
            return try files(of: item, "language-\(texts.language)")
        }
    }

    /// Credit notes: of all, of an amount, of a line.
    private func credited() async throws -> [File] {
        var item = try await Self.german.play()
        item.buyer.invoicing.language = "en"
        let orders: [(String, CreditNoteOrder)] = [
            ("whole", CreditNoteOrder(extent: .whole, reason: "The order was placed twice.")),
            (
                "amount",
                CreditNoteOrder(
                    extent: .amount(minorUnits: 5_000), reason: "Two hours of downtime on 14 February.")
            ),
            (
                "line",
                CreditNoteOrder(
                    extent: .lines([.init(line: 1, part: .rest)]), reason: "Calls of a test that ran wild.")
            ),
        ]
        let layout = try maker.layout(for: item.seller, logo: nil)
        return try orders.flatMap { name, order in
            let at = item.invoice.content.issuedAt.adding(seconds: 5 * 86_400)
            let note = CreditNote(
                id: "cn_1", number: "CN-2024-001", content: try item.invoice.credit(order, after: [], at: at))
            let content = DocumentContent(
                note, seller: item.seller, buyer: item.buyer, sellerZone: item.sellerZone,
                buyerZone: item.buyerZone, names: item.names)
            return try files(of: content, item, layout, "credit-note-\(name)")
        }
    }

    /// The same invoice as a preview, a draft, paid, void and given up.
    private func stages() async throws -> [File] {
        var item = try await Self.american.play()
        item.logo = GalleryParts.logo
        item.seller.invoicing.logo = "gallery"
        let layout = try maker.layout(for: item.seller, logo: item.logo)
        var files: [File] = []
        for (name, isHeld) in [("preview", false), ("draft", true)] {
            let content = DocumentContent(
                preview: item.invoice.content, seller: item.seller, buyer: item.buyer,
                sellerZone: item.sellerZone, buyerZone: item.buyerZone, names: item.names, isHeld: isHeld)
            files += try self.files(of: content, item, layout, "status-\(name)")
        }
        for status in [InvoiceStatus.paid, .void, .uncollectible] {
            var payment: PaymentFacts?
            item.invoice.status = status
            item.invoice.amountPaidMinorUnits = status == .paid ? item.invoice.content.amountDueMinorUnits : 0
            if status == .paid {
                payment = PaymentFacts(
                    paidAt: item.invoice.content.issuedAt.adding(seconds: 60), brand: "visa", last4: "4242")
            }
            files += try self.files(
                of: content(item, payment: payment), item, layout, "status-\(status.rawValue)")
        }
        return files
    }

    /// A statement of account of many rows, and a receipt.
    private func accounts() async throws -> [File] {
        let item = try await Self.american.play()
        let layout = try maker.layout(for: item.seller, logo: GalleryParts.logo)
        let at = item.invoice.content.issuedAt
        let last = item.sellerZone.date(of: at)
        var entries: [StatementContent.Entry] = []
        for month in 0..<48 {
            let day = CivilDate(daysSinceEpoch: last.daysSinceEpoch - (47 - month) * 30)
            let number = "INV-2024-\(String(1001 + month).dropFirst())"
            entries.append(.init(on: day, subject: .invoice(number), minorUnits: 12_345))
            let subject: StatementContent.Entry.Subject =
                switch month % 12 {
                case 5: .creditNote("CN-2024-00\(month / 12 + 1)")
                case 8: .writeOff(number)
                default: .payment("Visa ending in 4242")
                }
            entries.append(.init(on: day, subject: subject, minorUnits: month == 47 ? -10_000 : -12_345))
        }
        let statement = StatementContent(
            .statement(from: entries[0].on, to: last), issuedAt: at, seller: item.seller, buyer: item.buyer,
            sellerZone: item.sellerZone, openingMinorUnits: 2_500, entries: entries)
        let receipt = StatementContent(
            .receipt(paidOn: last, method: "Visa ending in 4242"), number: "RCT-2024-017", issuedAt: at,
            seller: item.seller, buyer: item.buyer, sellerZone: item.sellerZone,
            entries: [
                .init(on: last, subject: .invoice("INV-2024-016"), minorUnits: 12_345),
                .init(on: last, subject: .invoice("INV-2024-017"), minorUnits: 57_770),
            ])
        return try [("statement", statement), ("receipt", receipt)].map { name, content in
            let pages = try layout.render(content)
            return File(name: "\(name).pdf", bytes: pages.bytes, remarks: [])
        }
    }
}
