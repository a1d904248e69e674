import Billing
import BillingCalendar

/// The stages of a run, in their order.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    case recover, invoice, render, charge
}

/// What a run is to do.
public struct RunOrder: Sendable {
    public var record: RunRecord
    public var stages: Set<Stage>

    public var scope: RunScope { record.scope }

    public init(record: RunRecord, stages: Set<Stage> = Set(Stage.allCases)) {
        self.record = record
        self.stages = stages
    }
}

/// What a run works with.
public struct RunServices: Sendable {
    public var books: any BillingBooks
    public var gateways: GatewaySet
    /// nil: no documents are made.
    public var documents: (any DocumentStore)?
    /// Names this installation in idempotency keys; two that share a processor account must differ.
    public var deployment: String
    public var limits: RunLimits
    public var progress: any RunProgress

    public init(
        books: any BillingBooks, gateways: GatewaySet, documents: (any DocumentStore)? = nil,
        deployment: String, limits: RunLimits = RunLimits(), progress: any RunProgress = NoProgress()
    ) {
        self.books = books
        self.gateways = gateways
        self.documents = documents
        self.deployment = deployment
        self.limits = limits
        self.progress = progress
    }
}

/// How much is done at once; memory goes with these and not with the number of subscriptions.
public struct RunLimits: Sendable {
    public var closingBatch: Int
    public var renderingBatch: Int
    public var chargingBatch: Int
    public var sweepBatch: Int

    public init(
        closingBatch: Int = 500, renderingBatch: Int = 100, chargingBatch: Int = 50, sweepBatch: Int = 500
    ) {
        self.closingBatch = closingBatch
        self.renderingBatch = renderingBatch
        self.chargingBatch = chargingBatch
        self.sweepBatch = sweepBatch
    }
}

/// Where a run tells how far it is.
public protocol RunProgress: Sendable {
    func enter(_ stage: Stage) async throws
    func advance(_ stage: Stage, by count: Int) async
}

/// Tells nobody.
public struct NoProgress: RunProgress {
    public init() {}
    /// Nothing to tell.
    public func enter(_ stage: Stage) async throws {}
    /// Nothing to tell.
    public func advance(_ stage: Stage, by count: Int) async {}
}
