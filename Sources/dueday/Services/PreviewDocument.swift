import Billing
import BillingRun
import Foundation
import InvoiceDocument

/// The document of an invoice that is not issued, marked as a preview.
struct PreviewDocument {
    let settings: Settings
    /// The account's rules: seller, buyer and their zones as they are now.
    let context: BillingContext
    /// What the ids on its lines are called.
    let names: ItemNames

    /// The file of the seller's logo.
    var logo: [UInt8]?
    /// Whether it waits for approval, and is no mere preview.
    var isHeld = false

    func write(_ draft: InvoiceDraft, to path: String) throws {
        let (seller, buyer) = (context.catalog.seller, context.account)
        let maker = try DocumentMaker(settings)
        let content = DocumentContent(
            preview: draft, seller: seller, buyer: buyer, sellerZone: context.sellerZone,
            buyerZone: context.accountZone, names: names, isHeld: isHeld,
            texts: maker.texts(of: buyer, seller: seller))
        let document = try maker.layout(for: seller, logo: logo).render(content)
        for remark in document.remarks(of: isHeld ? "the draft" : "the preview") {
            Terminal.note("warning: \(remark)")
        }
        do {
            try Data(document.bytes).write(to: URL(filePath: path))
        } catch {
            throw CommandFailure.usage("\(path): \(error.localizedDescription)")
        }
    }
}
