import Postgres
import PostgresTestKit

extension DatabaseTemplate {
    /// A table with the usual constraints, for the tests of errors, transactions and bulk writes.
    static let cities = DatabaseTemplate(name: "cities") { db in
        try await db.script(
            """
            CREATE TABLE country (code text PRIMARY KEY);
            INSERT INTO country VALUES ('DE'), ('NZ');
            CREATE TABLE city (
                id bigint PRIMARY KEY,
                name text NOT NULL,
                country text NOT NULL REFERENCES country,
                inhabitants bigint NOT NULL DEFAULT 0 CONSTRAINT inhabitants_not_negative CHECK (inhabitants >= 0)
            );
            """)
    }
}

/// A database of its own with the cities table, and how to connect to it.
func citiesDatabase() async throws -> TestDatabase {
    try await ThrowawayPostgres.shared().database(.cities)
}

/// A connection for statements that need no table; the database is shared.
func anyConnection() async throws -> PostgresConnection {
    let options = ConnectionOptions(
        url: "postgresql:///postgres?host=\(try await ThrowawayPostgres.shared().socketFolder)&user=postgres")
    return try await PostgresConnection.connect(options)
}

extension PostgresExecuting {
    /// The single number a statement gives.
    func number(_ statement: SQLStatement, _ parameters: [Parameter] = []) async throws(PostgresError)
        -> Int64
    {
        try await queryOne(statement, parameters) { row in try row.int64(0) } ?? -1
    }

    func insertCity(_ id: Int64, country: String = "DE") async throws(PostgresError) {
        try await execute(
            "INSERT INTO city (id, name, country) VALUES ($1, $2, $3)",
            [.int8(id), .text("city \(id)"), .text(country)])
    }

    func cityCount() async throws(PostgresError) -> Int64 {
        try await number("SELECT count(*) FROM city")
    }
}
