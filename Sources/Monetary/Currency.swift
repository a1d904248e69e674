/// An active ISO 4217 currency; equal when the codes are.
@frozen
public struct Currency: Hashable, Sendable {
    /// The three letters of the code in the high bytes, the exponent in the lowest: a currency is four
    /// bytes and needs no table once it exists.
    @usableFromInline let packed: UInt32

    /// The currency of an upper-case code ("USD").
    /// - Throws: `unknownCurrency`.
    public init(code: String) throws(MonetaryError) {
        guard let letters = Self.packedLetters(of: code), let known = Self.byLetters[letters] else {
            throw .unknownCurrency(code)
        }
        self = known
    }

    private init(letters: UInt32, exponent: UInt8) { packed = letters | UInt32(exponent) }

    /// The alphabetic code, "USD".
    public var code: String {
        let packed = packed
        return String(unsafeUninitializedCapacity: 3) { buffer in
            for position in 0..<3 {
                buffer[position] = UInt8(truncatingIfNeeded: packed >> (24 - 8 * UInt32(position)))
            }
            return 3
        }
    }

    /// How many digits the minor unit has: 2 for USD, 0 for JPY, 3 for KWD.
    @inlinable
    public var exponent: Int { Int(packed & 0xFF) }

    /// Every currency that can be billed in, by code.
    public static let all: [Currency] = CurrencyTable.codesByExponent
        .flatMap { row in
            row.codes.split(separator: " ").compactMap { code in
                packedLetters(of: String(code)).map { Currency(letters: $0, exponent: row.exponent) }
            }
        }
        .sorted { $0.packed < $1.packed }

    private static let byLetters: [UInt32: Currency] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.packed & ~0xFF, $0) })

    private static func packedLetters(of code: String) -> UInt32? {
        guard code.utf8.count == 3 else { return nil }
        var letters: UInt32 = 0
        for byte in code.utf8 { letters = letters << 8 | UInt32(byte) }
        return letters << 8
    }
}

extension Currency {
    /// An amount as it is written outside the program: "106.92", "-5.00", "500" for JPY (RULES 1.5).
    public func majorUnits(_ minor: Int64) -> String {
        DecimalText.text(Int128(minor), fractionDigits: exponent)
    }

    /// The minor units of an amount written in major units; "9.9" is 990 US cents.
    /// - Throws: `malformed`, `overflow`, or `tooManyDigits` for more digits than the currency has.
    public func minorUnits(_ text: String) throws(MonetaryError) -> Int64 {
        guard let minor = Int64(exactly: try DecimalText.scaled(text, fractionDigits: exponent)) else {
            throw .overflow
        }
        return minor
    }
}

extension Currency: CustomStringConvertible {
    /// The code.
    public var description: String { code }
}

extension Currency: Codable {
    /// Reads the code.
    public init(from decoder: any Decoder) throws {
        try self.init(code: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
