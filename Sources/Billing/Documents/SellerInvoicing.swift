public import Monetary

/// How a seller's documents look and what they offer beside the figures.
public struct SellerInvoicing: Sendable, Hashable, Codable {
    /// Whom to ask (BG-6).
    public struct Contact: Sendable, Hashable, Codable {
        /// BT-41.
        public var name: String
        /// BT-42.
        public var phone: String
        /// BT-43.
        public var email: String

        /// A contact by its parts.
        public init(name: String, phone: String, email: String) {
            self.name = name
            self.phone = phone
            self.email = email
        }
    }

    /// The colour of names, sums and rules, 0 to 255 each.
    public struct Accent: Sendable, Hashable, Codable {
        /// Red.
        public var red: UInt8
        /// Green.
        public var green: UInt8
        /// Blue.
        public var blue: UInt8

        /// "#0b5c6b".
        ///
        /// - Throws: ``BillingError/invalid(_:_:)``; also for a colour too light to be read on white, with less than
        ///   4.5 : 1 (WCAG 2.2, 1.4.3).
        public init(parsing text: String) throws(BillingError) {
            let digits = text.hasPrefix("#") ? text.dropFirst() : ""
            guard digits.utf8.count == 6, let value = UInt32(digits, radix: 16) else {
                throw .invalid("the colour \"\(text)\"", "# and six hexadecimal digits, like #0b5c6b")
            }
            red = UInt8(value >> 16)
            green = UInt8(value >> 8 & 255)
            blue = UInt8(value & 255)
            guard isReadableOnWhite else {
                throw .invalid("the colour \"\(text)\"", "too light to be read on white (WCAG wants 4.5 : 1)")
            }
        }

        /// Relative luminance by WCAG with squares in place of the curve of sRGB, which they follow closely and, but
        /// for the darkest levels, from above: nothing too light passes.
        private var isReadableOnWhite: Bool {
            func linear(_ level: UInt8) -> Int { Int(level) * Int(level) }
            let luminance = 2126 * linear(red) + 7152 * linear(green) + 722 * linear(blue)
            // (1 + 0.05) ÷ (L + 0.05) ≥ 4.5 means L ≤ 0.1833.
            return luminance <= 1833 * 65_025
        }
    }

    /// The paper of a seller who does not want that of the buyer's country.
    public enum Paper: String, Sendable, Hashable, Codable, CaseIterable {
        /// ISO A4.
        case a4
        /// US Letter.
        case letter
    }

    /// City and postcode beside the address lines.
    public var place: PostalPlace?
    /// Whom to ask.
    public var contact: Contact?
    /// Where the seller itself can be reached in electronic form (BT-34).
    public var electronicAddress: ElectronicAddress?
    /// Where to pay to, the first that takes the currency.
    public var bankAccounts: [BankAccount]
    /// The colour of the documents.
    public var accent: Accent?
    /// The picture at the head: the name of its file while a catalogue is being read, then its SHA-256.
    public var logo: String?
    /// The paper of all documents.
    public var paper: Paper?
    /// The seller's own words at the end of every invoice.
    public var note: String?

    /// Nothing but the figures.
    public init() { bankAccounts = [] }

    /// The account to pay an amount of a currency to.
    public func bankAccount(for currency: Currency) -> BankAccount? {
        bankAccounts.first { $0.currency == currency } ?? bankAccounts.first { $0.currency == nil }
    }
}
