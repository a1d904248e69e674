import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import PostgresTestKit
import ProcessorSandbox
import Testing

/// A small database that every changing command was tried on, each by its words and with a name and a reason.
///
/// Each has added its own line to the audit trail when this is made: that is checked at every step.
struct KnownBooks {
    let stage: WorkerStage
    let tree: CommandTree
    /// The commands that were tried.
    private(set) var tried: Set<String> = []
    /// The rehearsal that waits.
    private(set) var rehearsal = ""

    /// They note the login of whoever types.
    private static let nameless: Set = ["invoice pay", "payment retry", "alarms clear"]
    static let due = "2024-02-06T00:00:00Z"

    static func make() async throws -> KnownBooks {
        var books = KnownBooks(stage: try await WorkerStage.make(customers: 5), tree: try CommandTree.read())
        try await books.sell()
        try await books.use()
        try await books.bill()
        try await books.collect()
        try await books.decide()
        try await books.tell()
        return books
    }

    private init(stage: WorkerStage, tree: CommandTree) {
        self.stage = stage
        self.tree = tree
    }

    /// Runs a command that changes something, by ann and because.
    @discardableResult
    private mutating func change(_ words: String..., ending statuses: Set<Int32> = [0]) async throws
        -> OrderedJSON
    {
        let command = try #require(tree.called(by: words))
        var arguments = words
        if command.options.contains("by") { arguments += ["--by", "ann"] }
        if command.options.contains("reason") { arguments += ["--reason", "because"] }
        if command.options.contains("json") { arguments.append("--json") }
        let before = try await stage.books.reader.auditTrail(page: PageRequest(limit: 1)).total
        let result = try stage.worker.run(arguments, killedAfter: nil)
        try #require(
            statuses.contains(result.status), "\(words): \(result.status) \(result.output)\(result.errors)")
        let trail = try await stage.books.reader.auditTrail(page: PageRequest(limit: 10))
        let added = trail.items.prefix(max(0, trail.total - before)).map(\.entry)
        let own = added.first { $0.action.hasPrefix(command.name) }
        #expect(own != nil, "`dueday \(command.name)` is not in the audit trail")
        #expect(added.count == 1, "`dueday \(command.name)` stands \(added.count) times in the audit trail")
        if command.options.contains("by") { #expect(own?.actor == "ann", "\(command.name)") }
        if command.options.contains("reason") { #expect(own?.reason == "because", "\(command.name)") }
        if !Self.nameless.contains(command.name) {
            #expect(
                command.options.isSuperset(of: ["by", "reason"]), "\(command.name) takes no --by or --reason")
        }
        tried.insert(command.name)
        return try OrderedJSON.parse(result.output, fileName: command.name)
    }

    private mutating func sell() async throws {
        let yaml = """
            seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
            meters: {calls: {aggregation: sum, unit: call}}
            plans:
              pro:
                prices: [{currency: USD, interval: month, amount: "79.00"}]
                limits: {calls: {included: 100, overage: {model: per_unit, unit_price: "0.50"}}}
                features: {support: priority}
              large: {prices: [{currency: USD, interval: month, amount: "99.00"}]}
            addons:
              a: {kind: recurring, prices: [{currency: USD, interval: month, amount: "10.00"}]}
              b: {kind: recurring, prices: [{currency: USD, interval: month, amount: "5.00"}]}
            coupons: {HALF: {percent_off: 50, periods: 3}}
            tax: {jurisdictions: {US-CA: [{name: CA sales tax, rate: "8.25"}]}}
            """
        try await change("catalog", "apply", Self.file("catalog.yaml", yaml))
        try await change(
            "account", "add", "bank", "--name", "Bank Ltd", "--email", "bank@example.com", "--currency",
            "USD",
            "--time-zone", "UTC", "--country", "US", "--region", "CA", "--manual")
        try await change("account", "change", "acct_3", "--email", "third@example.com")
        try await change("account", "credit", "acct_1", "5.00", "--at", "2024-01-20T00:00:00Z")
        try await change("payment-method", "add", "bank", "--id", "card", "--reference", "pm_1")
        try await change(
            "payment-method", "add", "acct_1", "--id", "card2", "--reference", "pm_2", "--backup")
        try await change("payment-method", "default", "acct_1", "card2")
        try await change("payment-method", "default", "acct_1", "pm_1")
        try await change("payment-method", "remove", "acct_1", "card2")
        for number in 1...4 {
            try await change(
                "subscription", "start", "bank_\(number)", "--account", "bank", "--plan", "pro", "--interval",
                "month",
                "--at", "2024-01-0\(number)T12:00:00Z")
        }
        let at = ["2024-01-10T00:00:00Z", "2024-01-11T00:00:00Z", "2024-01-12T00:00:00Z"]
        try await change("subscription", "change", "bank_1", "--plan", "large", "--at", at[0])
        try await change("subscription", "addons", "bank_1", "--set", "a=1", "--at", at[1])
        try await change("subscription", "coupon", "bank_1", "HALF", "--at", at[1])
        try await change("subscription", "cancel", "bank_1", "--at", at[2])
        try await change("subscription", "resume", "bank_1", "--at", at[2])
    }

    private mutating func use() async throws {
        try await change(
            "usage", "record", "--id", "e1", "--account", "acct_1", "--subscription", "sub_1", "--meter",
            "calls",
            "90", "--at", "2024-01-15T00:00:00Z")
        let rows = """
            id,account,subscription,meter,quantity,at
            e2,acct_1,sub_1,calls,30,2024-01-16T00:00:00Z
            """
        try await change("usage", "import", Self.file("usage.csv", rows))
        try await change("usage", "alerts", "--account", "acct_1", "--at", "2024-01-16T01:00:00Z")
    }

