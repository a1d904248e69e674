import Billing
import BillingCalendar
import Postgres
import Synchronization
import Testing

@testable import BillingRun
@testable import BillingStore

/// The stage that delivers, on a real outbox with scripted receivers.
@Suite struct NotifyingTests {
    /// A way out that answers by the number of the call.
    final class ScriptedChannel: NoticeChannel {
        let channel: Delivery.Channel
        private let answer: @Sendable (Delivery) async -> DeliveryAnswer
        private let seen = Mutex<[Delivery]>([])

        init(_ channel: Delivery.Channel, _ answer: @escaping @Sendable (Delivery) async -> DeliveryAnswer) {
            self.channel = channel
            self.answer = answer
        }

        static func taking(_ channel: Delivery.Channel) -> ScriptedChannel {
            ScriptedChannel(channel) { _ in .delivered(note: "taken") }
        }

        var deliveries: [Delivery] { seen.withLock { $0 } }

        func deliver(_ delivery: Delivery) async -> DeliveryAnswer {
            seen.withLock { $0.append(delivery) }
            return await answer(delivery)
        }
    }

    private static let at = instant("2024-02-01T00:00:00Z")

    private static func world(customers: Int) async throws -> Bookkeeping {
        let world = try await Bookkeeping()
        for number in 1...customers { try await world.customer(number) }
        return world
    }

    @discardableResult
    private static func notify(
        _ world: Bookkeeping, _ channels: [any NoticeChannel], books: PostgresBooks? = nil,
        scope: RunScope = .everything
    ) async throws -> RunReport {
        let record = RunRecord(id: "run", asOf: at, startedAt: at, scope: scope)
        let services = RunServices(
            books: books ?? world.books, gateways: GatewaySet([]), channels: channels, deployment: "test")
        return try await BillingRun(RunOrder(record: record, stages: [.notify]), services: services).run()
    }

    /// As if the time until the next try were over.
    private static func passTime(_ world: Bookkeeping) async throws {
        try await world.execute(
            "UPDATE delivery SET next_try_at = clock_timestamp() - interval '1 second', lease_until = NULL")
    }

    private static func add(_ id: String, to world: Bookkeeping, kinds: [Notice.Kind]? = nil) async throws {
        let isNew = try await world.books.addEndpoint(
            WebhookEndpoint(id: id, url: "https://\(id).example", kinds: kinds, secrets: ["whsec_x"]))
        #expect(isNew)
    }

    @Test func `Every notice goes to the customer once and to every endpoint that wants it`() async throws {
        let world = try await Self.world(customers: 40)
        try await Self.add("all", to: world)
        try await Self.add("paid", to: world, kinds: [.invoicePaid])
        let (mail, webhook) = (ScriptedChannel.taking(.mail), ScriptedChannel.taking(.webhook))
        let report = try await Self.notify(world, [mail, webhook])
        #expect(report.deliveryCounts == [.delivered: 80])
        #expect(!report.needsAttention)
        #expect(Set(mail.deliveries.map(\.notice.id)).count == 40 && mail.deliveries.count == 40)
        #expect(webhook.deliveries.count == 40)
        guard case .mail(let recipient) = mail.deliveries[0].destination else {
            Issue.record("a mail without a recipient")
            return
        }
        #expect(recipient.seller.name == "Northwind" && recipient.methods.map(\.id) == ["card"])
        try await Self.notify(world, [mail, webhook])
        #expect(mail.deliveries.count == 40 && webhook.deliveries.count == 40)
    }

    @Test func `Without a mail server mails wait, the run says so, and nothing is wrong`() async throws {
        let world = try await Self.world(customers: 3)
        let report = try await Self.notify(world, [ScriptedChannel.taking(.webhook)])
        #expect(report.waitingForChannel == [.mail: 3])
        #expect(!report.needsAttention && report.deliveryCounts.isEmpty)
        let later = try await Self.notify(world, [ScriptedChannel.taking(.mail)])
        #expect(later.deliveryCounts == [.delivered: 3] && later.waitingForChannel.isEmpty)
    }

    @Test func `Mails that waited a week for a server are given up, and retry sends them all the same`()
        async throws
    {
        let world = try await Self.world(customers: 2)
        try await Self.notify(world, [])
        try await world.execute("UPDATE delivery SET waits_since = clock_timestamp() - interval '8 days'")
        let mail = ScriptedChannel.taking(.mail)
        let report = try await Self.notify(world, [mail])
        #expect(report.deliveryCounts == [.dead: 2] && mail.deliveries.isEmpty)
        #expect(try await world.books.retryDeliveries(nil) == 2)
        #expect(try await Self.notify(world, [mail]).deliveryCounts == [.delivered: 2])
    }

    @Test func `What fails is tried ten times, then it is dead and the run says so`() async throws {
        let world = try await Self.world(customers: 1)
        let mail = ScriptedChannel(.mail) { _ in .failed(reason: "451 later", retryAfterSeconds: nil) }
        for attempt in 1..<DeliveryRetry.mostTries {
            let report = try await Self.notify(world, [mail])
            #expect(report.deliveryCounts == [.waiting: 1], "try \(attempt)")
            #expect(!report.needsAttention)
            try await Self.notify(world, [mail])
            #expect(mail.deliveries.count == attempt, "a delivery was tried before its time")
            try await Self.passTime(world)
        }
        let last = try await Self.notify(world, [mail])
        #expect(last.deliveryCounts == [.dead: 1] && last.needsAttention)
        let page = try await world.books.reader.deliveries(state: .dead)
        #expect(page.total == 1 && page.items[0].outcome == "451 later" && page.items[0].tries == 10)
    }

