/// One numbered step of a database's schema, applied once and never changed after.
public struct Migration: Sendable, Hashable {
    /// From 1, without gaps.
    public let number: Int
    /// What the step does, such as "accounts".
    public let name: String
    /// Statements for a transaction: no BEGIN, COMMIT or CREATE INDEX CONCURRENTLY.
    public let sql: String

    /// A step; ``Migrator`` checks the numbers.
    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}
