/// Where a party receives electronic invoices (EN 16931 BT-34 and BT-49), in one of the schemes of the EAS list.
public struct ElectronicAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The code of the scheme: "EM" for e-mail, "0204" for a Leitweg-ID, "9930" for a German VAT number.
    public var scheme: String
    /// The address in the scheme.
    public var value: String

    /// "9930:DE123456789", or an e-mail address.
    ///
    /// - Throws: ``BillingError/invalid(_:_:)`` for a scheme that is not in the list (CEF EAS, version 13), and
    ///   for a value that is no e-mail address where there is no scheme.
    public init(parsing text: String) throws(BillingError) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2, Self.schemes.contains(parts[0]), !parts[1].isEmpty {
            (scheme, value) = (parts[0], parts[1])
            return
        }
        let mail = text.split(separator: "@", omittingEmptySubsequences: false)
        guard mail.count == 2, !mail[0].isEmpty, mail[1].count > 2, !text.contains(" ") else {
            throw .invalid(
                "the electronic address \"\(text)\"",
                "write SCHEME:VALUE with a code of the EAS list, like 9930:DE123456789, or an e-mail address")
        }
        (scheme, value) = ("EM", text)
    }

    /// As it is read.
    public var description: String { scheme == "EM" ? value : "\(scheme):\(value)" }

    /// The codes in force (EN 16931 BR-CL-25).
    private static let schemes: Set<String> = [
        "0002", "0007", "0009", "0037", "0060", "0088", "0096", "0097", "0106", "0130", "0135", "0142",
        "0147",
        "0151", "0154", "0158", "0170", "0177", "0183", "0184", "0188", "0190", "0191", "0192", "0193",
        "0194",
        "0195", "0196", "0198", "0199", "0200", "0201", "0202", "0203", "0204", "0205", "0208", "0209",
        "0210",
        "0211", "0212", "0213", "0215", "0216", "0217", "0218", "0221", "0225", "0230", "0235", "0240",
        "9910", "9913", "9914", "9915", "9918", "9919", "9920", "9922", "9923", "9924", "9925", "9926",
        "9927",
        "9928", "9929", "9930", "9931", "9932", "9933", "9934", "9935", "9936", "9937", "9938", "9939",
        "9940",
        "9941", "9942", "9943", "9944", "9945", "9946", "9947", "9948", "9949", "9950", "9951", "9952",
        "9953",
        "9957", "9959", "AN", "AQ", "AS", "AU", "EM",
    ]
}

/// A city with its postcode: the two parts of an address that electronic invoices want by themselves.
public struct PostalPlace: Sendable, Hashable, Codable {
    /// BT-37, BT-52.
    public var city: String
    /// BT-38, BT-53.
    public var postcode: String

    /// A place by its parts.
    public init(city: String, postcode: String) {
        self.city = city
        self.postcode = postcode
    }
}
