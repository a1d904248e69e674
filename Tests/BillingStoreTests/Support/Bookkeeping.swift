import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import PostgresTestKit

@testable import BillingStore

/// A database of its own with the schema, and what tests do to it.
struct Bookkeeping {
    let database: TestDatabase
    let books: PostgresBooks
    let accounts: AccountCommands
    let subscriptions: SubscriptionCommands

    private static let template = DatabaseTemplate(name: "books") { connection in
        try await Migrator(SQL.migrations).migrate(connection)
        for view in SQL.views { try await connection.script(view) }
    }

    init(
        catalog: Catalog? = nil, settings: StoreSettings = StoreSettings(worker: "test"),
        isEmpty: Bool = false
    ) async throws {
        database = try await ThrowawayPostgres.shared().database(Self.template)
        books = PostgresBooks(database.options, settings: settings)
        accounts = AccountCommands(books: books)
        subscriptions = SubscriptionCommands(books: books)
        guard !isEmpty else { return }
        try await books.applyCatalog(
            catalog ?? .sample(), source: "sample", at: instant("2024-01-01T00:00:00Z"))
    }

    /// A second process on the same database.
    func colleague(_ worker: String, connections: Int = 4) -> PostgresBooks {
        PostgresBooks(database.options, settings: StoreSettings(connections: connections, worker: worker))
    }

    /// Adds an account with one card, and a monthly subscription of it.
    @discardableResult
    func customer(
        _ number: Int, plan: String = "pro", at: Instant = instant("2024-01-31T05:00:00Z"),
        collection: Account.Collection = .automatic
    ) async throws -> [Invoice] {
        try await accounts.add(.sample("acct_\(number)", collection: collection), at: at)
        try await accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: "acct_\(number)", method: PaymentMethod(id: "card", processor: "scripted")),
            at: at)
        return try await subscriptions.subscribe(
            SubscribeOrder(
                subscription: "sub_\(number)", account: "acct_\(number)", plan: plan,
                interval: .init(.month)),
            at: at)
    }

    /// One event.
    func use(
        _ id: String, of customer: Int, _ quantity: Int64, meter: String = "calls", at: Instant,
        recordedAt: Instant? = nil
    ) -> UsageEvent {
        UsageEvent(
            id: id, account: "acct_\(customer)", subscription: "sub_\(customer)", meter: meter,
            quantity: ExactDecimal(quantity), at: at, recordedAt: recordedAt ?? at)
    }

    /// A whole run.
    @discardableResult
    func run(
        asOf: Instant, gateway: ScriptedCards = ScriptedCards(), books: PostgresBooks? = nil,
        others: [ScriptedCards] = [], documents: (any DocumentStore)? = nil,
        limits: RunLimits = RunLimits(), mode: ClosingMode = .bill, stages: Set<Stage> = Set(Stage.allCases)
    ) async throws -> RunReport {
        let record = RunRecord(id: "run \(asOf)", asOf: asOf, startedAt: asOf, scope: .everything)
        let services = RunServices(
            books: books ?? self.books, gateways: GatewaySet([gateway] + others), documents: documents,
            deployment: "test", limits: limits)
        return try await BillingRun(
            RunOrder(record: record, stages: stages, mode: mode), services: services
        ).run()
    }

    /// The sum of a ledger account, over all accounts and currencies.
    func ledger(_ account: String) async throws -> Int64 {
        try await number(
            "SELECT coalesce(sum(minor_units), 0)::bigint FROM ledger_entry WHERE ledger_account = $1::text",
            [.text(account)])
    }

    /// A statement of the test's own.
    func execute(_ statement: SQLStatement, _ parameters: [Parameter] = []) async throws {
        let connection = try await database.connect()
        try await connection.execute(statement, parameters)
        await connection.close()
    }

    /// The first column of the first row.
    func number(_ statement: SQLStatement, _ parameters: [Parameter] = []) async throws -> Int64 {
        let connection = try await database.connect()
        let value = try await connection.queryOne(statement, parameters) { row in try row.int64(0) }
        await connection.close()
        return value ?? -1
    }

    /// The first column of the first row.
    func text(_ statement: SQLStatement, _ parameters: [Parameter] = []) async throws -> String? {
        let connection = try await database.connect()
        let value = try await connection.queryOne(statement, parameters) { row in try row.optionalText(0) }
        await connection.close()
        return value ?? nil
    }
}

/// An instant written in a test.
func instant(_ text: String) -> Instant {
    // A text that is wrong is wrong in the source.
    try! Instant(parsing: text)
}
