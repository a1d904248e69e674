import Crypto
import FoundationEssentials

/// HMAC-SHA256 in lower-case hex. Written apart from the gateways', so that each checks the other.
enum SandboxSignature {
    static func code(of text: [UInt8], secret: String) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        return HMAC<SHA256>.authenticationCode(for: text, using: key)
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
