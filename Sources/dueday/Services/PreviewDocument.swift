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

    func write(_ draft: InvoiceDraft, to path: String) throws {
        let (seller, buyer) = (context.catalog.seller, context.account)
        let document = try DocumentMaker(settings).make(
            { texts in
                DocumentContent(
                    preview: draft, seller: seller, buyer: buyer, sellerZone: context.sellerZone,
                    buyerZone: context.accountZone, names: names, texts: texts)
            }, buyer: buyer, seller: seller)
        if let remark = document.remark(of: "the preview") { Terminal.note("warning: \(remark)") }
        do {
            try Data(document.bytes).write(to: URL(filePath: path))
        } catch {
            throw CommandFailure.usage("\(path): \(error.localizedDescription)")
        }
    }
}
