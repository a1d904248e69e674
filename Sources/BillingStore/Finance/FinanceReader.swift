import Monetary
import Postgres

/// The read side for finance: reports that the database adds up, and exports by the page. Each sees the books at one
/// moment, and no more of them at once than a page.
public struct FinanceReader: Sendable {
    let books: PostgresBooks
    /// Rows read at a time.
    private static let pageSize: Int64 = 1_000

    /// Runs `work` on the books as they are at one moment.
    ///
    /// - Throws: once something was told of what was read, also where the connection is lost: it is not begun again.
    func snapshot<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await books.transact { transaction in
            try await transaction.run { session in
                // Not below sql/: it is no statement that can be prepared.
                try session.script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                do {
                    return try work(session)
                } catch {
                    throw StoreError.reporting(error)
                }
            }
        }
    }

    /// Gives the rows of a statement that reads a page after a place, page by page.
    func pages<Row>(
        _ statement: SQLStatement, _ parameters: [Parameter], after beginning: [Parameter],
        _ session: PostgresSession, _ read: (PostgresRow) throws -> (row: Row, place: [Parameter]),
        _ take: ([Row]) throws -> Void
    ) throws {
        var place = beginning
        while true {
            let rows = try session.rows(statement, parameters + place + [.int8(Self.pageSize)], read)
            guard let last = rows.last else { return }
            try take(rows.map(\.row))
            place = last.place
        }
    }

    static func currency(_ row: PostgresRow, of table: String) throws -> Currency {
        let code = try row.text("currency")
        // The error that is thrown instead says where the code stands.
        guard let currency = try? Currency(code: code) else {
            throw StoreError.unreadable(table: table, key: code, reason: "currency \(code)")
        }
        return currency
    }
}

extension PostgresBooks {
    /// The read side for finance.
    public var finance: FinanceReader { FinanceReader(books: self) }
}
