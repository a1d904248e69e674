import Postgres
import PrivatePostgres

/// A PostgreSQL server for the tests of one process: made on first use, gone when the process ends, however it ends.
///
///     let database = try await ThrowawayPostgres.shared().database(.billing)
///     let db = try await database.connect()
///
/// Its data need not survive, so nothing is flushed, and they lie in memory where there is room. The machine needs
/// PostgreSQL's programs; without them `shared()` throws, and the test fails rather than being skipped. Logins are
/// trusted, but for a role named "needs_password".
public actor ThrowawayPostgres {
    private static let starting = Task { () async throws -> ThrowawayPostgres in
        let socketFolder = try await ThrowawayCluster().start()
        let options = ConnectionOptions(url: url(socketFolder, "postgres"), patientAs: "test kit")
        return ThrowawayPostgres(socketFolder, try await PostgresConnection.connect(options))
    }

    /// The folder with the server's socket; short and without special characters.
    public nonisolated let socketFolder: String
    private let administration: PostgresConnection
    private var templates: [String: Task<Void, any Error>] = [:]
    private var databaseCount = 0

    /// The one server of this process.
    public static func shared() async throws -> ThrowawayPostgres {
        try await starting.value
    }

    private init(_ socketFolder: String, _ administration: PostgresConnection) {
        self.socketFolder = socketFolder
        self.administration = administration
    }

    /// A new database: empty, or a copy of a template (60 ms in memory).
    public func database(_ template: DatabaseTemplate? = nil) async throws -> TestDatabase {
        if let template { try await make(template) }
        databaseCount += 1
        let name = "test_\(databaseCount)"
        let source = template.map(Self.templateName) ?? "template0"
        try await administration.script(SQLStatement(text: "CREATE DATABASE \(name) TEMPLATE \(source)"))
        return TestDatabase(name: name, url: Self.url(socketFolder, name))
    }

    /// Removes a database and ends its sessions; for tests that make very many.
    public func drop(_ database: TestDatabase) async throws {
        try await administration.script(SQLStatement(text: "DROP DATABASE \(database.name) WITH (FORCE)"))
    }

    private static func url(_ socketFolder: String, _ database: String) -> String {
        ClusterFormat.url(socketFolder: socketFolder, database: database, user: "postgres")
    }

    private static func templateName(_ template: DatabaseTemplate) -> String { "template_\(template.name)" }

    /// Makes the template once; tests that ask at the same time wait for it.
    private func make(_ template: DatabaseTemplate) async throws {
        if let making = templates[template.name] { return try await making.value }
        let name = Self.templateName(template)
        let making = Task { [administration, socketFolder] in
            try await administration.script(SQLStatement(text: "CREATE DATABASE \(name) TEMPLATE template0"))
            let db = try await PostgresConnection.connect(
                ConnectionOptions(url: Self.url(socketFolder, name), patientAs: "test template"))
            try await template.prepare(db)
            // A database with a session in it cannot be copied.
            await db.close()
        }
        templates[template.name] = making
        try await making.value
    }
}
