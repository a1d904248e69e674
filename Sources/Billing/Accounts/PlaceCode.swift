/// The forms of ISO 3166 codes.
public enum PlaceCode {
    /// Two capital letters. Greece is GR as in ISO 3166: EL, the beginning of its VAT ids, would make two states of it
    /// (8.2).
    public static func isCountry(_ code: some StringProtocol) -> Bool {
        code.utf8.count == 2 && code.utf8.allSatisfy(isCapital) && code != "EL"
    }

    /// One to three capital letters and digits.
    public static func isRegion(_ code: some StringProtocol) -> Bool {
        (1...3).contains(code.utf8.count) && code.utf8.allSatisfy { isCapital($0) || isDigit($0) }
    }

    /// "DE" or "US-CA".
    public static func isJurisdiction(_ code: String) -> Bool {
        let parts = code.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        return isCountry(parts[0]) && (parts.count == 1 || isRegion(parts[1]))
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
