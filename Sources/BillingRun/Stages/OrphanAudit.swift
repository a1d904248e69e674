import Billing
import BillingCalendar

/// Before anything is charged: whatever a processor has with our marks since the last audit must stand in the books
/// (PROCESSORS 5). If it does not, this database was restored, or another installation uses the same key.
struct OrphanAudit: Sendable {
    let charging: Charging
    /// Seconds before the last audit from which charges are listed: clocks differ, and answers are slow.
    static let overlapSeconds: Int64 = 3_600
    /// Seconds that the first audit looks back: as long as keys are remembered.
    static let firstSeconds: Int64 = 24 * 3_600

    /// Which processors may be charged through, and why the others may not.
    struct Result: Sendable {
        var stopped: [String: String] = [:]
        var settled: [SettledCharge] = []
    }

    /// Compares every processor's charges with the books; raises alarms, and settles what has succeeded late.
    func run() async throws -> Result {
        var result = Result()
        for gateway in charging.gateways.all {
            let processor = gateway.processor
            let mark = try await charging.books.transaction { try await $0.auditMark(processor: processor) }
            let since = mark.auditedUntil.map { $0 - Self.overlapSeconds } ?? mark.now - Self.firstSeconds
            switch await gateway.charges(createdAtOrAfter: since) {
            case .charges(let charges):
                result.settled += try await compare(charges, processor: processor, until: mark.now)
            case .unknown(let reason):
                result.stopped[processor] = "\(RunError.notListed(processor: processor, reason: reason))"
            }
        }
        let alarms = try await charging.books.transaction { try await $0.alarmsOfProcessors() }
        for (processor, alarms) in Dictionary(grouping: alarms, by: \.processor) {
            result.stopped[processor] = Self.words(processor, alarms)
        }
        return result
    }

    /// One line for all alarms of a processor.
    private static func words(_ processor: String, _ alarms: [Alarm]) -> String {
        let orphans = alarms.filter { $0.kind == .orphanCharge }
        guard let first = orphans.first ?? alarms.first else { return "" }
        let what =
            orphans.isEmpty
            ? first.detail
            : "\(processor) has \(orphans.count) charges with our marks that are not in these books, the first: "
                + first.detail
        return
            "nothing is charged through \(processor): \(what); \(first.kind.advice); see `dueday alarms list`"
    }

    private func compare(
        _ charges: [ProcessorCharge], processor: String, until now: Int64
    ) async throws -> [SettledCharge] {
        let own = charges.filter { $0.attemptID != nil }
        let ids = Array(Set(own.compactMap(\.attemptID)))
        let late = try await charging.books.transaction { transaction in
            let attempts = ids.isEmpty ? [] : try await transaction.attempts(ids)
            let dismissed = try await transaction.dismissedCharges(own.map(\.reference), processor: processor)
            let comparison = ChargeComparison(
                own, attempts: attempts, dismissed: dismissed, processor: processor, at: charging.asOf)
            if !comparison.alarms.isEmpty { try await transaction.raise(comparison.alarms) }
            if comparison.orphans.isEmpty {
                try await transaction.noteAudit(processor: processor, until: now)
            }
            return comparison.late
        }
        return try await charging.settle(late)
    }
}
