/// A private server that takes connections.
public struct RunningCluster: Sendable, Hashable {
    /// What it took to get there.
    public enum Origin: Sendable, Hashable {
        /// The data folder was made just now.
        case created
        /// The server was started on existing data.
        case started
        /// The server was running already.
        case reused
    }

    /// For a connection to the database, through the socket.
    public let url: String
    /// The folder of its socket; only this user can enter it.
    public let socketFolder: String
    /// The server's main process.
    public let process: Int32
    /// Whether it was made, started or found.
    public let origin: Origin
}

/// What stands in a state folder.
public enum ClusterStatus: Sendable, Hashable {
    /// No data were made yet.
    case absent
    /// There are data and no server.
    case stopped
    /// The server runs; its `origin` is ``RunningCluster/Origin/reused``.
    case running(RunningCluster)
}
