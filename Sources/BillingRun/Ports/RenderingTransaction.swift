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

/// What ids are called on documents.
public struct ItemNames: Sendable, Hashable, Codable {
    public var plans: [String: String]
    public var addOns: [String: String]
    /// The units of meters, in the singular.
    public var units: [String: String]

    public init(plans: [String: String], addOns: [String: String], units: [String: String]) {
        self.plans = plans
        self.addOns = addOns
        self.units = units
    }

    /// The names of a catalogue.
    public init(_ catalog: Catalog) {
        self.init(
            plans: catalog.plans.mapValues(\.name), addOns: catalog.addOns.mapValues(\.name),
            units: catalog.meters.compactMapValues(\.unit))
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
