public import Postgres

/// A database of its own for one test.
public struct TestDatabase: Sendable {
    /// The name in the server, unique in this process.
    public let name: String
    /// Connects as the superuser "postgres".
    public let url: String

    /// Options for a connection to it; change what the test is about. A transaction may idle for minutes: hundreds of
    /// tests share a few threads, and the worker's ten seconds would end one that only waits for its turn.
    public var options: ConnectionOptions {
        ConnectionOptions(url: url, applicationName: "test", idleInTransactionTimeoutMilliseconds: 300_000)
    }

    /// A new connection.
    public func connect() async throws(PostgresError) -> PostgresConnection {
        try await PostgresConnection.connect(options)
    }
}
