import Billing
import BillingCalendar

/// One run of the worker: recover, scan → rate → invoice, render, charge, report.
///
/// Every stage goes batch by batch and leaves nothing half-done; killed anywhere, the next run goes on.
public struct BillingRun: Sendable {
    private let services: RunServices
    private let order: RunOrder

    /// A run of what the order asks for; nothing happens before ``run()``.
    public init(_ order: RunOrder, services: RunServices) {
        self.order = order
        self.services = services
    }

    /// Runs the stages asked for, in their order.
    ///
    /// - Throws: when the store is out of reach; what was committed before stays.
    public func run() async throws -> RunReport {
        var report = RunReport(run: order.record)
        for stage in Stage.allCases where order.stages.contains(stage) {
            try await services.progress.enter(stage)
            switch stage {
            case .recover: try await recover(&report)
            case .invoice: try await closeBoundaries(&report)
            case .render: try await render(&report)
            case .charge: try await charge(&report)
            }
        }
        return report
    }

    /// Unknown charges first, so that nothing new is charged beside them.
    private func recover(_ report: inout RunReport) async throws {
        let recovery = Recovery(charging: charging)
        report.add(recovered: try await recovery.nextBatch(limit: services.limits.sweepBatch))
    }

    private func closeBoundaries(_ report: inout RunReport) async throws {
        let billing = BoundaryBilling(
            books: services.books, scope: order.scope, asOf: order.record.asOf, issuedAt: order.record.asOf,
            run: order.record.id, batchSize: services.limits.closingBatch)
        while true {
            let batch = try await billing.nextBatch()
            if batch.isLast { return }
            report.add(batch)
            await services.progress.advance(.invoice, by: batch.boundaries)
        }
    }

    private func render(_ report: inout RunReport) async throws {
        guard let documents = services.documents else { return }
        let rendering = Rendering(
            books: services.books, documents: documents, scope: order.scope,
            batchSize: services.limits.renderingBatch)
        while case let rendered = try await rendering.nextBatch(), !rendered.isEmpty {
            report.documents += rendered.count
            await services.progress.advance(.render, by: rendered.count)
        }
    }

    private func charge(_ report: inout RunReport) async throws {
        do {
            while case let batch = try await charging.nextBatch(), !batch.isLast {
                report.add(batch)
                await services.progress.advance(.charge, by: batch.settled.count)
                if let refused = batch.settled.first(where: \.isRefusedAccess) {
                    throw RunError.gatewayRefuses(
                        processor: refused.processor, reason: refused.note ?? "no reason given")
                }
            }
        } catch let error as RunError {
            report.problems.append("\(error)")
        }
    }

    private var charging: Charging {
        Charging(
            books: services.books, gateways: services.gateways, scope: order.scope,
            asOf: order.record.asOf, deployment: services.deployment,
            batchSize: services.limits.chargingBatch)
    }
}
