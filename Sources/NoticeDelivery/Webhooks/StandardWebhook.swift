import Crypto
import Foundation

/// A secret of the Standard Webhooks form: "whsec_" and 24 to 64 bytes in base64.
public struct WebhookSecret: Sendable, Hashable {
    /// As it is written and shown once.
    public let text: String
    private let key: [UInt8]

    /// nil where the text is no such secret.
    public init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let key = Data(base64Encoded: String(text.dropFirst("whsec_".count))),
            (24...64).contains(key.count)
        else { return nil }
        self.text = text
        self.key = [UInt8](key)
    }

    /// 32 bytes of the system's randomness.
    public static func random() -> WebhookSecret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = "whsec_" + Data(bytes).base64EncodedString()
        guard let secret = WebhookSecret(text) else { preconditionFailure("32 bytes are a secret") }
        return secret
    }

    /// "v1," and HMAC-SHA256 over id, timestamp and body in base64.
    func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }
}
