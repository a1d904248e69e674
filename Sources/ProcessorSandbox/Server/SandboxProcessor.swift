import FoundationEssentials

/// Whose protocol a request speaks: both have the path /v1, and are told apart by who signs in.
enum SandboxProcessor: Sendable {
    case stripe, razorpay

    init(_ request: SandboxRequest) {
        self = Self.basicCredentials(request)?.name.hasPrefix("rzp_") == true ? .razorpay : .stripe
    }

    static func basicCredentials(_ request: SandboxRequest) -> (name: String, password: String)? {
        let parts = (request.headers["authorization"] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1])),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
