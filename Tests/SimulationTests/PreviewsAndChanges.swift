import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import Monetary
import ScenarioGenerator
import Simulation
import Testing

/// What a preview of a change shows is what the change then makes, whatever the change is.
@Suite struct PreviewsAndChanges {
    private static let scenario = """
        catalog:
          seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
          meters: {calls: {aggregation: sum}}
          plans:
            pro:
              prices: [{currency: USD, interval: month, amount: "79.00"}, {currency: USD, interval: year, amount: "790.00"}]
              limits: {calls: {included: 10, overage: {model: per_unit, unit_price: "0.05"}}}
              minimum_spend: {USD: "85.00"}
            max:
              prices: [{currency: USD, interval: month, amount: "199.00"}, {currency: USD, interval: year, amount: "1990.00"}]
              limits: {calls: {included: 100, overage: {model: per_unit, unit_price: "0.01"}}}
          coupons: {HALF: {percent_off: 50, periods: 3}}
          tax: {jurisdictions: {US-CA: [{name: CA sales tax, rate: "8.25"}]}}
        accounts:
          - {id: acme, currency: USD, time_zone: America/New_York, country: US, region: CA, payment_methods: [{id: pm_1, outcomes: [ok]}]}
        timeline:
          - {at: 2024-01-31T05:00:00Z, subscribe: {id: sub_1, account: acme, plan: pro, interval: month, coupon: HALF}}
          - {at: 2024-02-10T00:00:00Z, usage: {account: acme, subscription: sub_1, meter: calls, quantity: 40, id: e1}}
          - {at: 2024-03-03T00:00:00Z, usage: {account: acme, subscription: sub_1, meter: calls, quantity: 70, id: e2}}
        until: 2024-03-05T00:00:00Z
        """

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var order: ChangeOrder
        /// The boundary of 31 March is overdue at the later one: it is billed first (3.8).
        var at = "2024-03-12T07:08:09Z"

        init(_ words: String, at: String = "2024-03-12T07:08:09Z", _ edit: (inout ChangeOrder) -> Void) {
            testDescription = words
            order = ChangeOrder(subscription: "sub_1")
            edit(&order)
            self.at = at
        }
    }

    @Test(
        "the previewed lines are the lines that are made",
        arguments: [
            Row("a plan, invoiced at once") {
                $0.plan = "max"
                $0.proration = .alwaysInvoice
            },
            Row("a plan, at the next invoice") { $0.plan = "max" },
            Row("a plan, without lines") {
                $0.plan = "max"
                $0.proration = .none
            },
            Row("a plan at the period's end") {
                $0.plan = "max"
                $0.when = .periodEnd
            },
            Row("a quantity") { $0.quantity = try? ExactDecimal(parsing: "2.5") },
            Row("an interval") { $0.interval = BillingInterval(.year) },
            Row("plan and interval") {
                $0.plan = "max"
                $0.interval = BillingInterval(.year)
            },
            Row("an interval at the period's end") {
                $0.interval = BillingInterval(.year)
                $0.when = .periodEnd
            },
            Row("a plan, with a boundary overdue", at: "2024-04-02T00:00:00Z") { $0.plan = "max" },
            Row("an interval, with a boundary overdue", at: "2024-04-02T00:00:00Z") {
                $0.interval = BillingInterval(.year)
            },
        ])
    func sameLines(_ row: Row) async throws {
        let scenario = try ScenarioFile.parse(Array(Self.scenario.utf8), fileName: "scenario") { _ in [] }
        let played = try await PlayedScenario(scenario) { try SimulationEngine.memory(catalog: $0.catalog) }
        let books = played.engine.books
        let at = try Instant(parsing: row.at)
        let preview = try await InvoicePreview(books: books).preview(
            InvoicePreview.Order(subscription: "sub_1", at: at, change: row.order))
        let foreseen = try #require(preview.invoice)
        #expect(try await books.allInvoices() == played.invoices, "a preview writes nothing")

        let issued = try await SubscriptionCommands(books: books).change(row.order, at: at)
        if let made = issued.last?.content, made.kind == .change {
            #expect(made.lines == foreseen.lines && made.taxes == foreseen.taxes)
            #expect(made.amountDueMinorUnits == foreseen.amountDueMinorUnits)
            return
        }
        let pending = try await books.allSubscriptions().first?.pendingLines.map(\.line)
        #expect(pending == preview.changeLines)
        // What waits comes with the next boundary.
        let boundary = try #require(try await books.nextBoundaryAt())
        let record = RunRecord(id: "run", asOf: boundary, startedAt: boundary, scope: .everything)
        let services = RunServices(books: books, gateways: played.engine.gateways, deployment: "test")
        _ = try await BillingRun(RunOrder(record: record, stages: [.invoice]), services: services).run()
        let next = try #require(try await books.allInvoices().last).content
        #expect(next.lines == foreseen.lines && next.taxes == foreseen.taxes)
    }
}
