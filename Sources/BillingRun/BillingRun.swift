import Billing
import BillingCalendar

/// One run of the worker: recover, scan → rate → invoice, render, charge, dunning, notify, report.
///
/// Every stage goes batch by batch and leaves nothing half-done; killed anywhere, the next run goes on.
public struct BillingRun: Sendable {
    let services: RunServices
    let order: RunOrder

    /// A run of what the order asks for; nothing happens before ``run()``.
    public init(_ order: RunOrder, services: RunServices) {
        self.order = order
        self.services = services
    }

    /// Runs the stages asked for, in their order.
    ///
    /// - Parameter begun: what checkouts began at the start of the run, for its counts.
    /// - Throws: when the store is out of reach; what was committed before stays.
    public func run(after begun: [CheckoutBeginning] = []) async throws -> RunReport {
        var report = RunReport(run: order.record)
        report.add(begun: begun)
        var stopped = try await audit(&report)
        for stage in Stage.allCases where order.stages.contains(stage) && report.stopped == nil {
            try await services.progress.enter(stage)
            switch stage {
            case .recover: try await recover(&report, stopped: &stopped)
            case .invoice:
                try await closeBoundaries(&report)
                try await expireGrants(report)
            case .render: try await render(&report)
            case .charge: try await charge(&report, stopped: &stopped)
            case .dunning: try await remind(&report)
            case .notify: try await notify(&report)
            }
        }
        return report
    }
}
