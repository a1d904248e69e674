import Billing
import Monetary

/// A payment by the Swiss QR-bill (Implementation Guidelines 2.3, structured addresses).
public struct SwissPayment: Sendable, Hashable {
    /// One of the two parties.
    public struct Party: Sendable, Hashable {
        var name: String
        var street: String
        var postcode: String
        var city: String
        var country: String

        /// Nil without a city and a postcode, which the scheme demands.
        init?(_ party: DocumentParty, name: String? = nil) {
            guard let place = party.place else { return nil }
            self.name = PaymentCode.clean(name ?? party.name, most: 70)
            street = PaymentCode.clean(party.address.first ?? "", most: 70)
            postcode = PaymentCode.clean(place.postcode, most: 16)
            city = PaymentCode.clean(place.city, most: 35)
            country = party.country
        }

        fileprivate var fields: [String] { ["S", name, street, "", postcode, city, country] }

        /// As it stands on the payment part.
        var lines: [String] {
            let town = "\(postcode) \(city)"
            return [name, street, country == "CH" || country == "LI" ? town : "\(country)-\(town)"]
                .filter { !$0.isEmpty }
        }
    }

    /// How the seller's bank tells the payment.
    enum Reference: Hashable {
        /// For QR-IBANs.
        case qr(String)
        /// ISO 11649.
        case creditor(String)
        case none

        var kind: String {
            switch self {
            case .qr: "QRR"
            case .creditor: "SCOR"
            case .none: "NON"
            }
        }

        var text: String {
            switch self {
            case .qr(let text), .creditor(let text): text
            case .none: ""
            }
        }

        /// In the groups in which it is printed.
        var printed: String {
            switch self {
            case .qr(let text): Self.grouped(text, first: 2, others: 5)
            case .creditor(let text): Self.grouped(text, first: 4, others: 4)
            case .none: ""
            }
        }

        private static func grouped(_ text: String, first: Int, others: Int) -> String {
            var groups = [String(text.prefix(first))]
            var rest = text.dropFirst(first)
            while !rest.isEmpty {
                groups.append(String(rest.prefix(others)))
                rest = rest.dropFirst(others)
            }
            return groups.joined(separator: " ")
        }
    }

    let iban: IBAN
    let creditor: Party
    let debtor: Party?
    let minorUnits: Int64
    let currency: Currency
    let reference: Reference
    let message: String

    /// Nil where the account is not in Switzerland or Liechtenstein, the currency is neither the franc nor the euro,
    /// or the seller's city and postcode are not known.
    init?(_ content: DocumentContent, _ account: BankAccount) {
        guard let iban = account.iban, iban.country == "CH" || iban.country == "LI",
            content.currency.code == "CHF" || content.currency.code == "EUR",
            content.outstandingMinorUnits <= 99_999_999_999,
            let creditor = Party(content.seller, name: account.holder)
        else { return nil }
        self.iban = iban
        self.creditor = creditor
        debtor = Party(content.buyer)
        minorUnits = content.outstandingMinorUnits
        currency = content.currency
        reference = iban.isSwissQR ? Self.qrReference(content.number) : Self.creditorReference(content.number)
        message = PaymentCode.clean(content.number, most: 140)
    }

    /// The fields of the code, one a line.
    var payload: String {
        let nobody = Array(repeating: "", count: 7)
        let fields =
            ["SPC", "0200", "1", iban.electronic] + creditor.fields + nobody
            + [currency.majorUnits(minorUnits), currency.code] + (debtor?.fields ?? nobody) + [
                reference.kind, reference.text, message, "EPD",
            ]
        return fields.joined(separator: "\n")
    }

    /// "1 949.75": groups of thousands by a blank, a point before the centimes.
    var printedAmount: String {
        NumberStyle(decimalSeparator: ".", groupSeparator: "\u{A0}").amount(minorUnits, currency)
    }

    /// Twenty-six digits of the number and a check digit, modulo 10 recursive.
    private static func qrReference(_ number: String) -> Reference {
        let digits = number.utf8.filter { (0x30...0x39).contains($0) }.suffix(26).map { Int($0) - 48 }
        let padded = Array(repeating: 0, count: 26 - digits.count) + digits
        let table = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]
        let carry = padded.reduce(0) { table[($0 + $1) % 10] }
        return .qr((padded + [(10 - carry) % 10]).map(String.init).joined())
    }

    /// "RF", two check digits and the letters and digits of the number, where there are no more than 21.
    private static func creditorReference(_ number: String) -> Reference {
        let characters = number.uppercased().utf8.filter { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        }
        guard (1...21).contains(characters.count) else { return .none }
        let check = 98 - Modulo97.remainder(of: characters + Array("RF00".utf8))
        return .creditor("RF\(check < 10 ? "0" : "")\(check)" + String(decoding: characters, as: UTF8.self))
    }
}
