/// The answers of faults, in the words of one processor.
struct FaultReplies: Sendable {
    let rateLimited: SandboxReply
    let conflict: SandboxReply
    let serverError: SandboxReply

    /// The answer that stands in for executing; nil where the fault comes later or there is none.
    func replyBeforeExecuting(_ fault: SandboxFault?) -> SandboxReply? {
        switch fault {
        case .rateLimited: rateLimited
        case .conflict: conflict
        case .dropBefore: .dropped
        case .serverErrorBefore: serverError
        case .badGatewayBefore: Self.badGateway
        default: nil
        }
    }

    /// The answer to what was executed, spoilt.
    func disturb(_ reply: SandboxReply, _ fault: SandboxFault?) -> SandboxReply {
        var reply = reply
        switch fault {
        case .dropAfter: reply.delivery = .none
        case .truncated: reply.delivery = .half
        case .serverErrorAfter: reply = serverError
        case .badGatewayAfter: reply = Self.badGateway
        default: break
        }
        return reply
    }

    private static var badGateway: SandboxReply {
        var reply = SandboxReply(
            status: 502, body: "<html><body><h1>502 Bad Gateway</h1></body></html>")
        reply.headers = [("Content-Type", "text/html")]
        return reply
    }
}
