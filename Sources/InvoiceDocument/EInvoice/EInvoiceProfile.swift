/// Which rules an electronic invoice promises to keep.
public enum EInvoiceProfile: String, Sendable, Hashable, CaseIterable {
    /// Factur-X BASIC.
    case basic
    /// The European norm EN 16931 in full.
    case en16931
    /// XRechnung 3.0 of the German administration.
    case xRechnung
    /// Peppol BIS Billing 3; in UBL only.
    case peppol

    /// BT-24 in CII.
    var guideline: String {
        switch self {
        case .basic: "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic"
        case .en16931: "urn:cen.eu:en16931:2017"
        case .peppol: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
        case .xRechnung: "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
        }
    }

    /// BT-24 in UBL; BASIC is a level of Factur-X only.
    var customization: String {
        switch self {
        case .basic, .en16931: "urn:cen.eu:en16931:2017"
        case .xRechnung, .peppol: guideline
        }
    }

    /// BT-23, demanded by XRechnung and Peppol.
    var process: String? {
        self == .xRechnung || self == .peppol ? "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0" : nil
    }

    /// The file's name inside a PDF, and the level that the PDF's metadata names.
    public var attachment: (fileName: String, level: String) {
        switch self {
        case .basic: ("factur-x.xml", "BASIC")
        case .en16931, .peppol: ("factur-x.xml", "EN 16931")
        case .xRechnung: ("xrechnung.xml", "XRECHNUNG")
        }
    }
}
