import Billing
import Monetary

/// What a customer's banking app reads to fill in a payment.
public enum PaymentCode: Sendable, Hashable {
    /// A SEPA credit transfer (EPC069-12, "GiroCode").
    case epc(String)
    /// A payment by India's UPI.
    case upi(String)
    /// A Swiss QR-bill, which has a payment part of its own on the page.
    case swiss(SwissPayment)

    /// The text in the code.
    public var payload: String {
        switch self {
        case .epc(let text), .upi(let text): text
        case .swiss(let payment): payment.payload
        }
    }

    /// The code; corrections and sizes as the schemes demand.
    func code() throws(QRCode.TooLong) -> QRCode {
        switch self {
        // EPC069-12: version 13 at most. Swiss QR-bill: 25 at most.
        case .epc: try QRCode(Array(payload.utf8), correction: .medium, versions: 1...13)
        case .upi: try QRCode(Array(payload.utf8), correction: .medium, versions: 1...25)
        case .swiss: try QRCode(Array(payload.utf8), correction: .medium, versions: 1...25)
        }
    }

    /// The code for what is still to be paid by transfer; nil where nothing is, or where the currency and the
    /// seller's account have no scheme.
    public init?(_ content: DocumentContent) {
        guard content.isToBeTransferred, let account = content.bankAccount else { return nil }
        let amount = content.currency.majorUnits(content.outstandingMinorUnits)
        if let payment = SwissPayment(content, account) {
            self = .swiss(payment)
        } else if content.currency.code == "EUR", let iban = account.iban,
            content.outstandingMinorUnits <= 99_999_999_999
        {
            let lines = [
                "BCD", "002", "1", "SCT", account.bic ?? "", Self.clean(content.payee, most: 70),
                iban.electronic, "EUR\(amount)", "", "", Self.clean(content.number, most: 140),
            ]
            self = .epc(lines.joined(separator: "\n"))
        } else if content.currency.code == "INR", let address = account.upi {
            let fields = [
                ("pa", address), ("pn", Self.clean(content.payee, most: 70)), ("am", amount), ("cu", "INR"),
                ("tr", content.number), ("tn", content.number),
            ]
            self = .upi("upi://pay?" + fields.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&"))
        } else {
            return nil
        }
    }

    /// One line without controls, cut to what the scheme has room for.
    static func clean(_ text: String, most count: Int) -> String {
        if text.utf8.count <= count, isClean(text) { return text }
        let scalars = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
            default: true
            }
        }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: scalars)
        let words = String(kept).split(separator: " ").joined(separator: " ")
        return String(words.prefix(count)).trimmingBlanks
    }

    /// Printable ASCII in words with single blanks between them: almost every name.
    private static func isClean(_ text: String) -> Bool {
        var before = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || before != 0x20 else { return false }
            before = byte
        }
        return before != 0x20
    }

    /// Percent-encoded as a query's value (RFC 3986).
    private static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let isPlain =
                (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
                || "-._~@".utf8.contains(byte)
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}

extension DocumentContent {
    /// Whether the customer is to send money: not where a saved method is charged.
    var isToBeTransferred: Bool {
        status == .due && outstandingMinorUnits > 0 && !isCollectedAutomatically && !number.isEmpty
    }

    /// Whose account it is.
    var payee: String { bankAccount?.holder ?? seller.name }
}
