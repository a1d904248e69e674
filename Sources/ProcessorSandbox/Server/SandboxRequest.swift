/// A request as the protocols see it.
struct SandboxRequest: Sendable {
    var method: String
    /// Without the query, as it was sent.
    var path: String
    var query: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    /// The parts of the path between slashes.
    var segments: [String] { path.split(separator: "/").map(String.init) }
}