    /// A run, a rehearsal of the next, and a decision about it.
    private mutating func bill() async throws {
        try await change("run", "--as-of", "2024-01-20T00:00:00Z", ending: [0, 1])
        let declined = try await stage.books.reader.invoices(
            account: "acct_5", status: .open, page: PageRequest(limit: 1)
        ).items.first
        try await change("payment", "retry", try #require(declined?.number))
        try await change("runs", "approval", "on")
        let rehearsed = try await change("run", "--dry-run", "--as-of", Self.due, ending: [0, 1])
        let id = try #require(rehearsed["run"]?.text)
        try await change("runs", "hold", id, "sub_2")
        try await change("runs", "let-go", id, "sub_2")
        try await change("runs", "approve", id)
        try await change("run", "--as-of", Self.due, ending: [0, 1])
        try await change("runs", "approval", "off")
    }

    private mutating func collect() async throws {
        let open = try await stage.books.reader.invoices(status: .open, page: PageRequest(limit: 100)).items
        let ofBank = open.filter { $0.content.account == "bank" }.map(\.number).sorted()
        try #require(ofBank.count >= 4, "\(ofBank)")
        try await change("invoice", "pay", ofBank[0], "--method", "card")
        try await change("payment", "record", ofBank[1], "--amount", "10.00", "--reference", "SEPA 1")
        try await change("invoice", "void", ofBank[2])
        try await change("invoice", "write-off", ofBank[3])
        let paid = try await stage.books.reader.invoices(
            account: "acct_1", status: .paid, page: PageRequest(limit: 1)
        ).items
        let number = try #require(paid.first?.number)
        try await change("invoice", "credit", number, "--line", "1=10.00")
        let charge = try await stage.books.allAttempts().first {
            $0.invoice == paid.first?.id && $0.state == .succeeded
        }
        // Learnt of by the refund, which is the later of the two.
        _ = try await stage.refundByHand(try #require(charge?.reference), minorUnits: 100)
        try await change("payment", "refund", number, "--amount", "1.00")
        try await change("payment", "reconcile", ending: [0, 1])
    }

    private mutating func decide() async throws {
        try await change("charging", "off")
        try await change("charging", "on")
        let alarm = Alarm(
            kind: .contradiction, account: "acct_2", processor: "stripe", subject: "pi_1",
            detail: "two answers",
            raisedAt: WorkerStage.start)
        try await stage.books.transaction { try await $0.raise([alarm]) }
        let id = try await stage.books.reader.alarms(includingCleared: false).items.first?.id
        try await change("alarms", "clear", "\(try #require(id))")
        try await park()
        try await change("parked", "release", "sub_3")
        try await park()
    }

    private func park() async throws {
        let parked = ParkedSubscription(
            subscription: "sub_3", account: "acct_3", boundary: nil, reason: "no price",
            parkedAt: WorkerStage.start,
            run: nil)
        try await stage.books.transaction { try await $0.park(parked) }
    }

    private mutating func tell() async throws {
        try await change("webhooks", "endpoint", "add", "crm", "https://crm.example.com/hook")
        try await change("webhooks", "endpoint", "rotate", "crm")
        try await change("run", "--as-of", Self.due, "--stage", "notify", ending: [0, 1])
        let delivery = try await stage.books.reader.deliveries(
            state: nil, channel: nil, account: nil, kind: nil, page: PageRequest(limit: 1)
        ).items.first?.id
        try await change("outbox", "retry", "\(try #require(delivery))")
        try await change("webhooks", "endpoint", "remove", "crm")
        try await change("subscription", "hand-over", "sub_4", "--to", "stripe", "--reference", "sub_1Nx")
        try await shop()
        let rehearsed = try await change(
            "run", "--dry-run", "--as-of", "2024-03-08T00:00:00Z", ending: [0, 1])
        rehearsal = try #require(rehearsed["run"]?.text)
        try await migrateAnother()
    }

    /// A subscription that begins at Stripe's checkout.
    private mutating func shop() async throws {
        try stage.sandbox.register(
            ScriptedMethod(id: "pm_shop", customer: "cus_shop", outcomes: [.succeeds]))
        let opened = try await change(
            "checkout", "start", "shop_1", "--account", "acct_2", "--plan", "pro", "--interval", "month",
            "--customer", "cus_shop", "--return-url", "https://shop.example", "--processor", "stripe")
        _ = try await stage.play(
            "checkout_sessions/\(opened["reference"]?.text ?? "")",
            #"{"payment_method": {"id": "pm_new", "outcomes": ["ok"]}}"#)
        try await change("checkout", "confirm", "shop_1")
    }

    /// The known books have their tables already.
    private mutating func migrateAnother() async throws {
        let database = try await ThrowawayPostgres.shared().database()
        let worker = WorkerProcess(environment: ["DUEDAY_DATABASE_URL": database.url])
        let result = try worker.run("migrate", "--by", "ann", "--reason", "because")
        #expect(result.status == 0, "\(result.errors)")
        let trail = try await PostgresBooks(database.options).reader.auditTrail().items.map(\.entry)
        #expect(trail.map(\.action) == ["migrate"] && trail.first?.actor == "ann")
        tried.insert("migrate")
    }

    static func file(_ name: String, _ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "dueday-known-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
