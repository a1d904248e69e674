import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A TCP server on 127.0.0.1 that does with each request what the test says, down to resetting the connection.
final class ScriptedServer: Sendable {
    enum Reaction: Sendable {
        /// These bytes, and the connection stays open.
        case answer(String)
        /// These bytes, then the end.
        case answerAndClose(String)
        /// The end, in good order.
        case close
        /// The end by a reset.
        case reset
        /// Nothing at all.
        case silence
    }

    /// What was received: the connection it came on, from 0, and the whole text.
    struct Received: Sendable, Hashable {
        let connection: Int
        let text: String
    }

    /// The reaction to the n-th request on the n-th connection, both from 0.
    struct Script: Sendable {
        let reaction: @Sendable (_ connection: Int, _ request: Int) -> Reaction

        static func always(_ reaction: Reaction) -> Script { Script { _, _ in reaction } }
    }

    let port: Int
    private let listener: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let state: NIOLockedValueBox<State>

    struct State {
        var received: [Received] = []
        var connections = 0
    }

    static func start(_ script: Script) async throws -> ScriptedServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let state = NIOLockedValueBox(State())
        let listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = state.withLockedValue { state in
                        defer { state.connections += 1 }
                        return state.connections
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Handler(connection: connection, script: script, state: state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(listener: listener, group: group, state: state)
    }

    /// Starts a server, runs the body, stops the server.
    static func run(_ script: Script, _ body: (ScriptedServer) async throws -> Void) async throws {
        let server = try await start(script)
        do {
            try await body(server)
        } catch {
            try? await server.stop()  // the body's error is the one to report
            throw error
        }
        try await server.stop()
    }

    private init(listener: any Channel, group: MultiThreadedEventLoopGroup, state: NIOLockedValueBox<State>) {
        self.listener = listener
        self.group = group
        self.state = state
        port = listener.localAddress?.port ?? 0
    }

    var url: String { "http://127.0.0.1:\(port)" }

    var received: [Received] { state.withLockedValue { $0.received } }

    func stop() async throws { try await group.shutdownGracefully() }

    /// Takes no more connections; those that are open stay.
    func stopListening() async throws { try await listener.close() }

    static func ok(_ body: String, headers: String = "") -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let connection: Int
        private let script: Script
        private let state: NIOLockedValueBox<State>
        private var text = ""
        private var requests = 0

        init(connection: Int, script: Script, state: NIOLockedValueBox<State>) {
            self.connection = connection
            self.script = script
            self.state = state
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard isWhole(text) else { return }
            let received = Received(connection: connection, text: text)
            state.withLockedValue { $0.received.append(received) }
            text = ""
            let request = requests
            requests += 1
            react(script.reaction(connection, request), context: context)
        }

        private func react(_ reaction: Reaction, context: ChannelHandlerContext) {
            switch reaction {
            case .answer(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .answerAndClose(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
                context.close(promise: nil)
            case .close:
                context.close(promise: nil)
            case .reset:
                // Lingering for zero seconds makes close() send RST.
                guard let socket = context.channel as? any SocketOptionProvider else {
                    preconditionFailure("not a socket")
                }
                let channel = context.channel
                socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
                    channel.close(promise: nil)
                }
            case .silence:
                break
            }
        }

        private func isWhole(_ text: String) -> Bool {
            guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
            let length = text[..<end.lowerBound].split(separator: "\r\n")
                .first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
            return text[end.upperBound...].utf8.count >= length ?? 0
        }
    }
}
