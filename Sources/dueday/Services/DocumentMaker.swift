import Billing
import BillingRun
import Foundation
import InvoiceDocument
import PDFWriter
import TextShaping

/// What documents are made with: fonts, layout and texts as the settings have them.
struct DocumentMaker: Sendable {
    private let layout: InvoiceLayout
    private let texts: SellerTexts
    /// The languages that the fonts at hand can show.
    private let languages: [DocumentTexts]

    /// - Throws: ``CommandFailure`` where a font or a file of texts cannot serve.
    init(_ settings: Settings) throws {
        let places = (settings.text(Settings.documentsFonts) ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        do throws(SystemFontsError) {
            let kit = try Self.kit(places)
            layout = InvoiceLayout(kit: kit)
            languages = DocumentTexts.all.filter { $0.isShown(by: kit.fonts) }
        } catch {
            throw CommandFailure.usage("documents.fonts: \(error)")
        }
        texts = try settings.text(Settings.documentsTexts).map(SellerTexts.init) ?? SellerTexts()
    }

    /// The document of a content, with the seller's own texts.
    func make(_ content: (DocumentTexts) -> DocumentContent, buyer: Account, seller: Seller) throws
        -> RenderedInvoice
    {
        try layout.render(
            content(texts.texts(.forCountry(buyer.country, among: languages), seller: seller.id)))
    }

    private static func kit(_ places: [String]) throws(SystemFontsError) -> DocumentKit {
        let fonts = try SystemFonts.library(places: places)
        do throws(PDFError) {
            return try DocumentKit(fonts: fonts)
        } catch {
            throw SystemFontsError(path: SystemFonts.folder, reason: "\(error)")
        }
    }
}

extension RenderedInvoice {
    /// The characters that no font has, and what to do; nil when every character is shown.
    func remark(of number: String) -> String? {
        if replacedCharacters.isEmpty { return nil }
        let named = replacedCharacters.prefix(8).map { replaced in
            let code = String(replaced.character.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - code.count))
            let properties = replaced.character.properties
            let isVisible = properties.generalCategory != .control && !properties.isNoncharacterCodePoint
            return (isVisible ? "\(replaced.character) " : "") + "U+\(padding)\(code)"
        }
        let more = replacedCharacters.count > 8 ? " and \(replacedCharacters.count - 8) more" : ""
        return
            "the document of \(number) shows □ for \(named.joined(separator: ", "))\(more): no font here has"
            + " them; install one of Debian's fonts-* packages or name a font in documents.fonts"
    }
}
