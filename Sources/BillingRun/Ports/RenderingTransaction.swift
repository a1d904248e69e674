public import Billing
public import BillingCalendar

/// What rendering reads and writes.
public protocol RenderingTransaction: Sendable {
    /// Issued invoices without a document, oldest first, after the given invoice number's place; the account as it
    /// was at issue.
    func claimUnrendered(_ scope: RunScope, limit: Int) async throws -> [UnrenderedInvoice]

    /// Notes the documents that now stand in the document store.
    func write(_ documents: [RenderedDocument]) async throws
}

/// An invoice that has no document yet.
public struct UnrenderedInvoice: Sendable {
    public var invoice: Invoice
    /// Seller and buyer as they were at issue (10.2).
    public var seller: Seller
    public var buyer: Account
    public var sellerZone: Zone
    public var buyerZone: Zone
    /// Names of plans, add-ons and meters by id, with the meters' units.
    public var names: ItemNames

    public init(
        invoice: Invoice, seller: Seller, buyer: Account, sellerZone: Zone, buyerZone: Zone, names: ItemNames
    ) {
        self.invoice = invoice
        self.seller = seller
        self.buyer = buyer
        self.sellerZone = sellerZone
        self.buyerZone = buyerZone
        self.names = names
    }
}

/// A document that was written to the document store.
public struct RenderedDocument: Sendable, Hashable {
    public var invoice: String
    /// Below the document store's root.
    public var path: String
    /// Hexadecimal SHA-256 of the file.
    public var sha256: String
    public var byteCount: Int

    public init(invoice: String, path: String, sha256: String, byteCount: Int) {
        self.invoice = invoice
        self.path = path
        self.sha256 = sha256
        self.byteCount = byteCount
    }
}
