import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary
import SystemTimeZones

extension ScenarioProperties {
    /// No period twice and none left out: at every instant from the first charge to the end of the current period the
    /// plan is charged exactly once, credits taken off (3.3, 4.1).
    static func coverage(_ played: PlayedScenario) -> [String] {
        played.subscriptions.flatMap { subscription in
            let begin = subscription.trialEnd ?? subscription.startedAt
            let isTrial = subscription.phase == .trial
            let end = isTrial ? begin : subscription.canceledAt ?? subscription.currentPeriod.end
            return planCoverage(subscription, played).compactMap { stretch -> String? in
                let name =
                    "\(subscription.id): the plan is charged \(stretch.times) times over \(stretch.period)"
                if stretch.period.end <= begin || isTrial {
                    return stretch.times == 0 ? nil : "\(name), before its start"
                }
                if stretch.period.start < begin {
                    return stretch.times == 0 ? nil : "\(name), before its start"
                }
                if stretch.period.start >= end {
                    // A cancel without proration keeps what was paid ahead.
                    let most = subscription.canceledAt == nil ? 0 : 1
                    return (0...most).contains(stretch.times) ? nil : "\(name), after its end"
                }
                // A stub so short that it costs nothing leaves no line.
                if stretch.times == 0 && stretch.period.start == begin && stretch.period.seconds < 3600 {
                    return nil
                }
                return stretch.times == 1 ? nil : name
            }
        }
    }

    /// How often the plan is charged over each stretch of time between two of its windows' ends.
    private static func planCoverage(
        _ subscription: Subscription, _ played: PlayedScenario
    ) -> [(period: Period, times: Int)] {
        var steps: [Instant: Int] = [:]
        steps[subscription.trialEnd ?? subscription.startedAt] = 0
        steps[subscription.canceledAt ?? subscription.currentPeriod.end] = 0
        for line in played.lines(of: subscription) where played.scenario.catalog.plans[line.item] != nil {
            let sign = line.coverageSign
            guard sign != 0 else { continue }
            steps[line.period.start, default: 0] += sign
            steps[line.period.end, default: 0] -= sign
        }
        let instants = steps.keys.sorted()
        var times = 0
        return zip(instants, instants.dropFirst()).map { start, end in
            times += steps[start] ?? 0
            return (Period(start: start, end: end), times)
        }
    }

    /// Each credit takes back one charge of the item, none is taken back twice, and none gives more than was charged
    /// (4.1).
    static func credits(_ played: PlayedScenario) -> [String] {
        played.subscriptions.flatMap { subscription -> [String] in
            var charges: [InvoiceLine] = []
            var violations: [String] = []
            for line in played.lines(of: subscription) {
                switch line.derivation {
                case .charge where line.kind != .oneTime:
                    charges.append(line)
                case .credit(let net, _, _) where net != 0:
                    let index = charges.lastIndex { charge in
                        charge.item == line.item && charge.period.end == line.period.end
                            && charge.period.start <= line.period.start && charge.netMinorUnits == net
                    }
                    guard let index else {
                        violations.append(
                            "\(subscription.id): nothing was charged that \(line.period) of \(line.item) credits"
                        )
                        continue
                    }
                    charges.remove(at: index)
                    if line.amountMinorUnits > 0 || -line.amountMinorUnits > net {
                        violations.append(
                            "\(subscription.id): \(line.amountMinorUnits) is credited of \(net)")
                    }
                default: break
                }
            }
            return violations
        }
    }

    /// Boundaries of months and years are counted from the anchor, the day clamped to the month (2.2). Looked at
    /// where the interval never changed.
    static func boundaries(_ played: PlayedScenario, zones: ZoneDatabase) throws -> [String] {
        var violations: [String] = []
        for subscription in played.subscriptions
        where subscription.terms.interval.countsMonths && !played.changesInterval(of: subscription.id) {
            guard let account = played.balances.first(where: { $0.account.id == subscription.accountID })
            else { continue }
            let anchor = account.zone.local(subscription.anchor.instant)
            let months =
                subscription.terms.interval.count * (subscription.terms.interval.unit == .year ? 12 : 1)
            let regular = played.lines(of: subscription).filter { $0.kind == .plan && $0.periodNumber >= 0 }
            for (number, line) in regular.enumerated() {
                let month = anchor.date.year * 12 + anchor.date.month - 1 + number * months
                let (year, index) = (month / 12, month % 12 + 1)
                let day = min(subscription.anchor.day, CivilDate.daysInMonth(index, ofYear: year))
                let date = try CivilDate(year: year, month: index, day: day)
                let expected =
                    number == 0
                    ? subscription.anchor.instant
                    : account.zone.instant(CivilDateTime(date: date, secondOfDay: anchor.secondOfDay))
                guard line.period.start != expected else { continue }
                violations.append(
                    "\(subscription.id): period \(number) starts \(line.period.start), not \(expected)")
            }
        }
        return violations
    }
}

extension PlayedScenario {
    fileprivate func changesInterval(of subscription: String) -> Bool {
        scenario.timeline.contains { event in
            guard case .change(let order) = event.action else { return false }
            return order.subscription == subscription && order.interval != nil
        }
    }
}

extension InvoiceLine {
    /// What the line does to how often its window is charged.
    fileprivate var coverageSign: Int {
        switch kind {
        case .plan, .prorationCharge: 1
        case .prorationCredit: -1
        case .usage, .minimum, .lateUsage, .addon, .oneTime: 0
        }
    }
}
