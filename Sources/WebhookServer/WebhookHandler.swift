import NIOCore
import NIOHTTP1

/// One connection: gathers a request within its limits, has it answered, and keeps the connection for the next.
///
/// Requests of one connection are answered one after the other (the pipeline's assistance holds the next one back).
final class WebhookHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Nothing of a request has come.
        case idle
        case arriving(HTTPRequestHead, [UInt8])
        /// Whole, and being answered.
        case inHand
        /// Answered with a refusal; what still comes is not looked at.
        case refused
    }

    private let limits: WebhookServer.Limits
    private let answer: @Sendable (WebhookServer.Request) async -> WebhookServer.Answer
    private var state = State.idle
    private var deadline: Scheduled<Void>?
    private var isDraining = false

    init(
        limits: WebhookServer.Limits,
        answer: @escaping @Sendable (WebhookServer.Request) async -> WebhookServer.Answer
    ) {
        self.limits = limits
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        // A connection that says nothing and one that trickles its headers are the same.
        startDeadline(limits.arrivalMilliseconds, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .idle):
            startDeadline(limits.arrivalMilliseconds, context)
            let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
            guard length <= limits.bodyBytes else {
                return refuse(.init(413, "the body is too large"), context)
            }
            state = .arriving(head, [])
        case (.body(let part), .arriving(let head, var body)):
            state = .idle  // so that the array below is not copied
            body += part.readableBytesView
            guard body.count <= limits.bodyBytes else {
                return refuse(.init(413, "the body is too large"), context)
            }
            state = .arriving(head, body)
        case (.end, .arriving(let head, let body)):
            deadline?.cancel()
            state = .inHand
            hand(over: head, body, context)
        default: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is DrainEvent else { return context.fireUserInboundEventTriggered(event) }
        isDraining = true
        if case .idle = state { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func startDeadline(_ milliseconds: Int64, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
            channel.close(promise: nil)
        }
    }

    private func hand(over head: HTTPRequestHead, _ body: [UInt8], _ context: ChannelHandlerContext) {
        let path = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let request = WebhookServer.Request(
            method: head.method.rawValue, path: String(path), body: body, headers: head.headers)
        let answered = context.eventLoop.makeFutureWithTask { [answer] in await answer(request) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        answered.whenSuccess { answer in
            let (handler, context) = bound.value
            handler.deliver(answer, keepAlive: head.isKeepAlive && !handler.isDraining, context)
        }
    }

    private func refuse(_ answer: WebhookServer.Answer, _ context: ChannelHandlerContext) {
        state = .refused
        deliver(answer, keepAlive: false, context)
    }

    private func deliver(_ answer: WebhookServer.Answer, keepAlive: Bool, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let body = ByteBuffer(string: answer.text + "\n")
        var headers = HTTPHeaders([
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "\(body.readableBytes)"),
        ])
        if !keepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        guard keepAlive else {
            let channel = context.channel
            let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
            return written.whenComplete { _ in channel.close(promise: nil) }
        }
        // Before the end is written: the pipeline hands over the next request, if it has come, while it is.
        state = .idle
        startDeadline(limits.idleMilliseconds, context)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
