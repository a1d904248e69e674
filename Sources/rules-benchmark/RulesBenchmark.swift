import Billing
import BillingCalendar
import Monetary

/// How many simple invoices a second the rules alone compute on one core: closing a boundary, and working the invoice
/// out a second time. No books, no player and no answer; what deploy/bench sets beside the whole simulation.
@main
struct RulesBenchmark {
    private static let subscriptions = 200
    private static let days = 500

    static func main() throws {
        let usd = try Currency(code: "USD")
        let day = BillingInterval(.day)
        let catalog = Catalog(
            seller: Seller(id: "s", name: "Seller", country: "US", region: "CA", timeZoneID: "UTC"),
            plans: [
                "pro": Plan(
                    id: "pro", name: "pro",
                    prices: [Price(currency: usd, interval: day, amountMinorUnits: 7_900)])
            ],
            tax: TaxTable(jurisdictions: [
                "US-CA": [TaxRow(name: "CA sales tax", rate: .all(try ExactDecimal(parsing: "8.25")))]
            ]))
        let account = Account(id: "a", currency: usd, timeZoneID: "UTC", country: "US", region: "CA")
        let context = BillingContext(
            catalog: catalog, sellerZone: .utc, account: account, accountZone: .utc)
        var subjects = try (0..<subscriptions).map { number in
            try context.subscribe(
                SubscribeOrder(subscription: "s\(number)", account: "a", plan: "pro", interval: day),
                couponUse: CouponUse(redemptions: 0, accountHasOlderSubscription: false), balance: .empty,
                at: try Instant(parsing: "2024-01-01T00:00:00Z")
            ).subject
        }
        var closing = Duration.zero
        var verifying = Duration.zero
        var invoices = 0
        let clock = ContinuousClock()
        for _ in 0..<days {
            var outcomes: [BillingOutcome] = []
            outcomes.reserveCapacity(subscriptions)
            closing += try clock.measure {
                for subject in subjects {
                    let boundary = subject.subscription.currentPeriod.end
                    outcomes.append(
                        try context.closeBoundary(subject, usage: UsageTotals(), issuedAt: boundary))
                }
            }
            verifying += try clock.measure {
                for outcome in outcomes { _ = try outcome.verified(in: context) }
            }
            invoices += outcomes.count { $0.invoice != nil }
            subjects = outcomes.map(\.subject)
        }
        print(
            "rules: \(invoices) invoices, \(rate(invoices, closing + verifying)) a second "
                + "(closing \(rate(invoices, closing)), verifying \(rate(invoices, verifying)))")
    }

    private static func rate(_ count: Int, _ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let microseconds = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        return microseconds > 0 ? count * 1_000_000 / microseconds : 0
    }
}
