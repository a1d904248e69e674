import Billing

/// What profiles demand beyond what every document has; by the numbers of EN 16931.
enum EInvoiceDemands {
    /// What the content lacks, in the order of the terms.
    static func missing(in content: DocumentContent, for profile: EInvoiceProfile) -> [String] {
        let demands =
            switch profile {
            case .basic, .en16931: common(content)
            case .xRechnung: common(content) + xRechnung(content)
            case .peppol: common(content) + peppol(content)
            }
        return demands.filter { !$0.isThere }.map(\.term)
    }

    private typealias Demand = (term: String, isThere: Bool)

    private static func common(_ content: DocumentContent) -> [Demand] {
        let isOutside = content.taxes.contains { $0.category == .outside }
        let isReverseCharge = content.taxes.contains { $0.category == .reverseCharge }
        return [
            ("BT-27 seller's name", content.seller.name.hasVisibleText),
            ("BT-31 seller's VAT number or BT-32 tax number", isOutside || content.seller.hasTaxNumber),
            ("BT-44 buyer's name", content.buyer.name.hasVisibleText),
            (
                "BT-48 buyer's VAT number, for reverse charge",
                !isReverseCharge || content.buyer.registrations.contains(where: \.isVAT)
            ),
            // BR-55: a credit note names what it corrects.
            (
                "BT-25 number of the corrected invoice",
                content.status != .creditNote || content.correctedNumber != nil
            ),
            // BR-S-8 and 9 want tax = base × rate: a credit of tax alone is no electronic document of its own.
            (
                "BT-116 base of the tax, which a credit of tax alone has not",
                content.taxes.allSatisfy { $0.baseMinorUnits != 0 || $0.amountMinorUnits == 0 }
            ),
        ]
    }

    /// BR-DE-1 to 31.
    private static func xRechnung(_ content: DocumentContent) -> [Demand] {
        [
            ("BT-10 buyer reference (Leitweg-ID)", content.buyerReference?.hasVisibleText == true),
            ("BT-34 seller's electronic address", content.seller.electronicAddress != nil),
            ("BT-37 and BT-38 seller's city and postcode", content.seller.place != nil),
            ("BG-6 seller's contact", content.seller.contact != nil),
            ("BT-49 buyer's electronic address", content.buyer.electronicAddress != nil),
            ("BT-52 and BT-53 buyer's city and postcode", content.buyer.place != nil),
            (
                "BT-84 account to pay to",
                content.isCollectedAutomatically || content.bankAccount?.iban != nil
            ),
        ]
    }

    /// PEPPOL-EN16931-R003, R010 and R020.
    private static func peppol(_ content: DocumentContent) -> [Demand] {
        [
            (
                "BT-10 buyer reference or BT-13 purchase order",
                content.buyerReference?.hasVisibleText == true
                    || content.purchaseOrder?.hasVisibleText == true
            ),
            ("BT-34 seller's electronic address", content.seller.electronicAddress != nil),
            ("BT-49 buyer's electronic address", content.buyer.electronicAddress != nil),
        ]
    }
}

extension DocumentParty {
    fileprivate var hasTaxNumber: Bool {
        registrations.contains { $0.register == nil && $0.value.hasVisibleText }
    }
}

extension String {
    /// Whether anything is left of it when what XML and documents leave out is gone.
    var hasVisibleText: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .unassigned, .privateUse, .spaceSeparator, .lineSeparator,
                .paragraphSeparator:
                false
            default: true
            }
        }
    }
}
