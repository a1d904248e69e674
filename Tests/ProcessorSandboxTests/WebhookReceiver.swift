import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on this machine that keeps what it is sent.
final class WebhookReceiver: Sendable {
    struct Message: Sendable {
        let path: String
        let headers: [String: String]
        let body: [UInt8]
    }

    let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let store: Store

    /// The first `refusals` messages are answered with 500.
    static func start(refusals: Int = 0) async throws -> WebhookReceiver {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let store = Store(refusals: refusals)
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(store: store))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return WebhookReceiver(port: channel.localAddress?.port ?? 0, group: group, store: store)
    }

    private init(port: Int, group: MultiThreadedEventLoopGroup, store: Store) {
        self.port = port
        self.group = group
        self.store = store
    }

    /// Waits until so many messages were answered with 200, for at most five seconds.
    func messages(atLeast count: Int) async throws -> [Message] {
        for _ in 0..<250 where store.messages.count < count { try await Task.sleep(for: .milliseconds(20)) }
        return store.messages
    }

    func stop() async { try? await group.shutdownGracefully() }

    private final class Store: Sendable {
        private let state: NIOLockedValueBox<(messages: [Message], refusals: Int)>

        init(refusals: Int) { state = NIOLockedValueBox(([], refusals)) }

        var messages: [Message] { state.withLockedValue { $0.messages } }

        func take(_ message: Message) -> HTTPResponseStatus {
            state.withLockedValue { state in
                if state.refusals > 0 {
                    state.refusals -= 1
                    return .internalServerError
                }
                state.messages.append(message)
                return .ok
            }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let store: Store
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(store: Store) { self.store = store }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let buffer): body += buffer.readableBytesView
            case .end:
                guard let head else { return }
                var headers: [String: String] = [:]
                for (name, value) in head.headers { headers[name.lowercased()] = value }
                let status = store.take(Message(path: head.uri, headers: headers, body: body))
                let reply = HTTPResponseHead(
                    version: .http1_1, status: status, headers: ["Content-Length": "0"])
                context.write(wrapOutboundOut(.head(reply)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
