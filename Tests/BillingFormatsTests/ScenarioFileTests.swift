import Billing
import BillingCalendar
import BillingFormats
import Monetary
import Testing

@Suite("Scenario files")
struct ScenarioFileTests {
    /// SCENARIO's example, with one of every event.
    static let full = """
        catalog: catalog.yaml
        accounts:
          - id: acct_acme
            name: Acme Ltd
            email: billing@acme.example
            currency: USD
            time_zone: America/New_York
            country: US
            region: CA
            address: [1 High St]
            tax_id: null
            tax_exempt: true
            payment_terms_days: 14
            collection: manual
            payment_methods:
              - {id: pm_1, brand: visa, last4: "4242", exp: 2027-12, outcomes: [ok, insufficient_funds, unknown_then_ok, unknown_then_declined]}
              - {id: pm_2, last4: 0005}
          - {id: acct_two, currency: JPY, time_zone: UTC, country: JP}
        timeline:
          - {at: 2024-01-31T05:00:00Z, subscribe: {id: sub_1, account: acct_acme, plan: pro, interval: month, quantity: 1.5, addons: {extra_database: 2}, coupon: WELCOME20, trial_days: 7, anchor_day: 31, dunning: short}}
          - {at: "2024-02-01T00:00:00Z", subscribe: {id: sub_2, account: acct_two, plan: pro, interval: month, interval_count: 3, anchor_day: null}}
          - {at: 2024-02-10T12:00:00Z, usage: {account: acct_acme, subscription: sub_1, meter: api_calls, quantity: 120000, id: e1, recorded_at: null, key: null}}
          - {at: 2024-02-10T12:00:00Z, usage: {account: acct_acme, subscription: sub_9, meter: api_calls, quantity: "0.1", id: e2, recorded_at: 2024-03-01T00:00:00Z, key: k}}
          - {at: 2024-02-15T00:00:00Z, change: {subscription: sub_1, plan: pro, interval: year, quantity: 2, proration: always_invoice, when: period_end}}
          - {at: 2024-02-15T00:00:00Z, change: {subscription: sub_1}}
          - {at: 2024-02-16T00:00:00Z, addons: {subscription: sub_1, set: {extra_database: 0}, proration: none}}
          - {at: 2024-02-16T00:00:00Z, addons: {subscription: sub_1, buy: {onboarding: 1}, when: period_end}}
          - {at: 2024-02-17T00:00:00Z, coupon: {subscription: sub_1, code: TENOFF}}
          - {at: 2024-02-18T00:00:00Z, credit: {account: acct_two, amount: "25", expires_at: null, reason: goodwill}}
          - {at: 2024-02-18T00:00:00Z, credit: {account: acct_acme, amount: 25.5, expires_at: 2024-03-01T00:00:00Z}}
          - {at: 2024-02-19T00:00:00Z, worker: down}
          - {at: 2024-02-20T00:00:00Z, cancel: {subscription: sub_1}}
          - {at: 2024-02-20T00:00:00Z, cancel: {subscription: sub_1, when: now, prorate: true}}
          - {at: 2024-02-21T00:00:00Z, worker: up}
          - {at: 2024-02-21T00:00:00Z, resume: {subscription: sub_1}}
          - {at: 2024-02-22T00:00:00Z, payment_method: {account: acct_acme, set: {id: pm_3, brand: visa, last4: "1881", exp: 2031-01, outcomes: [stolen_card]}, default: false}}
          - {at: 2024-02-22T00:00:00Z, payment_method: {account: acct_acme, set: {id: pm_4}}}
        until: 2025-01-31T00:00:00Z
        """

    private func read(_ text: String) throws -> Scenario {
        try ScenarioFile.parse(text, fileName: "scenario.yaml") { path in
            #expect(path == "catalog.yaml")
            return Array(CatalogFileTests.full.utf8)
        }
    }

