/// An international bank account number (ISO 13616), its check digits verified.
public struct IBAN: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Without blanks, in capitals: "DE02120300000000202051".
    public let electronic: String

    /// A number as people write it, with or without blanks.
    ///
    /// - Throws: ``BillingError/invalid(_:_:)`` when it is too short or long, has other characters than letters
    ///   and digits, or its check digits do not fit.
    public init(parsing text: String) throws(BillingError) {
        let compact = text.filter { $0 != " " && $0 != "\u{A0}" }.uppercased()
        let bytes = Array(compact.utf8)
        guard (15...34).contains(bytes.count), bytes.allSatisfy(Modulo97.isLetterOrDigit),
            bytes[..<2].allSatisfy(Modulo97.isLetter), bytes[2..<4].allSatisfy({ !Modulo97.isLetter($0) })
        else {
            throw .invalid("the IBAN \"\(text)\"", "two letters, two check digits, then letters and digits")
        }
        guard Modulo97.remainder(of: bytes[4...] + bytes[..<4]) == 1 else {
            throw .invalid("the IBAN \"\(text)\"", "its check digits do not fit; look for a slip")
        }
        electronic = compact
    }

    /// In groups of four, as it is printed.
    public var description: String {
        var groups: [Substring] = []
        var rest = electronic[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }

    /// ISO 3166-1 alpha-2.
    public var country: String { String(electronic.prefix(2)) }

    /// Whether payments to it must carry a QR reference (Swiss Payment Standards: IID 30000 to 31999).
    public var isSwissQR: Bool {
        guard country == "CH" || country == "LI" else { return false }
        guard let institution = Int(electronic.dropFirst(4).prefix(5)) else { return false }
        return (30_000...31_999).contains(institution)
    }

    /// Read as it was written.
    public init(from decoder: any Decoder) throws {
        self = try IBAN(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Written as ``electronic``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(electronic)
    }
}

/// The check digits of ISO 7064, MOD 97-10, over digits and letters (A is 10, Z is 35).
public enum Modulo97 {
    /// The remainder of the number that the characters make; other characters than letters and digits count as 0.
    public static func remainder(of bytes: some Sequence<UInt8>) -> Int {
        bytes.reduce(0) { remainder, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): (remainder * 10 + Int(byte) - 48) % 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): (remainder * 100 + Int(byte) - 55) % 97
            default: remainder * 10 % 97
            }
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
