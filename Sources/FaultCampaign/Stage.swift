import Billing
import BillingCalendar
import BillingRun
import BillingStore
import FaultInjection
import Foundation
import Postgres
import ProcessorSandbox

/// One set of books, one processor and the program pointed at both; what the campaign does to them besides.
struct Stage: Sendable {
    let url: String
    let sandbox: ProcessorSandbox
    /// Whether there are debits that are announced first, and that may succeed late.
    let hasMandates: Bool
    /// Where processes that take webhooks listen, one after the other.
    let inboxPort: ReservedPort
    private let environment: [String: String]
    /// How far the processor's clock is ahead of real time: what ``age(hours:)`` has added up to.
    private let hoursAhead = Counter()

    /// For processes that the campaign itself keeps from dying of old age: they end by their lease only when it says.
    private static let leaseSeconds = 600
    /// Shorter than the faults' delay: a delayed answer is one that comes after the time-out.
    private static let timeoutMilliseconds = 500
    static let delayMilliseconds = 800

    static let start = Instant(secondsSinceEpoch: 1_704_067_200)  // 2024-01-01T00:00:00Z

    /// A stage on a database that holds customers already; the processor knows their methods.
    ///
    /// - Parameter repeatsOrders: which of the two answers that are documented Razorpay gives to a repeated receipt.
    static func make(url: String, customers: Customers, repeatsOrders: Bool = true) async throws -> Stage {
        var configuration = SandboxConfiguration()
        configuration.demandsNotice = true
        configuration.repeatsOrders = repeatsOrders
        let sandbox = try await ProcessorSandbox.start(configuration)
        for method in customers.methods { try sandbox.register(method) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "dueday-faults-state")
        return Stage(
            url: url, sandbox: sandbox, hasMandates: customers.haveMandates, inboxPort: ReservedPort(),
            environment: [
                "DUEDAY_DATABASE_URL": url, "DUEDAY_STATE_DIR": folder.path,
                "DUEDAY_STRIPE_KEY": ProcessorSandbox.secretKey, "DUEDAY_STRIPE_URL": sandbox.baseURL,
                "DUEDAY_RAZORPAY_KEY": ProcessorSandbox.razorpayKeyID,
                "DUEDAY_RAZORPAY_SECRET": ProcessorSandbox.razorpaySecret,
                "DUEDAY_RAZORPAY_URL": sandbox.baseURL,
                "DUEDAY_STRIPE_WEBHOOK_SECRET": webhookSecret,
                "DUEDAY_RAZORPAY_WEBHOOK_SECRET": webhookSecret,
                "DUEDAY_DEPLOYMENT": "faults", "DUEDAY_CHARGE_LEASE": "\(leaseSeconds)",
                "DUEDAY_BATCH_CHARGING": "4", "DUEDAY_TIMEOUT": "\(timeoutMilliseconds)",
                "DUEDAY_IDLE": "600000",
            ])
    }

    /// The program, pointed at the books and the processor; its clock for announced debits goes with the processor's.
    var worker: WorkerProgram {
        WorkerProgram(
            environment: environment.merging(["DUEDAY_AHEAD": "\(hoursAhead.value * 3_600)"]) { $1 })
    }

    /// Reads the books and gives its sessions back.
    func withBooks<Value: Sendable>(_ body: (PostgresBooks) async throws -> Value) async throws -> Value {
        let books = PostgresBooks(.campaign(url: url))
        do {
            let value = try await body(books)
            await books.close()
            return value
        } catch {
            await books.close()
            throw error
        }
    }

    /// The leases of processes that are gone, or that stand still, are over.
    func endLeases() async throws {
        try await change(
            """
            UPDATE payment_attempt SET lease_until = clock_timestamp() - interval '1 second'
            WHERE lease_until > clock_timestamp();
            UPDATE refund SET lease_until = clock_timestamp() - interval '1 second'
            WHERE lease_until > clock_timestamp()
            """)
    }

    /// Lets time pass for everything that was sent: for the worker's books and for the processor's keys.
    ///
    /// - Parameter processorHours: where the processor's clock does not go as far as the database's.
    func age(hours: Int, processorHours: Int? = nil) async throws {
        hoursAhead.add(processorHours ?? hours)
        alignClock()
        try await change(
            """
            SET LOCAL session_replication_role = replica;
            UPDATE payment_attempt SET
                prepared_at = prepared_at - interval '\(hours) hours',
                looked_at = looked_at - interval '\(hours) hours',
                first_sent_at = first_sent_at - interval '\(hours) hours',
                last_sent_at = last_sent_at - interval '\(hours) hours',
                lease_until = lease_until - interval '\(hours) hours',
                watch_until = watch_until - interval '\(hours) hours';
            UPDATE refund SET
                first_sent_at = first_sent_at - interval '\(hours) hours',
                last_sent_at = last_sent_at - interval '\(hours) hours',
                lease_until = lease_until - interval '\(hours) hours'
            """)
    }

    /// The processor's clock goes on; it stands between two calls once time has been let pass.
    func alignClock() {
        guard hoursAhead.value > 0 else { return }
        sandbox.setClock(Int64(time(nil)) + Int64(hoursAhead.value) * 3_600)
    }

    /// Ends the database sessions of all workers.
    func terminateBackends() async throws {
        try await change(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'dueday' AND datname = current_database()
            """)
    }

    func stop() async { await sandbox.stop() }

    private func change(_ script: String) async throws {
        let connection = try await PostgresConnection.connect(.campaign(url: url))
        try await connection.transaction { try await $0.script(SQLStatement(text: script)) }
        await connection.close()
    }
}

/// A number that tasks add to.
final class Counter: Sendable {
    private let number = Locked(0)
    var value: Int { number.withLock { $0 } }
    func add(_ amount: Int) { number.withLock { $0 += amount } }
}
