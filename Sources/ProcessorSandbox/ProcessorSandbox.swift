import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on 127.0.0.1 that speaks the processors' protocols, keeps books of what it was made to charge, and can
/// be told to fail in every way. No money moves.
public final class ProcessorSandbox: Sendable {
    /// The key that is let in unless the configuration names others.
    public static let secretKey = "sk_test_sandbox"
    /// Razorpay's key id that is let in unless the configuration names others.
    public static let razorpayKeyID = "rzp_test_sandbox"
    /// The secret of ``razorpayKeyID``.
    public static let razorpaySecret = "sandbox_secret"

    /// "http://127.0.0.1:<port>", the base address for the gateways of both processors.
    public let baseURL: String
    /// The port it listens on.
    public let port: Int
    private let engine: SandboxEngine
    private let group: MultiThreadedEventLoopGroup
    private let sender: WebhookSender

    /// Reads the journal, if there is one, and listens.
    public static func start(
        _ configuration: SandboxConfiguration = SandboxConfiguration()
    ) async throws(SandboxError) -> ProcessorSandbox {
        let engine = SandboxEngine(try SandboxState(configuration))
        let sender = try WebhookSender(engine: engine)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline()
                        try pipeline.addHandler(SandboxHTTPHandler(engine: engine))
                    }
                }
                .bind(host: "127.0.0.1", port: configuration.port).get()
            return ProcessorSandbox(
                port: channel.localAddress?.port ?? configuration.port, engine: engine, group: group,
                sender: sender)
        } catch {
            await sender.stop()
            try? await group.shutdownGracefully()  // the reason to report is the one above
            throw .cannotListen("127.0.0.1:\(configuration.port): \(error)")
        }
    }

    private init(
        port: Int, engine: SandboxEngine, group: MultiThreadedEventLoopGroup, sender: WebhookSender
    ) {
        self.port = port
        self.engine = engine
        self.group = group
        self.sender = sender
        baseURL = "http://127.0.0.1:\(port)"
    }

    /// Closes all connections and stops listening.
    public func stop() async {
        await sender.stop()
        // The only error is that it was stopped already.
        try? await group.shutdownGracefully()
    }

    /// The books: every charge in the order in which it was made.
    public func charges() -> [SandboxCharge] { engine.withState { $0.world.charges } }

    /// When requests with a key that is known came, in that order; empty unless the configuration keeps them.
    public func arrivals() -> [ContinuousClock.Instant] { engine.withState { $0.arrivals } }

    /// The idempotency keys whose first request is still under way.
    public func keysInUse() -> Set<String> { engine.withState { $0.runningKeys } }

    /// Keys that came again with other parameters: a program that rebuilds its requests does that.
    public func misusedKeys() -> Set<String> { engine.withState { $0.misusedKeys } }

    /// How many faults the plan in force has dealt out.
    public func faultCount() -> Int { engine.withState { $0.dice.faultsInAll } }

    /// Forgets charges, refunds and keys; customers and methods stay and begin their outcomes anew.
    public func clearBooks() throws(SandboxError) {
        try commit(JournalEntry(clearsBooks: true))
    }

    /// Adds or replaces a scripted method, and its customer where it names one.
    public func register(_ method: ScriptedMethod) throws(SandboxError) {
        for entry in engine.withState({ ControlInterface.entries(for: method, in: $0) }) { try commit(entry) }
    }

    /// Replaces the plan; what was counted for the old one is forgotten.
    public func setFaults(_ plan: FaultPlan) {
        engine.withState { $0.dice = FaultDice(plan) }
    }

    /// Lets the clock stand at that second since 1970, or follow real time again.
    public func setClock(_ now: Int64?) {
        engine.withState { $0.frozenAt = now }
    }

    /// Where events go from now on, and how; those under way keep to the old plan.
    public func setWebhooks(_ endpoints: [WebhookEndpoint], plan: WebhookPlan = WebhookPlan()) {
        engine.withState { $0.webhooks.set(endpoints, plan) }
    }

    /// The events that were to be sent, in the order in which things happened.
    public func events() -> [SandboxEvent] { engine.withState { $0.webhooks.events } }

    /// Raises an objection to a charge, as its customer's bank would; gives its id.
    ///
    /// - Throws: where there is no such charge, or it took no money.
    public func dispute(charge reference: String, reason: String = "fraudulent") throws(SandboxError)
        -> String
    {
        guard
            let entry = engine.withState({
                SandboxDisputes.raise(charge: reference, amount: nil, reason: reason, in: $0)
            }), let dispute = entry.dispute
        else { throw .noSuchCharge(reference) }
        try commit(entry)
        return dispute.id
    }

    private func commit(_ entry: JournalEntry) throws(SandboxError) {
        let result = engine.withState { state in
            Result { () throws(SandboxError) in try state.commit(entry) }
        }
        try result.get()
    }
}
