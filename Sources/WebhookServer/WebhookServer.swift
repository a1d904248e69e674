import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 server for messages of a few kilobytes, behind a proxy that speaks TLS.
///
/// It hands over whole requests and bounds everything else: the size of headers and bodies, the time that a request
/// may take to arrive, the number of connections. What is over a limit is answered and closed, never waited for.
public final class WebhookServer: Sendable {
    /// A request that has arrived as a whole.
    public struct Request: Sendable {
        /// "POST".
        public let method: String
        /// Without the query.
        public let path: String
        /// The bytes as they came.
        public let body: [UInt8]
        let headers: HTTPHeaders

        /// The value of the first header of that name, without regard to case.
        public func header(_ name: String) -> String? { headers.first(name: name) }
    }

    /// An answer of one line.
    public struct Answer: Sendable, Hashable {
        /// As 200.
        public var status: Int
        /// Plain text, without a line end.
        public var text: String

        /// An answer with its text.
        public init(_ status: Int, _ text: String) {
            self.status = status
            self.text = text
        }
    }

    /// What a request may cost.
    public struct Limits: Sendable {
        /// Bytes of a body; more is answered with 413.
        public var bodyBytes = 256 * 1_024
        /// Milliseconds in which a request must have arrived, headers and body together.
        public var arrivalMilliseconds: Int64 = 10_000
        /// Milliseconds for which a connection without a request is kept.
        public var idleMilliseconds: Int64 = 30_000
        /// Connections at once; further ones are closed at once.
        public var connections = 256

        /// The limits for processors' messages.
        public init() {}
    }

    /// Why it does not listen.
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// Address and reason in one line.
        public let description: String
    }

    /// The port it listens on.
    public let port: Int
    private let listener: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let connections: OpenConnections

    /// Listens; `answer` is asked for every whole request, several at once.
    ///
    /// - Parameter port: 0 takes a free one.
    public static func start(
        host: String, port: Int, limits: Limits = Limits(),
        answer: @escaping @Sendable (Request) async -> Answer
    ) async throws(Refusal) -> WebhookServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let connections = OpenConnections(limit: limits.connections)
        do {
            let listener = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 4)
                .childChannelInitializer { channel in
                    guard connections.add(channel) else { return channel.close() }
                    return channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(WebhookHandler(limits: limits, answer: answer))
                    }
                }
                .bind(host: host, port: port).get()
            return WebhookServer(
                port: listener.localAddress?.port ?? port, listener: listener, group: group,
                connections: connections)
        } catch {
            try? await group.shutdownGracefully()  // the reason to report is the one above
            throw Refusal(description: "\(host):\(port): \(error)")
        }
    }

    private init(
        port: Int, listener: any Channel, group: MultiThreadedEventLoopGroup, connections: OpenConnections
    ) {
        self.port = port
        self.listener = listener
        self.group = group
        self.connections = connections
    }

    /// Takes no more connections, lets the requests that have arrived be answered for so long, and ends.
    public func stop(graceMilliseconds: Int64 = 10_000) async {
        try? await listener.close()  // the only error is that it is closed already
        connections.drain()
        for _ in 0..<max(1, graceMilliseconds / 20) where connections.count > 0 {
            // Cut short when the task is cancelled: then it ends now.
            try? await Task.sleep(for: .milliseconds(20))
        }
        try? await group.shutdownGracefully()
    }
}

/// Sent to a connection that is to close after the request in hand.
struct DrainEvent: Sendable {}

/// The connections that are open, counted and found again when the server stops.
private final class OpenConnections: Sendable {
    private let limit: Int
    private let open = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])

    init(limit: Int) { self.limit = limit }

    var count: Int { open.withLockedValue(\.count) }

    /// false where there are too many already.
    func add(_ channel: any Channel) -> Bool {
        let isAdded = open.withLockedValue { open in
            guard open.count < limit else { return false }
            open[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isAdded else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            open.withLockedValue { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
        }
        return true
    }

    func drain() {
        for channel in open.withLockedValue({ Array($0.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        }
    }
}
