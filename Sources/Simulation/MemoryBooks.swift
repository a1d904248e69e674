import Billing
import BillingCalendar
import BillingRun
import Monetary
import SystemTimeZones

/// Accounts, subscriptions, invoices and attempts in memory, behind the same ports as PostgreSQL.
///
/// One caller at a time: a simulation plays its timeline in order. There is no undo, because the stages decide
/// before they write and an error ends a simulation.
actor MemoryBooks: BillingBooks, BillingTransaction {
    let inForce: CatalogInForce
    let zones: ZoneDatabase

    var accounts: [String: AccountRecord] = [:]
    var methods: [String: [StoredMethod]] = [:]
    var subscriptions: [String: Subscription] = [:]
    /// Subscriptions by account, so that a claim by account reads only its own.
    var subscriptionsByAccount: [String: [String]] = [:]
    var boundaries = DueQueue()
    var closedPeriods: [String: [ClosedPeriod]] = [:]
    var usage: [UsageStream: [UsageEvent]] = [:]
    var usageByID: [String: UsageEvent] = [:]
    var redemptions: [String: Int] = [:]
    var claimed: Set<BoundaryClaim> = []
    var parked: [String: ParkedSubscription] = [:]
    var numbers: [Int: Int64] = [:]
    var invoices: [Invoice] = []
    var invoiceIndex: [String: Int] = [:]
    var openInvoices: [String: [String]] = [:]
    var collections: [String: InvoiceCollection] = [:]
    var rounds = DueQueue()
    var attempts: [PaymentAttempt] = []
    var attemptIndex: [String: Int] = [:]
    var attemptsByInvoice: [String: [Int]] = [:]
    var notices: [Notice] = []
    var noticeIDs: Set<String> = []

    struct StoredMethod {
        var method: PaymentMethod
        var barredBy: DeclineCode?
    }

    struct UsageStream: Hashable {
        var subscription: String
        var meter: String
    }

    struct BoundaryClaim: Hashable {
        var subscription: String
        var boundary: Instant
    }

    init(catalog: Catalog, zones: ZoneDatabase) throws {
        let sellerZone = try zones.zone(catalog.seller.timeZoneID)
        inForce = CatalogInForce(catalog: catalog, sellerZone: sellerZone, version: 1)
        self.zones = zones
    }

    func transaction<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result {
        try await body(self)
    }

    func catalog() -> CatalogInForce { inForce }

    func beginRun(_ run: RunRecord) {}

    func finishRun(_ id: String, report: String, at: Instant) {}

    func claimUnrendered(_ scope: RunScope, limit: Int) -> [UnrenderedInvoice] { [] }

    func write(_ documents: [RenderedDocument]) {}

    func write(_ notices: [Notice]) {
        self.notices += notices.filter { noticeIDs.insert($0.id).inserted }
    }
}

/// What is due when: ids in the order of (instant, id), compared by bytes.
struct DueQueue {
    private var dueAt: [String: Instant] = [:]
    private var byInstant: [Instant: Set<String>] = [:]
    private var instants: [Instant] = []

    /// The earliest instant at which something is due.
    var first: Instant? { instants.last }

    subscript(id: String) -> Instant? { dueAt[id] }

    /// nil takes the id off.
    mutating func set(_ id: String, at instant: Instant?) {
        if let old = dueAt[id] {
            guard old != instant else { return }
            remove(id, from: old)
        }
        dueAt[id] = instant
        guard let instant else { return }
        if byInstant[instant] == nil { insert(instant) }
        byInstant[instant, default: []].insert(id)
    }

    /// Ids due at or before `instant`, in order, at most `limit` whole ones.
    func due(at instant: Instant, limit: Int) -> [String] {
        var result: [String] = []
        for due in instants.reversed() {
            guard due <= instant, result.count < limit else { break }
            result += (byInstant[due] ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return Array(result.prefix(limit))
    }

    private mutating func remove(_ id: String, from instant: Instant) {
        byInstant[instant]?.remove(id)
        guard byInstant[instant]?.isEmpty == true else { return }
        byInstant[instant] = nil
        instants.remove(at: place(of: instant))
    }

    /// Latest first, so that what is taken off stands at the end.
    private mutating func insert(_ instant: Instant) {
        instants.insert(instant, at: place(of: instant))
    }

    /// The first place whose instant is not later.
    private func place(of instant: Instant) -> Int {
        var low = 0
        var high = instants.count
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] > instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
