import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Foundation
import Postgres
import PostgresTestKit
import ProcessorSandbox
import Testing

@testable import PaymentGateways

/// Processors' messages over real sockets to the built program: any number of times, in any order, forged, too large,
/// and with the program killed in the middle.
@Suite(.serialized) struct WebhookInboxTests {
    private static let secret = "whsec_of_the_tests"
    private static let previous = "whsec_before_that"

    /// A stage whose worker takes webhooks.
    private static func stage(customers: Int) async throws -> WorkerStage {
        let stage = try await WorkerStage.make(customers: customers)
        return WorkerStage(
            books: stage.books, sandbox: stage.sandbox,
            worker: WorkerProcess(
                environment: stage.worker.environment.merging([
                    "DUEDAY_STRIPE_WEBHOOK_SECRET": secret, "DUEDAY_STRIPE_WEBHOOK_PREVIOUS": previous,
                ]) { $1 }), database: stage.database)
    }

    private static func event(_ id: String, intent: String, live: Bool = false) -> [UInt8] {
        Array(
            """
            {"id":"\(id)","object":"event","type":"payment_intent.succeeded","created":1706677200,\
            "livemode":\(live),"data":{"object":{"object":"payment_intent","id":"\(intent)"}}}
            """.utf8)
    }

    private static func headers(
        _ body: [UInt8], secret: String = secret, secondsAgo: Int64 = 0
    ) -> [String: String] {
        let at = Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)).adding(seconds: -secondsAgo)
        let code = WebhookSignature.code(
            of: Array("\(at.secondsSinceEpoch).".utf8) + body, secret: Secret(secret))
        return ["Stripe-Signature": "t=\(at.secondsSinceEpoch),v1=\(code)"]
    }

    private static func post(_ port: Int, _ body: [UInt8], _ headers: [String: String]? = nil)
        async throws
        -> Int?
    {
        try await RawConnection.post(
            port: port, path: "/webhooks/stripe", headers: headers ?? Self.headers(body), body: body)
    }

    /// Every charge is executed, and the worker that sent them is dead before the answers come.
    private static func chargeInTheDark(_ stage: WorkerStage, customers: Int) async throws {
        var faults = FaultPlan.always(.delay)
        faults.holdsDelayed = true
        stage.sandbox.setFaults(faults)
        let process = Process()
        process.executableURL = WorkerProcess.program
        process.arguments = ["run", "--as-of", "2024-01-20T00:00:00Z", "--stage", "charge"]
        process.environment = stage.worker.environment.merging(
            ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "DUEDAY_BATCH_CHARGING": "64"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let isUnderWay = try await wait { stage.sandbox.keysInUse().count == customers }
        #expect(isUnderWay)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        stage.sandbox.setFaults(.none)
        let isExecuted = try await wait { stage.sandbox.charges().count == customers }
        #expect(isExecuted)
    }

    private static func liveAttempts(_ stage: WorkerStage) async throws -> Int {
        try await stage.books.allAttempts().count { $0.state.isLive }
    }

    private static func wait(until isTrue: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<2_400 {
            if try await isTrue() { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    /// Paid invoices and the processor's books agree, one charge each.
    private static func judge(_ stage: WorkerStage) async throws {
        let invoices = try await stage.books.allInvoices()
        let charges = stage.sandbox.charges().filter(\.succeeded)
        let byInvoice = Dictionary(grouping: charges) { $0.metadata["bc_invoice"] ?? "" }
        for invoice in invoices {
            #expect(
                (byInvoice[invoice.id] ?? []).count == (invoice.status == .paid ? 1 : 0), "\(invoice.number)")
        }
        #expect(charges.count == invoices.count { $0.status == .paid })
        #expect(try await stage.books.checkBooks() == [])
    }

    @Test("every message 0 to 5 times in any order, the program killed in between: all settled once")
    func shuffledAndKilled() async throws {
        let stage = try await Self.stage(customers: 30)
        let seed =
            ProcessInfo.processInfo.environment["DUEDAY_TEST_SEED"].flatMap(UInt64.init)
            ?? .random(in: 0...9_999)
        print("webhook inbox: DUEDAY_TEST_SEED=\(seed)")
        var dice = Moments(seed: seed)
        try await Self.chargeInTheDark(stage, customers: 30)
        let charges = stage.sandbox.charges()
        #expect(try await Self.liveAttempts(stage) == 30)
        var messages: [(id: String, intent: String)] = []
        for (index, charge) in charges.enumerated() {
            for _ in 0..<(index % 6) { messages.append(("evt_\(index)", charge.reference)) }
        }
        for index in messages.indices.reversed() where index > 0 {
            messages.swapAt(index, dice.next() % (index + 1))
        }
        var inbox = try InboxProcess(stage.worker)
        var kills = 0
        for (index, message) in messages.enumerated() {
            let body = Self.event(message.id, intent: message.intent)
            if index % 7 == 3 {
                // Killed at any moment of it: before the commit, before the 200, or while it is settled.
                let port = inbox.port
                async let first = Self.post(port, body)
                try await Task.sleep(for: .milliseconds(dice.next() % 12))
                inbox.kill()
                kills += 1
                _ = try await first
                inbox = try InboxProcess(stage.worker)
            }
            // The processor repeats until it gets its 200.
            #expect(try await Self.post(inbox.port, body) == 200, "seed \(seed)")
        }
        #expect(kills > 5)
        let told = Set(messages.map(\.id)).count
        #expect(told == 25)
        let events = try await stage.books.reader.events(page: PageRequest(limit: 1_000))
        #expect(events.total == told, "seed \(seed)")
        // Killed workers' leases last a second; then the next look takes what they had.
        #expect(
            try await Self.wait { try await stage.books.reader.events(isHandled: false).total == 0 }
                || inbox.terminate() == 0)
        // What no message told is settled by asking, without webhooks.
        try await Task.sleep(for: .milliseconds(1_200))
        _ = try stage.worker.run("run", "--as-of", "2024-01-20T00:00:00Z", "--stage", "recover")
        _ = try stage.worker.run("run", "--as-of", "2024-01-20T00:00:00Z", "--stage", "charge")
        #expect(try await Self.liveAttempts(stage) == 0, "seed \(seed)")
        #expect(try await stage.books.reader.events(isHandled: false).total == 0, "seed \(seed)")
        try await Self.judge(stage)
        inbox.kill()
        await stage.stop()
    }

    @Test("a message that waits for its commit is not acknowledged, and killed there it never was")
    func killedBeforeTheCommit() async throws {
        let stage = try await Self.stage(customers: 1)
        try await Self.chargeInTheDark(stage, customers: 1)
        let body = Self.event("evt_1", intent: try #require(stage.sandbox.charges().first).reference)
        let inbox = try InboxProcess(stage.worker, recordOnly: true)
        let operatorConnection = try await stage.database.connect()
        try await operatorConnection.script(
            """
            CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(2); RETURN new; END $$;
            CREATE TRIGGER dawdle BEFORE INSERT ON processor_event FOR EACH ROW EXECUTE FUNCTION dawdle()
            """)
        let port = inbox.port
        async let unanswered = Self.post(port, body)
        try await Task.sleep(for: .milliseconds(300))
        inbox.kill()
        #expect(try await unanswered == nil)
        try await operatorConnection.script("DROP TRIGGER dawdle ON processor_event")
        await operatorConnection.close()
        #expect(try await Self.wait { try await stage.books.reader.events().total == 0 })

        // Recorded, and the 200 is lost on the way: the repetition is known.
        let second = try InboxProcess(stage.worker, recordOnly: true)
        _ = try await RawConnection.post(
            port: second.port, path: "/webhooks/stripe", headers: Self.headers(body), body: body,
            readsAnswer: false)
        #expect(try await Self.wait { try await stage.books.reader.events().total == 1 })
        #expect(try await Self.post(second.port, body) == 200)
        #expect(try await stage.books.reader.events(isHandled: false).total == 1)
        #expect(second.terminate() == 0)
        // Only written down: the run's recover stage works it off.
        _ = try stage.worker.run("run", "--as-of", "2024-01-20T00:00:00Z", "--stage", "recover")
        #expect(try await stage.books.reader.events(isHandled: true).total == 1)
        #expect(try await stage.books.allInvoices().map(\.status) == [.paid])
        try await Self.judge(stage)
        await stage.stop()
    }

    @Test(
        "what is forged, old, from the future, of the other mode or too large is refused and leaves nothing")
    func refused() async throws {
        let stage = try await Self.stage(customers: 1)
        let inbox = try InboxProcess(stage.worker)
        let body = Self.event("evt_1", intent: "pi_1")
        #expect(try await Self.post(inbox.port, body, [:]) == 400)
        #expect(try await Self.post(inbox.port, body, Self.headers(body, secret: "whsec_wrong")) == 400)
        #expect(try await Self.post(inbox.port, body, Self.headers(body, secondsAgo: 400)) == 400)
        #expect(try await Self.post(inbox.port, body, Self.headers(body, secondsAgo: -400)) == 400)
        #expect(try await Self.post(inbox.port, body + [32], Self.headers(body)) == 400)
        let live = Self.event("evt_1", intent: "pi_1", live: true)
        #expect(try await Self.post(inbox.port, live) == 400)
        let large = body + [UInt8](repeating: 32, count: 256 * 1_024)
        #expect(try await Self.post(inbox.port, large) == 413)
        let garbage = Array("{\"id\": 7}".utf8)
        #expect(try await Self.post(inbox.port, garbage) == 400)
        #expect(try await stage.books.reader.events().total == 0)
        // Both secrets are good while one replaces the other.
        #expect(try await Self.post(inbox.port, body, Self.headers(body, secret: Self.previous)) == 200)
        #expect(try await Self.post(inbox.port, body) == 200)
        #expect(try await stage.books.reader.events().total == 1)
        let elsewhere = try await RawConnection.post(
            port: inbox.port, path: "/webhooks/razorpay", headers: Self.headers(body), body: body)
        #expect(elsewhere == 404)
        #expect(!inbox.printed.contains(Self.secret))
        #expect(inbox.terminate() == 0)
        await stage.stop()
    }

    @Test("a processor that cannot be asked leaves the message waiting, and the next run works it off")
    func processorIsDown() async throws {
        let stage = try await Self.stage(customers: 2)
        try await Self.chargeInTheDark(stage, customers: 2)
        var faults = FaultPlan.always(.dropBefore, mostPerKey: 100_000)
        faults.hitsReading = true
        stage.sandbox.setFaults(faults)
        let inbox = try InboxProcess(stage.worker)
        for (index, charge) in stage.sandbox.charges().enumerated() {
            #expect(
                try await Self.post(inbox.port, Self.event("evt_\(index)", intent: charge.reference)) == 200)
        }
        #expect(
            try await Self.wait {
                try await stage.books.reader.events(isHandled: false).items.filter { $0.outcome != nil }.count
                    == 2
            })
        #expect(inbox.terminate() == 0)
        stage.sandbox.setFaults(.none)
        let connection = try await stage.database.connect()
        try await connection.execute("UPDATE processor_event SET next_try_at = clock_timestamp()")
        await connection.close()
        _ = try stage.worker.run("run", "--as-of", "2024-01-20T00:00:00Z", "--stage", "recover")
        #expect(try await stage.books.reader.events(isHandled: false).total == 0)
        try await Self.judge(stage)
        await stage.stop()
    }
}
