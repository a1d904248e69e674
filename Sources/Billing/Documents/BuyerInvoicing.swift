/// How an account's invoices are addressed and delivered: what its clerks and their machines ask for.
public struct BuyerInvoicing: Sendable, Hashable, Codable {
    /// The purchase order its invoices are for (BT-13).
    public var purchaseOrder: String?
    /// What the buyer sorts invoices by (BT-10); for German authorities the Leitweg-ID.
    public var reference: String?
    /// Where it receives electronic invoices (BT-49).
    public var electronicAddress: ElectronicAddress?
    /// City and postcode beside the address lines.
    public var place: PostalPlace?
    /// The language of its documents (RFC 5646); that of its country where it is nil.
    public var language: String?
    /// The electronic invoice it asks for; the one of seller's and buyer's countries where it is nil.
    public var electronicInvoice: ElectronicInvoiceForm?

    /// Nothing asked for.
    public init() {}
}

/// What kind of electronic invoice goes with the pages.
public enum ElectronicInvoiceForm: String, Sendable, Hashable, Codable, CaseIterable {
    /// Pages alone.
    case none
    /// Factur-X and ZUGFeRD: the XML of EN 16931 inside the PDF.
    case facturX = "factur-x"
    /// Factur-X on the level BASIC.
    case facturXBasic = "factur-x-basic"
    /// XRechnung in UBL, beside a PDF with Factur-X inside.
    case xRechnung = "xrechnung"
    /// XRechnung inside the PDF, the level XRECHNUNG of ZUGFeRD.
    case xRechnungHybrid = "xrechnung-hybrid"
    /// Peppol BIS Billing 3: UBL beside the PDF.
    case peppol
}

/// The address of a German authority for invoices: coarse part, fine part and two check digits.
public enum LeitwegID {
    /// Whether the form and the check digits are right ("992-90009-96").
    public static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), (5...46).contains(text.utf8.count),
            (2...12).contains(parts[0].utf8.count), parts[0].utf8.allSatisfy({ !Modulo97.isLetter($0) }),
            parts[parts.count - 1].utf8.count == 2, parts.count == 2 || (1...30).contains(parts[1].utf8.count)
        else { return false }
        let bytes = Array(parts.joined().uppercased().utf8)
        guard bytes.allSatisfy(Modulo97.isLetterOrDigit) else { return false }
        return Modulo97.remainder(of: bytes) == 1
    }
}
