/// How one Razorpay account is reached.
public struct RazorpayConfiguration: Sendable {
    /// `rzp_test_…` or `rzp_live_…`.
    public var keyID: String
    /// The key's secret.
    public var keySecret: Secret
    /// Must agree with the key.
    public var mode: GatewayMode
    /// Without a slash at the end. Plain http is accepted to loopback with a test key.
    public var baseURL = "https://api.razorpay.com"
    /// Whether debits are announced to the customer 36 hours before, as cards and UPI in India demand. Mandates on
    /// bank accounts need no notice.
    public var announcesDebits = true
    /// For name, connection and TLS together.
    public var connectTimeoutMilliseconds = 5_000
    /// Of each request; a charge takes up to five, and only one of them moves money.
    public var totalTimeoutMilliseconds = 30_000
    /// Razorpay publishes no number.
    public var requestsPerSecond = 20
    /// Requests under way at a time.
    public var maximumInFlight = 16
    /// How often a request that only reads goes again at once.
    public var repetitions = 2
    /// "http://proxy.example:3128"; the environment's is ignored.
    public var proxy: String?
    /// A PEM file of authorities instead of the system's.
    public var authoritiesFile: String?

    /// Milliseconds that one charge may take: its five requests, and what they wait for their turns and repetitions.
    public var longestChargeMilliseconds: Int { 5 * totalTimeoutMilliseconds + Self.waitsMilliseconds }
    private static let waitsMilliseconds = 10_000

    /// The account of that key.
    public init(keyID: String, keySecret: Secret, mode: GatewayMode) {
        self.keyID = keyID
        self.keySecret = keySecret
        self.mode = mode
    }

    /// Refuses settings that could charge the wrong world or send a key in the clear.
    func check() throws(GatewayConfigurationError) {
        let isTest = keyID.hasPrefix("rzp_test_")
        let isLive = keyID.hasPrefix("rzp_live_")
        guard isTest || isLive, keyID.utf8.count > 9, IdentifierRule.isPlain(keyID), !keyID.contains(":"),
            IdentifierRule.isPlain(keySecret.revealed)
        else { throw .malformedKey }
        if isTest && mode == .live { throw .testKeyInLiveMode }
        if isLive && mode == .test { throw .liveKeyInTestMode }
        guard baseURL.hasPrefix("https://") || (isPlain && mode == .test), !baseURL.hasSuffix("/") else {
            throw .unacceptableAddress(baseURL)
        }
        let limits = [
            ("connectTimeoutMilliseconds", connectTimeoutMilliseconds, 1...600_000),
            ("totalTimeoutMilliseconds", totalTimeoutMilliseconds, 1...600_000),
            ("requestsPerSecond", requestsPerSecond, 1...100_000),
            ("maximumInFlight", maximumInFlight, 1...10_000), ("repetitions", repetitions, 0...10),
        ]
        for (name, value, range) in limits where !range.contains(value) { throw .unacceptableLimit(name) }
    }

    var isPlain: Bool { baseURL.hasPrefix("http://") }
}
