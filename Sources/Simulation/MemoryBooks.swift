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
    /// Those that were given credit which expires; only giving makes one.
    var expiringAccounts: Set<String> = []
    var methods: [String: [StoredMethod]] = [:]
    var subscriptions: [String: Subscription] = [:]
    /// Subscriptions by account, so that a claim by account reads only its own.
    var subscriptionsByAccount: [String: [String]] = [:]
    var boundaries = DueQueue<String, BoundaryPlace>()
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
    /// Rounds to come, by the invoice's place in the order of issue.
    var rounds = DueQueue<Int, RoundPlace>()
    /// Invoices with a round that has begun and not ended.
    var roundsUnderWay: Set<Int> = []
    var attempts: [PaymentAttempt] = []
    var attemptIndex: [String: Int] = [:]
    var attemptsByInvoice: [String: [Int]] = [:]
    var creditNotes: [CreditNote] = []
    var creditNoteNumbers: [Int: Int64] = [:]
    var manualPayments: [ManualPayment] = []
    var refusedUsage: [RefusedUsage] = []
    /// Drafts of rehearsals by their id; in memory a rehearsal counts as approved.
    var drafts: [String: [DraftInvoice]] = [:]
    var alarms: [Alarm] = []
    /// In the order made.
    var refunds: [Refund] = []
    var disputes: [String: Set<DisputeStep>] = [:]
    /// How disputes stand, each with the charge that it is about.
    var notedDisputes: [String: (dispute: ProcessorDispute, charge: DisputedCharge)] = [:]
    var auditedUntil: [String: Int64] = [:]
    /// The declines of each card, for any invoice.
    var declinesByCard: [String: [TryHistory.Decline]] = [:]
    /// What was decided about charges that these books did not send.
    var orphanDecisions: [OrphanDecision] = []
    /// The last sequence of an invoice that such a charge has used up.
    var usedUp: [String: Int] = [:]
    /// What commands noted.
    var auditTrail: [AuditEntry] = []
    /// The fewest days of which a customer was told that a card expires, by account and method.
    var expiryTold: [[String]: Int] = [:]

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

    func reading<Result: Sendable>(
        _ body: @Sendable (any BillingTransaction) async throws -> Result
    ) async throws -> Result {
        try await body(self)
    }

    func catalog() -> CatalogInForce { inForce }

    func beginRun(_ run: RunRecord) {}

    func finishRun(_ id: String, report: String, at: Instant) {}

    func claimUnrendered(
        _ scope: RunScope, passingOver passedOver: Set<RenderedDocument.Subject>, limit: Int
    ) -> [UnrenderedInvoice] { [] }

    func claimUnrenderedCreditNotes(
        _ scope: RunScope, passingOver passedOver: Set<RenderedDocument.Subject>, limit: Int
    ) -> [UnrenderedCreditNote] { [] }

    func write(_ documents: [RenderedDocument]) {}

    // Nobody is told in a simulation. A notice kept for every invoice would be a quarter of all that it holds.

    func write(_ notices: [Notice]) {}

    func distributeNotices(_ scope: RunScope, limit: Int) -> Int { 0 }

    func expireDeliveries(by channel: Delivery.Channel, days: Int) -> Int { 0 }

    func claimDeliveries(
        _ scope: RunScope, channels: Set<Delivery.Channel>, passingOver lanes: Set<Delivery.Lane>, limit: Int
    ) -> [Delivery] { [] }

    func write(_ results: [DeliveryResult]) {}

    func waitingDeliveries(_ scope: RunScope) -> [Delivery.Channel: Int] { [:] }

    // No processor sends messages to a simulation.

    func record(_ event: ProcessorEvent) -> Bool { false }

    func complete(_ checkout: Checkout, with method: String, paid: CheckoutPayment?, at: Instant) -> Bool {
        false
    }

    func firstInvoice(ofSubscription id: String, account: String) -> String? {
        invoices.first {
            $0.content.subscription == id && $0.content.account == account && collections[$0.id] != nil
        }?.id
    }

    func claimEvents(of processors: Set<String>, limit: Int) -> [ReceivedEvent] { [] }

    func write(_ results: [EventResult]) {}

    func attempt(ofCharge reference: String, processor: String) -> String? {
        attempts.first { $0.processor == processor && $0.reference == reference }?.id
    }

    func hasUnanswered(processor: String, sentUntil epoch: Int64) -> Bool { false }

    func post(
        outside refund: ProcessorRefund, isBack: Bool, of attempt: PaymentAttempt, at: Instant
    ) -> Bool { false }

    // No customer pays at a checkout of a simulation.

    func claimPrepayment(_ reference: String, processor: String?) -> PrepaymentCase? { nil }

    func claimPrepayments(ofRefunds ids: [String]) -> [PrepaymentCase] { [] }

    func keep(
        outside refund: ProcessorRefund, isBack: Bool, of prepayment: Prepayment, at: Instant
    ) -> Bool { false }

    func hold(_ minorUnits: Int64, for dispute: ProcessorDispute, processor: String) {}

    func holders(ofMethod reference: String, customer: String?, processor: String) -> [MethodHolder] { [] }
}
