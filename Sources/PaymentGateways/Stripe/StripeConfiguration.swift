/// How one Stripe account is reached.
public struct StripeConfiguration: Sendable {
    /// The version the request bodies are made for (PROCESSORS 1a).
    public static let pinnedVersion = "2026-06-24.dahlia"

    /// `sk_…` or, better, a restricted `rk_…`.
    public var secretKey: Secret
    /// Must agree with the key.
    public var mode: GatewayMode
    /// Without a slash at the end. Plain http is accepted to loopback with a test key.
    public var baseURL = "https://api.stripe.com"
    /// Sent with new charges; stored ones keep theirs.
    public var apiVersion = Self.pinnedVersion
    /// Names the invoice on Stripe's own pages and receipts.
    public var describesCharges = true
    /// Whether what is below Stripe's smallest charges is refused here already.
    public var checksMinimums = true
    /// For name, connection and TLS together.
    public var connectTimeoutMilliseconds = 5_000
    /// Stripe's own libraries wait 80 s. A short limit saves nothing: it only makes unknowns.
    public var totalTimeoutMilliseconds = 80_000
    /// Stripe allows an account 25 a second at one endpoint, and 25 in all with a test key.
    public var requestsPerSecond = 25
    /// Requests under way at a time: enough to keep the rate where an answer takes two seconds.
    public var maximumInFlight = 50
    /// How often a request goes again at once, where Stripe says that it may.
    public var repetitions = 2
    /// "http://proxy.example:3128"; the environment's is ignored.
    public var proxy: String?
    /// A PEM file of authorities instead of the system's.
    public var authoritiesFile: String?

    /// Milliseconds that one charge may take, repetitions and the wait for its turn included.
    public var longestChargeMilliseconds: Int { totalTimeoutMilliseconds }

    /// The account of that key with the limits of PROCESSORS 1a.
    public init(secretKey: Secret, mode: GatewayMode) {
        self.secretKey = secretKey
        self.mode = mode
    }

    /// Refuses settings that could charge the wrong world or send a key in the clear.
    func check() throws(GatewayConfigurationError) {
        try checkKey()
        try checkAddress()
        let limits = [
            ("connectTimeoutMilliseconds", connectTimeoutMilliseconds, 1...600_000),
            ("totalTimeoutMilliseconds", totalTimeoutMilliseconds, 1...600_000),
            ("requestsPerSecond", requestsPerSecond, 1...100_000),
            ("maximumInFlight", maximumInFlight, 1...10_000), ("repetitions", repetitions, 0...10),
        ]
        for (name, value, range) in limits where !range.contains(value) { throw .unacceptableLimit(name) }
    }

    var isPlain: Bool { baseURL.hasPrefix("http://") }

    private func checkKey() throws(GatewayConfigurationError) {
        let key = secretKey.revealed
        let isTest = key.hasPrefix("sk_test_") || key.hasPrefix("rk_test_")
        let isLive = key.hasPrefix("sk_live_") || key.hasPrefix("rk_live_")
        guard isTest || isLive, key.utf8.count > 8, key.utf8.count <= 255, IdentifierRule.isPlain(key) else {
            throw .malformedKey
        }
        if isTest && mode == .live { throw .testKeyInLiveMode }
        if isLive && mode == .test { throw .liveKeyInTestMode }
    }

    /// Whether plain http is really to loopback is judged by the transport, which takes the address apart.
    private func checkAddress() throws(GatewayConfigurationError) {
        guard baseURL.hasPrefix("https://") || (isPlain && mode == .test), !baseURL.hasSuffix("/") else {
            throw .unacceptableAddress(baseURL)
        }
    }
}
