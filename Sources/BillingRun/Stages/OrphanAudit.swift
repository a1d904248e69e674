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

    /// Which processors may not be charged through, and why.
    struct Result: Sendable {
        /// The reason, by processor.
        var stopped: [String: String] = [:]
        /// A line for each reason; one may stop every processor.
        var problems: [String] = []
        /// Those that could not be listed: nothing else is asked of them either.
        var silent: Set<String> = []
        var settled: [SettledCharge] = []

        fileprivate mutating func stop(_ processors: [String], because reason: String) {
            problems.append(reason)
            for processor in processors { stopped[processor] = reason }
        }
    }

    /// Compares every processor's charges with the books; raises alarms, and settles what has succeeded late.
    ///
    /// A charge that is not in the books stops every processor, because its customer may have a method at another one as
    /// well. So does a processor that cannot be listed when these are other books than those it was last compared with:
    /// what it charged after the copy was made is known to nobody.
    func run() async throws -> Result {
        var result = Result()
        for gateway in charging.gateways.all {
            let processor = gateway.processor
            let mark = try await charging.books.transaction { try await $0.auditMark(processor: processor) }
            let since = mark.auditedUntil.map { $0 - Self.overlapSeconds } ?? mark.now - Self.firstSeconds
            switch await gateway.charges(createdAtOrAfter: since, withRefunds: false) {
            case .charges(let charges):
                result.settled += try await compare(charges, processor: processor, until: mark.now)
            case .unknown(let reason) where mark.isOfOtherBooks:
                result.silent.insert(processor)
                result.stop(
                    charging.gateways.all.map(\.processor),
                    because: "\(RunError.notListedAfterRestore(processor: processor, reason: reason))")
            case .unknown(let reason):
                result.silent.insert(processor)
                result.stop(
                    [processor], because: "\(RunError.notListed(processor: processor, reason: reason))")
            }
        }
        stop(by: try await charging.books.transaction { try await $0.alarmsOfProcessors() }, &result)
        return result
    }

    /// Stops what alarms that nobody has decided about stand for.
    private func stop(by alarms: [Alarm], _ result: inout Result) {
        for other in alarms where other.kind != .orphanCharge && result.stopped[other.processor] == nil {
            result.stop(
                [other.processor],
                because:
                    "nothing is charged through \(other.processor): \(other.detail); \(other.kind.advice); see "
                    + "`dueday alarms list`")
        }
        let orphans = alarms.filter { $0.kind == .orphanCharge }
        guard !orphans.isEmpty else { return }
        result.stop(charging.gateways.all.map(\.processor), because: Self.words(orphans))
    }

    /// One line for all charges that the books do not know.
    private static func words(_ orphans: [Alarm]) -> String {
        let byProcessor = Dictionary(grouping: orphans, by: \.processor).sorted { $0.key < $1.key }
        let found = byProcessor.map { processor, alarms in
            "\(processor) has "
                + (alarms.count == 1
                    ? "1 charge with our marks that is not in these books: "
                    : "\(alarms.count) charges with our marks that are not in these books, the first: ")
                + (alarms.first?.detail ?? "")
        }
        return
            "nothing is charged through any processor: \(found.joined(separator: "; ")); "
            + "\(Alarm.Kind.orphanCharge.advice); `dueday alarms list` shows their numbers"
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
