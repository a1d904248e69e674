/// Why a gateway cannot be made from its settings. No case carries a secret.
public enum GatewayConfigurationError: Error, Sendable, Hashable {
    /// A test key where real money should move.
    case testKeyInLiveMode
    /// A live key where no real money may move.
    case liveKeyInTestMode
    /// The key has none of the processor's prefixes, or characters that no key has.
    case malformedKey
    /// The address is not https, nor http to loopback with a test key.
    case unacceptableAddress(String)
    /// A limit or time-out that is zero or negative, by name.
    case unacceptableLimit(String)
}

extension GatewayConfigurationError: CustomStringConvertible {
    /// What is wrong, and what an operator can do.
    public var description: String {
        switch self {
        case .testKeyInLiveMode:
            "the key is a test key, but the mode is live: set a live key, or the processor's mode to test"
        case .liveKeyInTestMode:
            "the key is a live key, but the mode is test: set a test key, or the processor's mode to live"
        case .malformedKey:
            "the key is none of the processor's (Stripe: sk_… or rk_…; Razorpay: rzp_test_… or rzp_live_… and its secret)"
        case .unacceptableAddress(let address):
            "\(address) is not an address to send charges to: https, or http on this machine with a test key"
        case .unacceptableLimit(let name): "the limit \(name) must be above zero"
        }
    }
}
