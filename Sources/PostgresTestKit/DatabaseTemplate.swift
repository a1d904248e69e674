public import Postgres

/// A database prepared once and copied for each test that wants one like it.
public struct DatabaseTemplate: Sendable {
    /// Lower-case letters, digits and underscores; different preparations need different names.
    public let name: String
    let prepare: @Sendable (PostgresConnection) async throws -> Void

    /// - Parameter prepare: Runs migrations or makes tables; gets the only connection to the new database.
    public init(name: String, prepare: @escaping @Sendable (PostgresConnection) async throws -> Void) {
        self.name = name
        self.prepare = prepare
    }
}
