public import Billing
import BillingCalendar

/// The stages of a run, in their order.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    case recover, invoice, render, charge, dunning, notify
}

/// How boundaries are closed.
public enum ClosingMode: Sendable, Hashable {
    /// For good, whatever is due.
    case bill
    /// As a rehearsal: the same code, nothing written but drafts, nothing charged.
    case rehearse
    /// For good, but only what these rehearsals showed and a person approved, in their order.
    case approved(rehearsals: [String])
}

/// What a run is to do.
public struct RunOrder: Sendable {
    /// Its id, instants and scope, as noted in the run log.
    public var record: RunRecord
    /// Which stages are run; always in the order of ``Stage``, whatever the order asked for.
    public var stages: Set<Stage>
    /// How boundaries are closed.
    public var mode: ClosingMode

    /// What the run is limited to.
    public var scope: RunScope { record.scope }

    /// An order; without stages named it is for all of them. A rehearsal has but one: nothing is sent or written.
    public init(
        record: RunRecord, stages: Set<Stage> = Set(Stage.allCases), mode: ClosingMode = .bill
    ) {
        self.record = record
        self.stages = mode == .rehearse ? [.invoice] : stages
        self.mode = mode
    }
}

/// What a run works with.
public struct RunServices: Sendable {
    /// Where it reads and writes.
    public var books: any BillingBooks
    /// The processors it can charge through.
    public var gateways: GatewaySet
    /// nil: no documents are made.
    public var documents: (any DocumentStore)?
    /// The ways out for notices; one that is not here leaves its deliveries waiting.
    public var channels: [any NoticeChannel]
    /// Names this installation in idempotency keys; two that share a processor account must differ.
    public var deployment: String
    /// How often a method may be tried (11.6).
    public var ceilings: TryCeilings
    /// Whether the processors' charges are compared with the books before anything is charged (``OrphanAudit``).
    /// Off only where the processor is a simulation's own.
    public var auditsCharges: Bool
    /// How much it does at once.
    public var limits: RunLimits
    /// Bounds beyond which a run stops.
    public var brakes: Brakes
    /// Seconds after a boundary until which it stays open, so that late usage still counts in its period.
    public var draftWindowSeconds: Int64
    /// Who is told how far it is.
    public var progress: any RunProgress

    /// Services; only the books, the processors and the deployment's name have no default.
    public init(
        books: any BillingBooks, gateways: GatewaySet, documents: (any DocumentStore)? = nil,
        channels: [any NoticeChannel] = [], deployment: String, ceilings: TryCeilings = TryCeilings(),
        auditsCharges: Bool = true, limits: RunLimits = RunLimits(), brakes: Brakes = Brakes(),
        draftWindowSeconds: Int64 = 0, progress: any RunProgress = NoProgress()
    ) {
        self.books = books
        self.gateways = gateways
        self.documents = documents
        self.channels = channels
        self.deployment = deployment
        self.ceilings = ceilings
        self.auditsCharges = auditsCharges
        self.limits = limits
        self.brakes = brakes
        self.draftWindowSeconds = draftWindowSeconds
        self.progress = progress
    }
}

/// How much is done at once; memory goes with these and not with the number of subscriptions.
public struct RunLimits: Sendable {
    /// Boundaries closed in one transaction.
    public var closingBatch: Int
    /// Documents made side by side and noted together.
    public var renderingBatch: Int
    /// Invoices prepared and settled together; the gateways' width says how many requests leave at once.
    public var chargingBatch: Int
    /// Unsettled attempts looked at together, before anything new is charged and between batches.
    public var sweepBatch: Int
    /// Customers in dunning, or with a card that expires, who are written to together.
    public var remindingBatch: Int
    /// Notices whose deliveries are made in one transaction.
    public var noticeBatch: Int
    /// How often a fifth of a second is waited for subscriptions that are due and that others hold; 50 make ten seconds,
    /// which is longer than a transaction of theirs may idle.
    public var waitsForOthers: Int

    /// Limits; those not named keep their defaults.
    public init(
        closingBatch: Int = 500, renderingBatch: Int = 100, chargingBatch: Int = 50, sweepBatch: Int = 500,
        remindingBatch: Int = 500, noticeBatch: Int = 1_000, waitsForOthers: Int = 50
    ) {
        self.closingBatch = closingBatch
        self.renderingBatch = renderingBatch
        self.chargingBatch = chargingBatch
        self.sweepBatch = sweepBatch
        self.remindingBatch = remindingBatch
        self.noticeBatch = noticeBatch
        self.waitsForOthers = waitsForOthers
    }
}

/// Where a run tells how far it is.
public protocol RunProgress: Sendable {
    /// A stage begins; an error stops the run before it.
    func enter(_ stage: Stage) async throws
    /// Some more of a stage is committed: boundaries, documents, charges or deliveries.
    func advance(_ stage: Stage, by count: Int) async
}

/// Tells nobody.
public struct NoProgress: RunProgress {
    /// Needs nothing.
    public init() {}
    /// Nothing to tell.
    public func enter(_ stage: Stage) async throws {}
    /// Nothing to tell.
    public func advance(_ stage: Stage, by count: Int) async {}
}
