import Billing
import BillingCalendar
import BillingFormats
import BillingRun

extension ScenarioProperties {
    /// Plays credits and invoices over an account again: grants that expire first are used first, small amounts are
    /// carried, and what is left is the balance (section 9).
    static func balances(_ played: PlayedScenario) -> [String] {
        played.balances.flatMap { record -> [String] in
            let minimum =
                played.scenario.catalog.seller.minimumChargeMinorUnits[record.account.currency] ?? 0
            var replay = BalanceReplay(minimum: minimum)
            var violations: [String] = []
            for step in played.steps(of: record.account.id) {
                switch step.cause {
                case .credit(let order): replay.grant(order.amountMinorUnits, expiresAt: order.expiresAt)
                case .invoice(let invoice):
                    let content = invoice.content
                    let due = replay.settle(content.totalMinorUnits, at: step.at)
                    guard due != content.amountDueMinorUnits else { continue }
                    violations.append(
                        "\(invoice.number): \(content.amountDueMinorUnits) is due and should be \(due) (9.1)")
                }
            }
            let expected = replay.balance(at: played.scenario.until)
            let balance = record.balance.minorUnits(at: played.scenario.until)
            if balance != expected {
                violations.append(
                    "\(record.account.id): a balance of \(balance), its rows come to \(expected) (9.3)")
            }
            return violations
        }
    }
}

/// An account's balance by its causes.
private struct BalanceReplay {
    private struct Grant {
        var minorUnits: Int64
        var expiresAt: Instant?

        func lives(at: Instant) -> Bool { expiresAt.map { at < $0 } ?? true }

        /// Seconds, so that what never expires comes last.
        var place: Int64 { expiresAt?.secondsSinceEpoch ?? .max }
    }

    let minimum: Int64
    private var grants: [Grant] = []
    private var carried: Int64 = 0

    init(minimum: Int64) { self.minimum = minimum }

    mutating func grant(_ minorUnits: Int64, expiresAt: Instant?) {
        grants.append(Grant(minorUnits: minorUnits, expiresAt: expiresAt))
    }

    /// - Returns: what is due.
    mutating func settle(_ total: Int64, at: Instant) -> Int64 {
        guard total > 0 else {
            if total < 0 { grant(-total, expiresAt: nil) }
            return 0
        }
        var left = total
        // The next to expire each time, the oldest of equals; one that never expires comes last.
        while left > 0 {
            let live = grants.indices.filter { grants[$0].minorUnits > 0 && grants[$0].lives(at: at) }
            guard let next = live.min(by: { (grants[$0].place, $0) < (grants[$1].place, $1) }) else { break }
            let part = min(left, grants[next].minorUnits)
            grants[next].minorUnits -= part
            left -= part
        }
        let due = left + carried
        carried = due < minimum ? due : 0
        return due < minimum ? 0 : due
    }

    func balance(at: Instant) -> Int64 {
        grants.reduce(-carried) { $0 + ($1.lives(at: at) ? $1.minorUnits : 0) }
    }
}

extension PlayedScenario {
    fileprivate enum Cause {
        case credit(CreditOrder)
        case invoice(Invoice)
    }

    /// Credits and invoices of an account in the order of time; both never happen at one instant.
    fileprivate func steps(of account: String) -> [(at: Instant, cause: Cause)] {
        let credits = scenario.timeline.compactMap { event -> (at: Instant, cause: Cause)? in
            guard case .credit(let order) = event.action, order.account == account, event.at <= scenario.until
            else { return nil }
            return (event.at, .credit(order))
        }
        let issued = invoices.filter { $0.content.account == account }
            .map { (at: $0.content.issuedAt, cause: Cause.invoice($0)) }
        return (credits + issued).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}
