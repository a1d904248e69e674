public import Postgres

/// A database of its own for one test.
public struct TestDatabase: Sendable {
    /// The name in the server, unique in this process.
    public let name: String
    /// Connects as the superuser "postgres".
    public let url: String

    /// Options for a connection to it; change what the test is about.
    public var options: ConnectionOptions { ConnectionOptions(url: url, patientAs: "test") }

    /// A new connection.
    public func connect() async throws(PostgresError) -> PostgresConnection {
        try await PostgresConnection.connect(options)
    }
}

extension ConnectionOptions {
    /// For a session of a test: its transactions may idle for minutes. Hundreds of tests share a few threads, and the
    /// worker's ten seconds would end a transaction that only waits for its turn.
    init(url: String, patientAs applicationName: String) {
        self.init(
            url: url, applicationName: applicationName, idleInTransactionTimeoutMilliseconds: 300_000)
    }
}
