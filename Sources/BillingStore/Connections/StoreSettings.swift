/// How one process works with its database.
public struct StoreSettings: Sendable {
    /// The most transactions that are open at once; each has a connection of its own.
    public var connections: Int
    /// Seconds for which a charge that has been sent is left to the worker that sent it. Longer than the
    /// transport's connect and total time-outs together (PROCESSORS 5).
    public var leaseSeconds: Int64
    /// Names this process among all that work on the database ("host:pid"): leases belong to it.
    public var worker: String
    /// How often a transaction is begun again after a conflict with another worker.
    public var mostConflicts: Int

    /// What is not given is fit for one worker on one machine.
    public init(
        connections: Int = 4, leaseSeconds: Int64 = 180, worker: String = "dueday", mostConflicts: Int = 5
    ) {
        self.connections = connections
        self.leaseSeconds = leaseSeconds
        self.worker = worker
        self.mostConflicts = mostConflicts
    }
}