    @Test("accounts and their methods are as written")
    func accounts() throws {
        let scenario = try read(Self.full)
        #expect(scenario.until == (try Instant(parsing: "2025-01-31T00:00:00Z")))
        #expect(scenario.catalog == (try CatalogFile.parse(CatalogFileTests.full, fileName: "catalog.yaml")))
        let acme = Account(
            id: "acct_acme", name: "Acme Ltd", email: "billing@acme.example",
            currency: try Currency(code: "USD"), timeZoneID: "America/New_York", country: "US", region: "CA",
            address: ["1 High St"], isTaxExempt: true, paymentTermsDays: 14, collection: .manual)
        let two = Account(
            id: "acct_two", currency: try Currency(code: "JPY"), timeZoneID: "UTC", country: "JP")
        #expect(scenario.accounts.map(\.account) == [acme, two])
        #expect(
            scenario.accounts[0].paymentMethods == [
                ScriptedPaymentMethod(
                    method: PaymentMethod(id: "pm_1", brand: "visa", last4: "4242", expiresOn: "2027-12"),
                    outcomes: [
                        .ok, .declined("insufficient_funds"), .unknownThenOK, .unknownThenDeclined,
                    ]),
                ScriptedPaymentMethod(method: PaymentMethod(id: "pm_2", last4: "0005"), outcomes: [.ok]),
            ])
        #expect(scenario.accounts[1].paymentMethods.isEmpty)
    }

    @Test("every kind of event is as written, with its line")
    func timeline() throws {
        let timeline = try read(Self.full).timeline
        let month = BillingInterval(.month)
        let first = try Instant(parsing: "2024-02-10T12:00:00Z")
        let march = try Instant(parsing: "2024-03-01T00:00:00Z")
        let expected: [ScenarioAction] = [
            .subscribe(
                SubscribeOrder(
                    subscription: "sub_1", account: "acct_acme", plan: "pro", interval: month,
                    quantity: try ExactDecimal(parsing: "1.5"), addOns: ["extra_database": ExactDecimal(2)],
                    coupon: "WELCOME20", trialDays: 7, anchorDay: 31, dunning: "short")),
            .subscribe(
                SubscribeOrder(
                    subscription: "sub_2", account: "acct_two", plan: "pro",
                    interval: try BillingInterval(unit: .month, count: 3))),
            .usage(
                UsageEvent(
                    id: "e1", account: "acct_acme", subscription: "sub_1", meter: "api_calls",
                    quantity: ExactDecimal(120_000), at: first, recordedAt: first)),
            .usage(
                UsageEvent(
                    id: "e2", account: "acct_acme", subscription: "sub_9", meter: "api_calls",
                    quantity: try ExactDecimal(parsing: "0.1"), at: first, recordedAt: march, key: "k")),
            .change(
                ChangeOrder(
                    subscription: "sub_1", plan: "pro", interval: BillingInterval(.year),
                    quantity: ExactDecimal(2), proration: .alwaysInvoice, when: .periodEnd)),
            .change(ChangeOrder(subscription: "sub_1")),
            .addOns(AddOnOrder(subscription: "sub_1", set: ["extra_database": .zero], proration: .none)),
            .addOns(AddOnOrder(subscription: "sub_1", buy: ["onboarding": .one], when: .periodEnd)),
            .coupon(subscription: "sub_1", code: "TENOFF"),
            .credit(CreditOrder(account: "acct_two", amountMinorUnits: 25, reason: "goodwill")),
            .credit(CreditOrder(account: "acct_acme", amountMinorUnits: 25_50, expiresAt: march)),
            .workerDown,
            .cancel(CancelOrder(subscription: "sub_1")),
            .cancel(CancelOrder(subscription: "sub_1", when: .now, prorate: true)),
            .workerUp,
            .resume(subscription: "sub_1"),
            .paymentMethod(
                PaymentMethodOrder(
                    account: "acct_acme",
                    method: PaymentMethod(id: "pm_3", brand: "visa", last4: "1881", expiresOn: "2031-01"),
                    makeDefault: false),
                outcomes: [.declined("stolen_card")]),
            .paymentMethod(
                PaymentMethodOrder(account: "acct_acme", method: PaymentMethod(id: "pm_4")), outcomes: [.ok]),
        ]
        #expect(timeline.map(\.action) == expected)
        #expect(timeline.map(\.line) == Array(20..<20 + expected.count))
        #expect(timeline[0].at == (try Instant(parsing: "2024-01-31T05:00:00Z")))
        #expect(timeline[1].at == (try Instant(parsing: "2024-02-01T00:00:00Z")))
    }

    @Test("a catalogue can stand in the scenario, and its errors name the way from the root")
    func inlineCatalog() throws {
        let parse = { (plan: String) throws in
            try ScenarioFile.parse(
                """
                catalog:
                  seller: {id: s, name: S, country: US, time_zone: UTC}
                  plans: {pro: \(plan)}
                accounts: []
                until: 2024-01-01T00:00:00Z
                """, fileName: "scenario.yaml"
            ) { _ in [] }
        }
        let scenario = try parse("{prices: [{currency: USD, interval: month, amount: 79}]}")
        #expect(scenario.catalog.plans["pro"]?.prices.first?.amountMinorUnits == 79_00)
        #expect(scenario.timeline.isEmpty)
        let error = #expect(throws: FormatError.self) { try parse("{prices: 79}") }
        #expect(
            error.map { "\($0)" } == "scenario.yaml:3:25: catalog.plans.pro.prices: expected a list, found 79"
        )
    }

    @Test("an error in the catalogue's own file names that file")
    func catalogFileError() {
        let error = #expect(throws: FormatError.self) {
            try ScenarioFile.parse(
                "catalog: ../shop.yaml\naccounts: []\nuntil: 2024-01-01T00:00:00Z", fileName: "scenario.yaml"
            ) { _ in Array("seller: 5".utf8) }
        }
        #expect(error.map { "\($0)" } == "../shop.yaml:1:9: seller: expected a map, found 5")
    }
}
