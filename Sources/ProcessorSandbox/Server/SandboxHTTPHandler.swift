import NIOCore
import NIOHTTP1

/// Gathers a request, asks the engine, and delivers the reply in the way the reply says.
final class SandboxHTTPHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let bodyLimitBytes = 1 << 20
    /// How often what is held looks whether it may go on.
    private static let holdMilliseconds = 10

    private let engine: SandboxEngine
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(engine: SandboxEngine) { self.engine = engine }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            body += buffer.readableBytesView
            if body.count > Self.bodyLimitBytes { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        switch engine.begin(Self.request(head, body: body)) {
        case .reply(let reply):
            deliver(reply, keepAlive: head.isKeepAlive, context: context)
        case .later(let milliseconds, let pending):
            finish(pending, inMilliseconds: milliseconds, keepAlive: head.isKeepAlive, context: context)
        }
    }

    /// On the loop, not on the connection: the work goes on when the client has given up.
    private func finish(
        _ pending: SandboxState.Pending, inMilliseconds milliseconds: Int, keepAlive: Bool,
        context: ChannelHandlerContext
    ) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            [engine] in
            guard !engine.withState({ $0.dice.holdsDelayed }) else {
                return self.finish(
                    pending, inMilliseconds: Self.holdMilliseconds, keepAlive: keepAlive, context: context)
            }
            let reply = engine.finish(pending)
            if context.channel.isActive { self.deliver(reply, keepAlive: keepAlive, context: context) }
        }
    }

    private func deliver(_ reply: SandboxReply, keepAlive: Bool, context: ChannelHandlerContext) {
        if case .none = reply.delivery {
            context.close(promise: nil)
            return
        }
        var bytes = ByteBuffer(string: reply.body)
        var headers = HTTPHeaders(reply.headers.map { ($0.name, $0.value) })
        headers.add(name: "Content-Length", value: String(bytes.readableBytes))
        if !keepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if case .half = reply.delivery {
            let half = bytes.readSlice(length: bytes.readableBytes / 2) ?? ByteBuffer()
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(half))), promise: nil)
            context.close(promise: nil)
            return
        }
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !keepAlive { context.close(promise: nil) }
    }

    private static func request(_ head: HTTPRequestHead, body: [UInt8]) -> SandboxRequest {
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [String: String] = [:]
        for (name, value) in head.headers { headers[name.lowercased()] = value }
        return SandboxRequest(
            method: head.method.rawValue, path: String(parts[0]),
            query: parts.count > 1 ? String(parts[1]) : "",
            headers: headers, body: body)
    }
}
