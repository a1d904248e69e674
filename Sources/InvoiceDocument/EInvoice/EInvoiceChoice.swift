public import Billing

/// Which electronic invoice goes with a document.
public struct EInvoiceChoice: Sendable, Hashable {
    /// XML that is sent beside the pages, or without them.
    public enum Beside: Sendable, Hashable {
        /// Cross Industry Invoice.
        case cii(EInvoiceProfile)
        /// Universal Business Language.
        case ubl(EInvoiceProfile)
    }

    /// What is embedded into the PDF.
    public var embedded: EInvoiceProfile?
    /// What stands beside it.
    public var beside: Beside?
    /// Whether the buyer asked for it, so that its lack must be made good.
    public var isAskedFor: Bool

    /// By the buyer's wish, else by the countries: within Europe the hybrid of EN 16931, for German authorities (whose
    /// reference is a Leitweg-ID) XRechnung, between Belgian businesses Peppol, elsewhere pages alone.
    public init(seller: Seller, buyer: Account) {
        let wish = buyer.invoicing.electronicInvoice
        self.init(wish ?? Self.habit(seller: seller, buyer: buyer), isAskedFor: wish != nil)
    }

    private init(_ form: ElectronicInvoiceForm, isAskedFor: Bool) {
        self.isAskedFor = isAskedFor
        switch form {
        case .none: break
        case .facturX: embedded = .en16931
        case .facturXBasic: embedded = .basic
        case .xRechnung: (embedded, beside) = (.en16931, .ubl(.xRechnung))
        case .xRechnungHybrid: embedded = .xRechnung
        case .peppol: beside = .ubl(.peppol)
        }
    }

    private static func habit(seller: Seller, buyer: Account) -> ElectronicInvoiceForm {
        guard isEuropean(seller.country), isEuropean(buyer.country) else { return .none }
        if buyer.country == "DE", let reference = buyer.invoicing.reference, LeitwegID.isValid(reference) {
            return .xRechnung
        }
        if seller.country == "BE", buyer.country == "BE", buyer.taxID?.isEmpty == false { return .peppol }
        return .facturX
    }

    /// The European Economic Area, Switzerland and the United Kingdom.
    private static func isEuropean(_ country: String) -> Bool {
        CountryFacts.europeanUnion.contains(country) || ["CH", "GB", "IS", "LI", "NO"].contains(country)
    }
}
