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
