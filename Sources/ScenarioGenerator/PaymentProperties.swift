import Billing
import BillingCalendar

extension ScenarioProperties {
    /// One charge at a time, never two that succeed, none of another amount, and none past a network's limit
    /// (11.5, 11.6).
    static func payments(_ played: PlayedScenario) -> [String] {
        let attempts = Dictionary(grouping: played.attempts, by: \.invoice)
        return played.invoices.flatMap { invoice -> [String] in
            let own = attempts[invoice.id] ?? []
            let succeeded = own.filter { $0.state == .succeeded }
            var violations: [String] = []
            let isCharged = invoice.status == .paid && invoice.content.amountDueMinorUnits > 0
            if succeeded.count != (isCharged ? 1 : 0) {
                violations.append(
                    "\(invoice.number): \(succeeded.count) charges succeeded, it is \(invoice.status) (11.5)")
            }
            if own.map(\.sequence) != Array(1..<(own.count + 1)) {
                violations.append("\(invoice.number): attempts are numbered \(own.map(\.sequence))")
            }
            if own.dropLast().contains(where: { $0.state.isLive || $0.state == .succeeded }) {
                violations.append(
                    "\(invoice.number): something was tried beside a live or after a paid charge (11.5)")
            }
            for attempt in own where attempt.charge.amountMinorUnits != invoice.content.amountDueMinorUnits {
                violations.append("\(invoice.number): \(attempt.charge.amountMinorUnits) was charged")
            }
            for (method, tries) in Dictionary(grouping: own, by: \.method) {
                let instants = tries.compactMap(\.sentAt).sorted()
                for (first, last) in zip(instants, instants.dropFirst(15))
                where first.seconds(until: last) < 2_592_000 {
                    violations.append("\(invoice.number): more than 15 tries of \(method) in 30 days (11.6)")
                }
            }
            return violations
        }
    }
}
