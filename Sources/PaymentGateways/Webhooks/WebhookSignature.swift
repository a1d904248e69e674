import Crypto
import FoundationEssentials

/// HMAC-SHA256 in lower-case hex, as both processors sign.
enum WebhookSignature {
    static let bodyLimitBytes = 256 * 1024
    static let toleranceSeconds: Int64 = 300

    /// Whether the hex is the code of that text under one of the secrets. Takes the same time wherever it differs.
    static func isValid(_ hex: some StringProtocol, of text: [UInt8], secrets: [Secret]) -> Bool {
        isAnyValid([hex], of: text, secrets: secrets)
    }

    /// Whether any of them is. The text is signed once for each secret, however many there are to compare: whoever sends
    /// them is not known yet.
    static func isAnyValid(_ hexes: [some StringProtocol], of text: [UInt8], secrets: [Secret]) -> Bool {
        let codes = hexes.compactMap { bytes(ofHex: $0) }
        guard !codes.isEmpty else { return false }
        var isValid = false
        for secret in secrets {
            let right = HMAC<SHA256>.authenticationCode(
                for: text, using: SymmetricKey(data: Data(secret.revealed.utf8)))
            // No early exit: which secret it was is nobody's business.
            for code in codes where right == code { isValid = true }
        }
        return isValid
    }

    /// The code of a text, as 64 hex digits.
    static func code(of text: [UInt8], secret: Secret) -> String {
        let key = SymmetricKey(data: Data(secret.revealed.utf8))
        return hex(HMAC<SHA256>.authenticationCode(for: text, using: key))
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// 32 bytes of exactly 64 lower-case digits: the processors' own libraries compare texts, and take no others.
    private static func bytes(ofHex hex: some StringProtocol) -> [UInt8]? {
        let digits = hex.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 64, hex.utf8.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
