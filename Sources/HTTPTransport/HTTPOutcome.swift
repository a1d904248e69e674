/// How a request ended. The three cases answer the one question that matters before sending again: may the other
/// side have acted on it?
public enum HTTPOutcome: Sendable, Hashable {
    /// A whole answer came back, whatever its status.
    case response(HTTPResponse)
    /// No byte of the request has left: name, connection or TLS failed, or the request itself is not sendable.
    case notSent(HTTPNotSent)
    /// The request may have been received and acted on; no whole answer came back.
    case indeterminate(HTTPIndeterminate)
}

/// A whole answer.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code, as 402.
    public let status: Int
    /// Those of the final answer, not of 1xx before it.
    public let headers: HTTPHeaders
    /// As it came.
    public let body: [UInt8]

    /// An answer put together by hand, as tests and replays need it.
    public init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why nothing was sent.
public enum HTTPNotSent: Sendable, Hashable {
    /// The request breaks a rule of ``HTTPRequest`` (scheme, header, limits); sending it again cannot help.
    case invalidRequest(String)
    /// The name of the host or proxy is not known.
    case nameNotResolved(String)
    /// Refused, unreachable, or no connection within the limit.
    case notConnected(String)
    /// No agreement on TLS, or the certificate is not trusted.
    case notTrusted(String)
    /// The transport was shut down before the request's turn came.
    case shutDown

    /// One line for logs.
    public var message: String {
        switch self {
        case .invalidRequest(let detail): "invalid request: \(detail)"
        case .nameNotResolved(let detail): "name not resolved: \(detail)"
        case .notConnected(let detail): "not connected: \(detail)"
        case .notTrusted(let detail): "TLS failed: \(detail)"
        case .shutDown: "the transport is shut down"
        }
    }
}

/// Why it is not known what became of a request.
public enum HTTPIndeterminate: Sendable, Hashable {
    /// No whole answer within the limit.
    case timedOut(String)
    /// The connection was closed without a byte of an answer.
    case emptyReply
    /// Reset or broken while sending or receiving; also an answer shorter than it said.
    case broken(String)
    /// The body is longer than the request's limit.
    case replyTooLarge
    /// A kept connection was dead and the request was not sent a second time.
    case keptConnectionDied
    /// The transport was shut down while the request was under way.
    case shutDown

    /// One line for logs.
    public var message: String {
        switch self {
        case .timedOut(let detail): "timed out: \(detail)"
        case .emptyReply: "closed without an answer"
        case .broken(let detail): "connection broken: \(detail)"
        case .replyTooLarge: "reply too large"
        case .keptConnectionDied: "a kept connection died under the request"
        case .shutDown: "shut down while under way"
        }
    }
}
