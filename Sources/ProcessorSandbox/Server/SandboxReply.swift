/// An answer, and what becomes of it on the wire.
struct SandboxReply: Sendable {
    enum Delivery: Sendable {
        case whole
        /// Half of the body, then the connection closes.
        case half
        /// The connection closes without a byte.
        case none
    }

    var status: Int
    var headers: [(name: String, value: String)] = [("Content-Type", "application/json")]
    var body: String
    var delivery = Delivery.whole

    /// A JSON answer.
    init(status: Int = 200, _ json: JSONValue) {
        self.status = status
        body = json.text
    }

    /// An answer whose text stands already.
    init(status: Int, body: String) {
        self.status = status
        self.body = body
    }

    /// The connection closes; there is no answer.
    static var dropped: SandboxReply {
        var reply = SandboxReply(status: 200, body: "")
        reply.delivery = .none
        return reply
    }
}