    @Test func `A lane that is out of reach is left alone for the rest of the run, and the others go on`()
        async throws
    {
        let world = try await Self.world(customers: 60)
        try await Self.add("dead", to: world)
        try await Self.add("well", to: world)
        let webhook = ScriptedChannel(.webhook) { delivery in
            delivery.lane == .endpoint("dead") ? .unreachable(reason: "refused") : .delivered(note: "ok")
        }
        let report = try await Self.notify(world, [webhook])
        #expect(report.deliveryCounts[.delivered] == 60)
        let toDead = webhook.deliveries.filter { $0.lane == .endpoint("dead") }
        #expect((1...Notifying.width).contains(toDead.count))
        #expect(report.deliveryCounts[.waiting] == toDead.count)
        #expect(
            try await world.number(
                "SELECT count(*) FROM delivery WHERE endpoint_id = 'dead' AND tries = 0 AND lease_until IS NULL"
            )
                == Int64(60 - toDead.count))
    }

    @Test func `A worker that dies with a delivery in hand leaves it to the next, under the same id`()
        async throws
    {
        let world = try await Self.world(customers: 1)
        try await Self.notify(world, [])
        // Claimed, perhaps sent, never written.
        let claimed = try await world.colleague("dead").transaction {
            try await $0.claimDeliveries(.everything, channels: [.mail], passingOver: [], limit: 10)
        }
        let mail = ScriptedChannel.taking(.mail)
        try await Self.notify(world, [mail])
        #expect(mail.deliveries.isEmpty, "a delivery was taken from a worker that may still be at it")
        try await Self.passTime(world)
        try await Self.notify(world, [mail])
        #expect(mail.deliveries.map(\.notice.id) == claimed.map(\.notice.id))
        #expect(mail.deliveries.map(\.tries) == [2])
        // The dead worker's answer comes after all: what is delivered stays delivered.
        let late = DeliveryResult(claimed[0], .failed(reason: "late", retryAfterSeconds: nil))
        try await world.books.transaction { try await $0.write([late]) }
        #expect(try await world.books.reader.deliveries(state: .delivered).total == 1)
    }

    @Test func `Several workers share the work and nobody is told twice`() async throws {
        let world = try await Self.world(customers: 60)
        let mail = ScriptedChannel(.mail) { _ in
            try? await Task.sleep(for: .milliseconds(2))
            return .delivered(note: "ok")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    try await Self.notify(world, [mail], books: world.colleague("worker \(worker)"))
                }
            }
            try await group.waitForAll()
        }
        #expect(mail.deliveries.count == 60 && Set(mail.deliveries.map(\.id)).count == 60)
    }

    @Test func `A run for one account tells only that one`() async throws {
        let world = try await Self.world(customers: 3)
        let mail = ScriptedChannel.taking(.mail)
        try await Self.notify(world, [mail], scope: .account("acct_2"))
        #expect(mail.deliveries.map(\.notice.account) == ["acct_2"])
        try await Self.notify(world, [mail], scope: .subscription("sub_3"))
        #expect(mail.deliveries.map(\.notice.account) == ["acct_2", "acct_3"])
    }

    @Test func `What is under review is told to programs and not to the customer`() async throws {
        let world = try await Self.world(customers: 1)
        try await Self.add("crm", to: world)
        try await world.books.transaction {
            try await $0.write([Notice(.invoiceUnderReview, of: "in_1", account: "acct_1", at: Self.at)])
        }
        let (mail, webhook) = (ScriptedChannel.taking(.mail), ScriptedChannel.taking(.webhook))
        try await Self.notify(world, [mail, webhook])
        #expect(mail.deliveries.map(\.notice.kind) == [.invoiceIssued])
        #expect(Set(webhook.deliveries.map(\.notice.kind)) == [.invoiceIssued, .invoiceUnderReview])
    }

    @Test func `Secrets change hands, endpoints go and come back, and none is shown again`() async throws {
        let world = try await Self.world(customers: 1)
        try await Self.add("crm", to: world)
        let again = WebhookEndpoint(id: "crm", url: "https://x.example", kinds: nil, secrets: ["whsec_y"])
        #expect(try await !world.books.addEndpoint(again))
        #expect(try await world.books.rotateSecret(ofEndpoint: "crm", to: "whsec_z"))
        #expect(try await world.books.reader.endpoints().items.map(\.hasTwoSecrets) == [true])
        let webhook = ScriptedChannel.taking(.webhook)
        try await Self.notify(world, [webhook])
        guard case .webhook(let endpoint) = webhook.deliveries.first?.destination else {
            Issue.record("no webhook")
            return
        }
        #expect(endpoint.secrets == ["whsec_z", "whsec_x"])
        #expect(try await world.books.rotateSecret(ofEndpoint: "crm", to: nil))
        #expect(try await world.books.reader.endpoints().items.map(\.hasTwoSecrets) == [false])
        #expect(try await world.books.removeEndpoint("crm"))
        #expect(try await !world.books.removeEndpoint("crm"))
        #expect(try await world.books.reader.endpoints().total == 0)
        #expect(try await world.books.addEndpoint(again))
    }
}
