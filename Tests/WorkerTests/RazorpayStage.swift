import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Monetary
import Postgres
import PostgresTestKit
import ProcessorSandbox

/// A database, a Razorpay that demands notices, and the built program, all of which time can be let pass for.
final class RazorpayStage: Sendable {
    static let secret = "whsec_of_razorpay"
    static let previous = "whsec_before_that"

    let stage: WorkerStage
    private let environment: [String: String]
    /// How far the processor's clock is ahead of real time.
    private let hoursAhead = Locked(0)

    var books: PostgresBooks { stage.books }
    var sandbox: ProcessorSandbox { stage.sandbox }

    private init(_ stage: WorkerStage) {
        self.stage = stage
        environment = stage.worker.environment
    }

    static func make(_ more: [String: String] = [:]) async throws -> RazorpayStage {
        let database = try await ThrowawayPostgres.shared().database()
        let books = PostgresBooks(database.options, settings: StoreSettings(leaseSeconds: 1))
        _ = try await books.migrate()
        var configuration = SandboxConfiguration()
        configuration.demandsNotice = true
        let sandbox = try await ProcessorSandbox.start(configuration)
        let folder = FileManager.default.temporaryDirectory.appending(path: "dueday-rzp-\(UUID().uuidString)")
        let settings = [
            "DUEDAY_DATABASE_URL": database.url, "DUEDAY_STATE_DIR": folder.path,
            "DUEDAY_RAZORPAY_KEY": ProcessorSandbox.razorpayKeyID,
            "DUEDAY_RAZORPAY_SECRET": ProcessorSandbox.razorpaySecret,
            "DUEDAY_RAZORPAY_URL": sandbox.baseURL, "DUEDAY_DEPLOYMENT": "test",
            "DUEDAY_RAZORPAY_WEBHOOK_SECRET": secret, "DUEDAY_RAZORPAY_WEBHOOK_PREVIOUS": previous,
        ]
        let yaml = """
            seller: {id: s, name: Seller, country: IN, time_zone: Asia/Kolkata}
            plans:
              pro:
                prices:
                  - {currency: INR, interval: month, amount: "1999.00"}
                  - {currency: INR, interval: year, amount: "14999.00"}
                  - {currency: USD, interval: month, amount: "29.00"}
              big: {prices: [{currency: INR, interval: month, amount: "15000.01"}]}
            dunning: {default: {retries: [3d, 6d], final: cancel}}
            processor: {default: razorpay}
            """
        _ = try await books.applyCatalog(
            try CatalogFile.parse(yaml, fileName: "stage"), source: yaml, at: WorkerStage.start)
        return RazorpayStage(
            WorkerStage(
                books: books, sandbox: sandbox,
                worker: WorkerProcess(environment: settings.merging(more) { $1 }), database: database))
    }

    /// An account with a mandate and a subscription of it.
    func customer(
        _ id: String = "asha", _ outcomes: SandboxOutcome..., plan: String = "pro",
        interval: BillingInterval = BillingInterval(.month), at: Instant = WorkerStage.start
    ) async throws {
        let accounts = AccountCommands(books: books)
        try await accounts.add(
            Account(
                id: id, name: "Asha Rao", email: "\(id)@acme.example", currency: try Currency(code: "INR"),
                timeZoneID: "Asia/Kolkata", country: "IN"), at: at)
        try sandbox.register(ScriptedMethod(id: "token_\(id)", customer: "cust_\(id)", outcomes: outcomes))
        try await accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: id,
                method: PaymentMethod(
                    id: "token_\(id)", brand: "visa", last4: "4242", processor: "razorpay",
                    reference: "token_\(id)", customerReference: "cust_\(id)")), at: at)
        try await SubscriptionCommands(books: books).subscribe(
            SubscribeOrder(subscription: "sub_\(id)", account: id, plan: plan, interval: interval), at: at)
    }

    /// An account in dollars with a card at Stripe, whose sandbox is the same.
    func cardCustomer(_ id: String, at: Instant = WorkerStage.start) async throws {
        let accounts = AccountCommands(books: books)
        try await accounts.add(
            Account(
                id: id, email: "\(id)@acme.example", currency: try Currency(code: "USD"), timeZoneID: "UTC",
                country: "US"), at: at)
        try sandbox.register(ScriptedMethod(id: "pm_\(id)", outcomes: [.succeeds]))
        try await accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: id, method: PaymentMethod(id: "pm_\(id)", processor: "stripe", reference: "pm_\(id)")
            ),
            at: at)
        try await SubscriptionCommands(books: books).subscribe(
            SubscribeOrder(
                subscription: "sub_\(id)", account: id, plan: "pro", interval: BillingInterval(.month)),
            at: at)
    }

    /// The program, its clock for announced debits beside the processor's.
    var worker: WorkerProcess {
        let ahead = hoursAhead.withLock { $0 } * 3_600
        return WorkerProcess(environment: environment.merging(["DUEDAY_AHEAD": "\(ahead)"]) { $1 })
    }

    /// Money's part of a run.
    @discardableResult
    func charge(asOf: String = "2024-01-20T00:00:00Z") throws -> WorkerProcess.Result {
        try worker.run(
            "run", "--as-of", asOf, "--stage", "recover", "--stage", "charge", "--stage", "notify")
    }

    /// The processor's clock goes on, and everything that was sent is so much older in the books.
    func letPass(hours: Int) async throws {
        let ahead = hoursAhead.withLock { ahead in
            ahead += hours
            return ahead
        }
        sandbox.setClock(Int64(time(nil)) + Int64(ahead) * 3_600)
        let columns = [
            "prepared_at", "looked_at", "first_sent_at", "last_sent_at", "lease_until", "watch_until",
        ]
        let changes = columns.map { "\($0) = \($0) - interval '\(hours) hours'" }.joined(separator: ", ")
        let connection = try await stage.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                SQLStatement(
                    text:
                        "SET LOCAL session_replication_role = replica; UPDATE payment_attempt SET \(changes)"
                ))
        }
        await connection.close()
    }

    /// Money that was taken, in paise.
    var taken: [Int64] { sandbox.charges().filter(\.succeeded).map(\.amount) }

    /// Until something is so; false after a minute.
    func wait(until isTrue: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<2_400 {
            if try await isTrue() { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    func stop() async { await stage.stop() }
}

/// A value that tasks share.
private final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result { lock.withLock { body(&value) } }
}
