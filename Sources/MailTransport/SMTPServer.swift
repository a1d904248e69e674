import Foundation

/// A mail server and how it is spoken to.
///
/// The strict way is the only one: TLS from the first byte (`smtps:`) or STARTTLS before anything else (`smtp:`), the
/// certificate verified, and no password over a bare connection. Only a server on this machine may do without.
public struct SMTPServer: Sendable {
    /// Why an address is none of a mail server.
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// In one line.
        public let description: String
    }

    /// "smtp://mail.example.com:587" or "smtps://mail.example.com:465".
    public let url: String
    /// Whether it is on this machine: TLS is used where it is offered and not demanded.
    let isLoopback: Bool
    /// Whom to log in as; nil: nobody.
    let user: String?
    /// Their password.
    let password: String?
    /// A PEM file of the authorities to trust instead of the system's.
    let authoritiesFile: String?

    /// - Throws: where the address is not of the form smtp://HOST:PORT or smtps://HOST:PORT, or only one of user and
    ///   password is given.
    public init(
        url: String, user: String? = nil, password: String? = nil, authoritiesFile: String? = nil
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
        self.url = url
        isLoopback = host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
        self.user = user
        self.password = password
        self.authoritiesFile = authoritiesFile
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
