import Billing
import BillingCalendar
import BillingFormats
import ScenarioGenerator
import Simulation
import Testing

@testable import dueday

/// The demo's year, played in memory: what its reviewers look at must hold.
@Suite struct DemoExplanations {
    @Test(
        "every amount of every invoice of the demo comes out again by pocket calculator, and all properties hold"
    )
    func everyAmount() async throws {
        let today = try Instant(parsing: "2024-11-26T12:00:00Z")
        var history = DemoHistory()
        let customers = try history.customers(until: today)
        var timeline = customers.map { customer in
            ScenarioEvent(at: customer.startsAt, line: 0, action: .subscribe(customer.order))
        }
        for day in stride(from: 7, to: 360, by: 15) {
            let at = today.adding(seconds: Int64(day - 365) * 86_400)
            for customer in customers where customer.startsAt <= at {
                timeline += history.usage(of: customer.order.plan, by: customer, at: at).map {
                    ScenarioEvent(at: at, line: 0, action: .usage($0))
                }
            }
        }
        timeline.sort { $0.at < $1.at }
        for index in timeline.indices { timeline[index].line = index + 1 }
        let scenario = Scenario(
            catalog: try CatalogFile.parse(DemoCatalog.yaml(withRetiredPlan: true), fileName: "demo"),
            accounts: customers.map { customer in
                ScenarioAccount(
                    account: customer.account,
                    paymentMethods: [
                        ScriptedPaymentMethod(
                            method: customer.method, outcomes: customer.outcomes.map(Self.outcome))
                    ])
            }, timeline: timeline, until: today)
        let played = try await PlayedScenario(scenario) { try .memory(catalog: $0.catalog) }
        #expect(played.invoices.count > 900)
        #expect(played.invoices.contains { $0.content.discountMinorUnits > 0 })
        let violations =
            try ExplanationProperties.violations(of: played)
            + played.invoices.flatMap { invoice in
                invoice.content.verify().map { "\(invoice.number): \($0)" }
            }
        #expect(violations.isEmpty, "\(violations.prefix(5).joined(separator: "\n"))")
    }

    private static func outcome(_ text: String) -> ScriptedOutcome {
        switch text {
        case "ok": .ok
        case "unknown_then_ok": .unknownThenOK
        default: .declined(DeclineCode(rawValue: text))
        }
    }
}
