import Foundation

/// A mail server and how it is spoken to.
///
/// The strict way is the only one: TLS from the first byte (`smtps:`) or STARTTLS before anything else (`smtp:`), the
/// certificate verified, and no password over a bare connection. Only a server on this machine may do without, unless it
/// is asked to.
public struct SMTPServer: Sendable {
    /// Why an address is none of a mail server.
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// In one line.
        public let description: String
    }

    /// "smtp://mail.example.com:587" or "smtps://mail.example.com:465".
    public let url: String
    /// Whether no mail leaves before TLS. Otherwise it is used where it is offered.
    let demandsTLS: Bool
    /// Whom to log in as; nil: nobody.
    let user: String?
    /// Their password.
    let password: String?
    /// A PEM file of the authorities to trust instead of the system's, those of its folder included.
    let authoritiesFile: String?
    /// Stands for the folder of the system's authorities that libcurl was built with, which tests cannot write to.
    var systemAuthoritiesFolder: String?

    /// - Parameter demandsTLS: whether no mail leaves before TLS; true unless the server is on this machine. Other servers
    ///   cannot be let off.
    /// - Throws: where the address is not of the form smtp://HOST:PORT or smtps://HOST:PORT, only one of user and
    ///   password is given, or TLS is let off for a server elsewhere.
    public init(
        url: String, user: String? = nil, password: String? = nil, authoritiesFile: String? = nil,
        demandsTLS: Bool? = nil
    ) throws(Refusal) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.scheme == "smtp" || parts.scheme == "smtps", parts.path.isEmpty || parts.path == "/"
        else { throw Refusal(description: "it has the form smtp://HOST:587 or smtps://HOST:465") }
        guard parts.user == nil, parts.password == nil, parts.query == nil else {
            throw Refusal(
                description: "user and password are settings of their own (smtp.user, smtp.password)")
        }
        guard (user == nil) == (password == nil) else {
            throw Refusal(description: "smtp.user and smtp.password belong together")
        }
        let isLoopback = Self.isLoopback(host)
        guard isLoopback || demandsTLS != false else {
            throw Refusal(description: "no mail leaves this machine without TLS: smtp.starttls is required")
        }
        self.url = url
        self.demandsTLS = demandsTLS ?? !isLoopback
        self.user = user
        self.password = password
        self.authoritiesFile = authoritiesFile
    }

    /// 127.0.0.0/8 as four plain numbers, ::1, and localhost: a name that only begins so is another machine's.
    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}

/// How handing over one mail ended.
public enum SMTPOutcome: Sendable, Hashable {
    /// The server has taken it and answers for it.
    case accepted(reply: String)
    /// The server does not take this mail: for now (4xx) or ever (5xx).
    case refused(code: Int, reply: String)
    /// No mail can be handed over: no connection, no TLS, no login, or the server takes nothing from this sender.
    case unreachable(String)
    /// The connection broke when the mail may have been taken.
    case unknown(String)
}
