public import Billing
public import BillingCalendar
public import BillingRun
import Postgres

extension PostgresBooks: BooksInspection {
    /// Rows read at a time.
    private static let pageSize: Int64 = 2_000
    /// Before everything: 0001-01-01.
    private static let beginning = Instant(secondsSinceEpoch: -62_135_596_800)

    /// The earliest boundary to come, parked subscriptions left out.
    public func nextBoundaryAt() async throws -> Instant? {
        try await earliest(SQL.inspect.nextBoundary)
    }

    /// The earliest round to come; a round under way is due since its invoice's issue.
    public func nextRoundAt() async throws -> Instant? {
        try await earliest(SQL.inspect.nextRound)
    }

    /// All invoices in the order of issue.
    public func allInvoices() async throws -> [Invoice] {
        try await all(SQL.inspect.invoices, after: [.instant(Self.beginning), .int8(0)]) { row in
            let place: [Parameter] = [
                .instant(try row.instant("issued_at")), .int8(try row.int64("number_sequence")),
            ]
            return (try Invoice(row), place)
        }
    }

    /// All attempts in the order made.
    public func allAttempts() async throws -> [PaymentAttempt] {
        try await all(SQL.inspect.attempts, after: [.int8(0)]) { row in
            (try PaymentAttempt(row), [.int8(try row.int64("position"))])
        }
    }

    /// All subscriptions by id, compared by bytes.
    public func allSubscriptions() async throws -> [Subscription] {
        try await all(SQL.inspect.subscriptions, after: [.text("")]) { row in
            let subscription = try Subscription(row, lateUsageSince: row.optionalInstant("since"))
            return (subscription, [.text(subscription.id)])
        }
    }

    /// All accounts by id, compared by bytes.
    public func allBalances() async throws -> [AccountRecord] {
        try await all(SQL.inspect.accounts, after: [.text("")]) { [core] row in
            let record = try AccountRecord(row, core: core)
            return (record, [.text(record.account.id)])
        }
    }

    private func earliest(_ statement: SQLStatement) async throws -> Instant? {
        try await transact { transaction in
            try await transaction.run { session in
                try session.row(statement) { row in try row.optionalInstant("at") } ?? nil
            }
        }
    }

    /// All rows of a statement that gives a page after a place.
    private func all<Value: Sendable>(
        _ statement: SQLStatement, after beginning: [Parameter],
        _ read: @escaping @Sendable (PostgresRow) throws -> (value: Value, place: [Parameter])
    ) async throws -> [Value] {
        try await transact { transaction in
            try await transaction.run { session in
                var values: [Value] = []
                var place = beginning
                while true {
                    let page = try session.rows(statement, place + [.int8(Self.pageSize)], read)
                    values += page.map(\.value)
                    guard page.count == Self.pageSize, let last = page.last else { return values }
                    place = last.place
                }
            }
        }
    }
}
