import Billing
import BillingCalendar
import BillingFormats
import Monetary
public import SystemTimeZones

/// What must hold at the end of every scenario, whatever it was and whatever store it was played on.
///
/// Each property looks at the invoices, charges and subscriptions alone and knows nothing of how they came about.
public enum ScenarioProperties {
    /// What does not hold, in words; empty when all is well.
    public static func violations(
        of played: PlayedScenario, zones: ZoneDatabase = .system
    ) throws -> [String] {
        var violations: [String] = []
        violations += invoices(played)
        violations += try numbers(played, zones: zones)
        violations += coverage(played)
        violations += credits(played)
        violations += try boundaries(played, zones: zones)
        violations += try usage(played)
        violations += balances(played)
        violations += payments(played)
        violations += ledger(played)
        violations += try ExplanationProperties.violations(of: played)
        return violations
    }

    /// The second evaluator agrees, totals add up, and nothing is paid that was not due.
    static func invoices(_ played: PlayedScenario) -> [String] {
        var violations: [String] = []
        for invoice in played.invoices {
            let content = invoice.content
            violations += content.verify().map { "\(invoice.number): \($0)" }
            var total: Int64 = 0
            for line in content.lines { total += line.amountMinorUnits - line.discountMinorUnits }
            for tax in content.taxes where !content.taxIsIncluded { total += tax.amountMinorUnits }
            if total != content.balanceAppliedMinorUnits + content.amountDueMinorUnits {
                violations.append(
                    "\(invoice.number): a total of \(total) is not what was applied and is due (9.1)")
            }
            let mayBePaid = invoice.status == .paid ? content.amountDueMinorUnits : 0
            if invoice.amountPaidMinorUnits != mayBePaid {
                violations.append("\(invoice.number): \(invoice.amountPaidMinorUnits) paid of \(mayBePaid)")
            }
        }
        let identities = played.invoices.map(\.content.identity)
        if Set(identities).count != identities.count {
            violations.append("two invoices of one identity (3.8)")
        }
        return violations
    }

    /// Consecutive in each year of issue (10.1).
    static func numbers(_ played: PlayedScenario, zones: ZoneDatabase) throws -> [String] {
        let seller = played.scenario.catalog.seller
        let zone = try zones.zone(seller.timeZoneID)
        var last: [Int: Int64] = [:]
        return played.invoices.compactMap { invoice in
            let year = zone.date(of: invoice.content.issuedAt).year
            last[year, default: 0] += 1
            let expected = seller.invoiceNumberFormat.number(year: year, sequence: last[year] ?? 0)
            return invoice.number == expected ? nil : "\(invoice.number) should be \(expected) (10.1)"
        }
    }

    /// Every booking adds up to zero, and what is receivable is what open invoices have due.
    static func ledger(_ played: PlayedScenario) -> [String] {
        var violations: [String] = []
        var receivable: Int64 = 0
        var open: Int64 = 0
        for invoice in played.invoices {
            var bookings = [LedgerPosting.issued(invoice.content)]
            let due = invoice.content.amountDueMinorUnits
            switch invoice.status {
            case .paid: if due > 0 { bookings.append(LedgerPosting.paid(due)) }
            case .uncollectible: bookings.append(LedgerPosting.uncollectible(due))
            case .open, .void: open += due
            }
            for booking in bookings {
                let sum = booking.reduce(0) { $0 + $1.minorUnits }
                if sum != 0 { violations.append("\(invoice.number): a booking is off by \(sum)") }
                for entry in booking where entry.account == .receivable { receivable += entry.minorUnits }
            }
        }
        if receivable != open { violations.append("\(receivable) receivable, but \(open) is open") }
        return violations
    }
}

extension PlayedScenario {
    /// All lines made for a subscription: the issued ones in the order of issue, then those that still wait.
    func lines(of subscription: Subscription) -> [InvoiceLine] {
        invoices.filter { $0.content.subscription == subscription.id }.flatMap(\.content.lines)
            + subscription.pendingLines.map(\.line)
    }
}
