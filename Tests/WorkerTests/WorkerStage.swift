import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Monetary
import PostgresTestKit
import ProcessorSandbox

/// A database, a sandbox and customers, with the built program pointed at them.
struct WorkerStage {
    let books: PostgresBooks
    let sandbox: ProcessorSandbox
    let worker: WorkerProcess
    let database: TestDatabase

    static let start = Instant(secondsSinceEpoch: 1_704_067_200)  // 2024-01-01T00:00:00Z

    /// - Parameter customers: each with a monthly plan, two add-ons and a card; every fifth card declines first.
    static func make(customers: Int) async throws -> WorkerStage {
        let database = try await ThrowawayPostgres.shared().database()
        let books = PostgresBooks(database.options, settings: StoreSettings(leaseSeconds: 1))
        _ = try await books.migrate()
        let sandbox = try await ProcessorSandbox.start(SandboxConfiguration())
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "dueday-stage-\(UUID().uuidString)")
        let stage = WorkerStage(
            books: books, sandbox: sandbox,
            worker: WorkerProcess(environment: [
                "DUEDAY_DATABASE_URL": database.url, "DUEDAY_STATE_DIR": folder.path,
                "DUEDAY_STRIPE_KEY": ProcessorSandbox.secretKey, "DUEDAY_STRIPE_URL": sandbox.baseURL,
                "DUEDAY_DEPLOYMENT": "test", "DUEDAY_CHARGE_LEASE": "1", "DUEDAY_BATCH_CLOSING": "16",
                "DUEDAY_BATCH_CHARGING": "8",
            ]), database: database)
        try await stage.fill(customers: customers)
        return stage
    }

    func stop() async { await sandbox.stop() }

    private func fill(customers: Int) async throws {
        let yaml = """
            seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
            meters: {calls: {aggregation: sum}}
            plans: {pro: {prices: [{currency: USD, interval: month, amount: "79.00"}]}}
            addons:
              a: {kind: recurring, prices: [{currency: USD, interval: month, amount: "10.00"}]}
              b: {kind: recurring, prices: [{currency: USD, interval: month, amount: "5.00"}]}
            tax: {jurisdictions: {US-CA: [{name: CA sales tax, rate: "8.25"}]}}
            """
        let catalog = try CatalogFile.parse(yaml, fileName: "stage")
        _ = try await books.applyCatalog(catalog, source: yaml, at: Self.start)
        let accounts = AccountCommands(books: books)
        let subscriptions = SubscriptionCommands(books: books)
        for number in stride(from: 1, through: customers, by: 1) {
            let account = Account(
                id: "acct_\(number)", currency: try Currency(code: "USD"), timeZoneID: "UTC", country: "US",
                region: "CA")
            try await accounts.add(account, at: Self.start)
            let outcomes: [SandboxOutcome] =
                number % 5 == 0 ? [.declines(code: "insufficient_funds"), .succeeds] : [.succeeds]
            try sandbox.register(ScriptedMethod(id: "pm_\(number)", outcomes: outcomes))
            try await accounts.setPaymentMethod(
                PaymentMethodOrder(account: account.id, method: PaymentMethod(id: "pm_\(number)")),
                at: Self.start)
            try await subscriptions.subscribe(
                SubscribeOrder(
                    subscription: "sub_\(number)", account: account.id, plan: "pro",
                    interval: BillingInterval(.month), addOns: ["a": .one, "b": ExactDecimal(2)]),
                at: Self.start.adding(seconds: Int64(number) * 3_600))
        }
    }
}
