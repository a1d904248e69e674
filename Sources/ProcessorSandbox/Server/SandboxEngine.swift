import NIOConcurrencyHelpers

/// The sandbox's state behind a lock, and the way from a request to its protocol.
final class SandboxEngine: Sendable {
    /// What a request leads to.
    enum Step: Sendable {
        case reply(SandboxReply)
        /// Ask for the reply with ``finish(_:)`` after so long.
        case later(milliseconds: Int, SandboxState.Pending)
    }

    private let state: NIOLockedValueBox<SandboxState>

    init(_ state: sending SandboxState) { self.state = NIOLockedValueBox(state) }

    func begin(_ request: SandboxRequest) -> Step {
        state.withLockedValue { state in
            state.passTime()
            return switch (request.segments.first, SandboxProcessor(request)) {
            case ("_sandbox", _): .reply(ControlInterface.handle(request, &state))
            case (_, .stripe): state.beginStripe(request)
            case (_, .razorpay): state.beginRazorpay(request)
            }
        }
    }

    func finish(_ pending: SandboxState.Pending) -> SandboxReply {
        state.withLockedValue { state in
            switch pending.processor {
            case .stripe: state.finishStripe(pending)
            case .razorpay: state.finishRazorpay(pending)
            }
        }
    }

    func withState<Result>(_ body: (inout SandboxState) throws -> Result) rethrows -> Result {
        try state.withLockedValue(body)
    }
}
