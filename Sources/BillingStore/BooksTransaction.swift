import BillingRun
import Postgres

/// One transaction of the books: what the stages ask for, as statements.
///
/// Each request is one visit to the connection's thread, however many statements it takes.
struct BooksTransaction: BillingTransaction {
    let transaction: PostgresTransaction
    let core: StoreCore
    /// Whether claims lock what they read; a transaction that only looks locks nothing.
    var locks = true

    func catalog() async throws -> CatalogInForce {
        try await run { session in try core.catalogInForce(session) }
    }

    /// Runs `work` on the connection's thread; its errors come out as they are.
    func run<Value: Sendable>(
        _ work: @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let result = try await transaction.perform { session in Result { try work(session) } }
        return try result.get()
    }
}

extension PostgresSession {
    /// The rows of an answer; an error of `read` comes out as it is, whatever its type.
    func rows<Value>(
        _ statement: SQLStatement, _ parameters: [Parameter] = [], _ read: (PostgresRow) throws -> Value
    ) throws -> [Value] {
        try query(statement, parameters) { row in Result { try read(row) } }.map { try $0.get() }
    }

    /// The one row of an answer, if there is one.
    func row<Value>(
        _ statement: SQLStatement, _ parameters: [Parameter] = [], _ read: (PostgresRow) throws -> Value
    ) throws -> Value? {
        try queryOne(statement, parameters) { row in Result { try read(row) } }?.get()
    }
}
