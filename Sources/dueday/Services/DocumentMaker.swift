import Billing
import BillingRun
import Foundation
import InvoiceDocument
import PDFWriter
import Synchronization
import TextShaping

/// What documents are made with: fonts and texts as the settings have them, and one layout for each look of a seller.
///
/// Fonts for Latin letters are compressed once and copied into every file (18 KB): that, and not the last kilobyte, is
/// what decides how long a run of a hundred thousand invoices takes.
///
/// A class because the looks are kept: a logo is decoded and compressed once, not once for each document.
final class DocumentMaker: Sendable {
    private struct Look: Hashable {
        var invoicing: SellerInvoicing
        var hasLogo: Bool
    }

    private let kit: DocumentKit
    private let texts: SellerTexts
    /// The languages that the fonts at hand can show.
    let languages: [DocumentTexts]
    private let layouts = Mutex<[Look: InvoiceLayout]>([:])

    /// - Throws: ``CommandFailure`` where a font or a file of texts cannot serve.
    init(_ settings: Settings) throws {
        let places = (settings.text(Settings.documentsFonts) ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        do throws(SystemFontsError) {
            kit = try Self.kit(places)
        } catch {
            throw CommandFailure.usage("documents.fonts: \(error)")
        }
        let fonts = kit.fonts
        languages = DocumentTexts.all.filter { $0.isShown(by: fonts) }
        texts = try settings.text(Settings.documentsTexts).map(SellerTexts.init) ?? SellerTexts()
    }

    /// The words of an account's documents: in the language it wants or that of its country, where the fonts show it,
    /// with the seller's own in their places.
    func texts(of buyer: Account, seller: Seller) -> DocumentTexts {
        texts.texts(.language(of: buyer, among: languages), seller: seller.id)
    }

    /// The same in a language that is asked for, where one is.
    func texts(_ wish: DocumentTexts?, of buyer: Account, seller: Seller) -> DocumentTexts {
        wish.map { texts.texts($0, seller: seller.id) } ?? texts(of: buyer, seller: seller)
    }

    /// Pages and electronic invoice, as the invoice was issued.
    func bundle(_ item: UnrenderedInvoice) throws -> DocumentBundle {
        let content = item.content(texts: texts(of: item.buyer, seller: item.seller))
        return try layout(for: item.seller, logo: item.logo).bundle(
            content, EInvoiceChoice(seller: item.seller, buyer: item.buyer))
    }

    /// Pages and electronic credit note.
    func bundle(_ item: UnrenderedCreditNote) throws -> DocumentBundle {
        let content = item.content(texts: texts(of: item.buyer, seller: item.seller))
        return try layout(for: item.seller, logo: item.logo).bundle(
            content, EInvoiceChoice(seller: item.seller, buyer: item.buyer))
    }

    /// The layout of a seller's documents.
    ///
    /// - Parameter logo: the file of the picture that the seller's details name.
    func layout(for seller: Seller, logo: [UInt8]?) throws -> InvoiceLayout {
        let look = Look(invoicing: seller.invoicing, hasLogo: logo != nil)
        if let layout = layouts.withLock({ $0[look] }) { return layout }
        let image = try logo.map { bytes in try PDFImage(bytes) }
        let layout = InvoiceLayout(kit: kit, options: .init(seller.invoicing, logo: image))
        layouts.withLock { $0[look] = layout }
        return layout
    }

    private static func kit(_ places: [String]) throws(SystemFontsError) -> DocumentKit {
        let fonts = try SystemFonts.library(places: places)
        do throws(PDFError) {
            return try DocumentKit(
                fonts: fonts, embedding: .preparedLatin, compression: .fastest, crossReference: .streams)
        } catch {
            throw SystemFontsError(path: SystemFonts.folder, reason: "\(error)")
        }
    }
}

extension Unrendered where Issued == Invoice {
    /// All that its document says.
    ///
    /// - Parameters:
    ///   - payment: how it was paid, where that is to be said.
    ///   - texts: the language; the buyer's own where it is nil.
    func content(payment: PaymentFacts? = nil, texts: DocumentTexts? = nil) -> DocumentContent {
        DocumentContent(
            invoice, seller: seller, buyer: buyer, sellerZone: sellerZone, buyerZone: buyerZone, names: names,
            payment: payment, texts: texts)
    }
}

extension Unrendered where Issued == CreditNote {
    /// All that its document says.
    ///
    /// - Parameter texts: the language; the buyer's own where it is nil.
    func content(texts: DocumentTexts? = nil) -> DocumentContent {
        DocumentContent(
            issued, seller: seller, buyer: buyer, sellerZone: sellerZone, buyerZone: buyerZone, names: names,
            texts: texts)
    }
}
