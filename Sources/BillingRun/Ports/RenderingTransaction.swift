public import Billing
public import BillingCalendar

/// What rendering reads and writes.
public protocol RenderingTransaction: Sendable {
    /// Claims up to `limit` issued invoices without a document, oldest first; those that another worker holds are
    /// passed over, and so are those named.
    func claimUnrendered(
        _ scope: RunScope, passingOver passedOver: Set<RenderedDocument.Subject>, limit: Int
    ) async throws -> [UnrenderedInvoice]

    /// The same of credit notes; an invoice's scope is that of its credit notes.
    func claimUnrenderedCreditNotes(
        _ scope: RunScope, passingOver passedOver: Set<RenderedDocument.Subject>, limit: Int
    ) async throws -> [UnrenderedCreditNote]

    /// Notes the documents that now stand in the document store.
    func write(_ documents: [RenderedDocument]) async throws
}

/// An invoice that has no document yet.
public typealias UnrenderedInvoice = Unrendered<Invoice>
/// A credit note that has no document yet, with the seller and buyer of the invoice that it corrects.
public typealias UnrenderedCreditNote = Unrendered<CreditNote>

/// Something issued, with everything that its document is made from.
public struct Unrendered<Issued: Sendable>: Sendable {
    /// As it was issued.
    public var issued: Issued
    /// Seller and buyer as they were at the invoice's issue (10.2).
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
        _ issued: Issued, seller: Seller, buyer: Account, sellerZone: Zone, buyerZone: Zone, names: ItemNames,
        logo: [UInt8]? = nil
    ) {
        self.issued = issued
        self.seller = seller
        self.buyer = buyer
        self.sellerZone = sellerZone
        self.buyerZone = buyerZone
        self.names = names
        self.logo = logo
    }
}

extension Unrendered where Issued == Invoice {
    /// The invoice as it was issued.
    public var invoice: Invoice {
        get { issued }
        set { issued = newValue }
    }
}

/// A document that was written to the document store.
public struct RenderedDocument: Sendable, Hashable {
    /// What it shows.
    public enum Subject: Sendable, Hashable {
        /// An invoice by its id.
        case invoice(String)
        /// A credit note by its id.
        case creditNote(String)

        /// Of the invoice or the credit note.
        public var id: String {
            switch self {
            case .invoice(let id), .creditNote(let id): id
            }
        }
    }

    /// What it shows.
    public var subject: Subject
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
    public init(_ subject: Subject, path: String, sha256: String, byteCount: Int, remarks: [String] = []) {
        self.subject = subject
        self.path = path
        self.sha256 = sha256
        self.byteCount = byteCount
        self.remarks = remarks
    }
}
