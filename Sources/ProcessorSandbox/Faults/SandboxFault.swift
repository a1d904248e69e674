/// The ways in which an answer can go wrong, by what the processor has done meanwhile.
public enum SandboxFault: String, Sendable, Hashable, Codable, CaseIterable {
    /// 429 before the key is looked at; nothing is executed.
    case rateLimited = "rate_limited"
    /// 409, as if another request with the key were running; nothing is executed.
    case conflict
    /// The connection closes before anything is executed.
    case dropBefore = "drop_before"
    /// Executed, stored under the key, and the connection closes without an answer.
    case dropAfter = "drop_after"
    /// Executed only after a pause; meanwhile the key is in use. Made to outlast a time-out.
    case delay
    /// 500 before anything is executed or stored.
    case serverErrorBefore = "server_error_before"
    /// Executed and stored rightly, but answered with a 500; a repeat is replayed rightly.
    case serverErrorAfter = "server_error_after"
    /// Executed, but the stored first result is a 500: for as long as the key lives only a look-up tells.
    case storedServerError = "stored_server_error"
    /// Not executed, and the stored first result is a 500 all the same.
    case storedServerErrorUnexecuted = "stored_server_error_unexecuted"
    /// A proxy's HTML page with 502; nothing is executed.
    case badGatewayBefore = "bad_gateway_before"
    /// A proxy's HTML page with 502 after executing.
    case badGatewayAfter = "bad_gateway_after"
    /// Executed; the answer breaks off in the middle of its body.
    case truncated
    /// Razorpay only: a debit that succeeds is first told to have failed, and captured later. Stripe takes no notice.
    case lateSuccess = "late_success"
}
