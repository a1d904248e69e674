/// One request and the limits under which it is sent.
///
/// The defaults are the strict ones: https only, the peer and its name verified, no redirects, no proxy (the
/// environment's is ignored), TLS 1.2 or newer.
public struct HTTPRequest: Sendable, Hashable {
    /// What is done with the address.
    public var method: HTTPMethod
    /// The whole address, already percent-encoded. Names and passwords in it are refused.
    public var url: String
    /// Beside what libcurl writes itself (Host, Content-Length).
    public var headers: HTTPHeaders
    /// Sent as it is; nil sends none.
    public var body: [UInt8]?
    /// Limit for name resolution, connection and TLS together, in milliseconds.
    public var connectTimeoutMilliseconds = 5_000
    /// Limit for everything, waiting for a free connection included, in milliseconds.
    public var totalTimeoutMilliseconds = 80_000
    /// Opens a connection for this request alone and closes it afterwards. Where the other side has no
    /// idempotency key this is what keeps a POST from ever leaving twice (PROCESSORS 0.2).
    public var usesFreshConnection = false
    /// Allows `http:` to 127.0.0.0/8, ::1 and localhost, for sandboxes. Any other host stays https only.
    public var allowsPlainLoopback = false
    /// "http://proxy.example:3128"; nil goes straight, whatever the environment says.
    public var proxy: String?
    /// A PEM file of the authorities to trust instead of the system's, those of its folder included.
    public var authoritiesFile: String?
    /// Stands for the folder of the system's authorities that libcurl was built with, which tests cannot write to.
    var systemAuthoritiesFolder: String?
    /// A reply whose body is longer is cut off and counts as indeterminate.
    public var replySizeLimitBytes = 4 * 1024 * 1024

    /// A request with the strict defaults.
    public init(
        _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
