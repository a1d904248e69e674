public import Billing
public import BillingCalendar

/// What rendering reads and writes.
public protocol RenderingTransaction: Sendable {
    /// Claims up to `limit` issued invoices without a document, oldest first; those that another worker holds are
    /// passed over.
    func claimUnrendered(_ scope: RunScope, limit: Int) async throws -> [UnrenderedInvoice]

    /// Notes the documents that now stand in the document store.
    func write(_ documents: [RenderedDocument]) async throws
}

/// An invoice that has no document yet.
public struct UnrenderedInvoice: Sendable {
    /// The invoice as it was issued.
    public var invoice: Invoice
    /// Seller and buyer as they were at issue (10.2).
    public var seller: Seller
    /// The account's details, copied like the seller's.
    public var buyer: Account
    /// The zone of the dates of issue, due date and payment.
    public var sellerZone: Zone
    /// The zone of the billed periods.
    public var buyerZone: Zone
    /// Names of plans, add-ons and meters by id, with the meters' units.
    public var names: ItemNames
    /// The file of the seller's logo, PNG or JPEG; nil where there is none.
    public var logo: [UInt8]?

    /// Everything a document is made from.
    public init(
        invoice: Invoice, seller: Seller, buyer: Account, sellerZone: Zone, buyerZone: Zone, names: ItemNames,
        logo: [UInt8]? = nil
    ) {
        self.invoice = invoice
        self.seller = seller
        self.buyer = buyer
        self.sellerZone = sellerZone
        self.buyerZone = buyerZone
        self.names = names
        self.logo = logo
    }
}

/// A document that was written to the document store.
public struct RenderedDocument: Sendable, Hashable {
    /// The id of the invoice that it shows.
    public var invoice: String
    /// Below the document store's root.
    public var path: String
    /// Hexadecimal SHA-256 of the file.
    public var sha256: String
    /// Length of the file in bytes.
    public var byteCount: Int
    /// What somebody should look at though the document is there: characters without a glyph, an electronic invoice
    /// that lacks something.
    public var remarks: [String]

    /// A document that stands where the path says.
    public init(invoice: String, path: String, sha256: String, byteCount: Int, remarks: [String] = []) {
        self.invoice = invoice
        self.path = path
        self.sha256 = sha256
        self.byteCount = byteCount
        self.remarks = remarks
    }
}
