import Billing
import BillingCalendar
import BillingFormats
import Monetary
import Testing

@Suite("Catalogue files")
struct CatalogFileTests {
    private func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(parsing: text) }

    private func read(_ text: String) throws -> Catalog {
        try CatalogFile.parse(text, fileName: "catalog.yaml")
    }

    @Test("a dunning policy may go by the kind of decline; what it leaves out is as RULES 11 has it")
    func dunningCalendars() throws {
        func policy(_ text: String) throws -> DunningPolicy? {
            try read("seller: {id: s, name: S, country: US, time_zone: UTC}\ndunning: {default: {\(text)}}")
                .dunning["default"]
        }
        #expect(
            try policy("retries: [1d], final: keep")
                == DunningPolicy(retryOffsets: [86_400], finalAction: .keep))
        #expect(
            try policy("retries: [], final: cancel, calendar: standard")
                == DunningPolicy(retryOffsets: [], finalAction: .cancel, calendar: .standard))
        let rich = try policy(
            "retries: [1d], final: unpaid, calendar: {funds: [2d, 4d], technical: [10m, 1h], hard: []}, "
                + "paydays: [1, 15], hours: [8, 10], ends: 21d, backups: after_hard_or_second_soft, "
                + "customer_action: 72h")
        #expect(
            rich
                == DunningPolicy(
                    retryOffsets: [86_400], finalAction: .unpaid,
                    calendar: DunningCalendar(
                        offsets: [.funds: [172_800, 345_600], .technical: [600, 3_600], .hard: []],
                        paydays: [1, 15], hours: 8..<10, endsAfterSeconds: 21 * 86_400),
                    backups: .afterHardOrSecondSoft, customerActionSeconds: 72 * 3_600))
        #expect(
            try policy("retries: [], final: cancel, calendar: standard, ends: 14d")?.calendar?
                .endsAfterSeconds == 14 * 86_400)
    }

    /// SCENARIO's example, with everything that a catalogue can hold.
    static let full = """
        seller:
          id: northwind
          name: Northwind Cloud, Inc.
          address: [1 Market St, "San Francisco, CA 94105", United States]
          country: US
          region: CA
          tax_ids: [{type: us_ein, value: 12-3456789}]
          time_zone: America/Los_Angeles
          invoice_number: "INV-{year}-{seq:3}"
          credit_note_number: "CN-{year}-{seq:3}"
          minimum_charge: {USD: "0.50"}
        meters:
          api_calls:   {aggregation: sum, unit: call}
          databases:   {aggregation: max, unit: database, carry: true}
          storage_gb:  {aggregation: time_weighted, unit: GB}
        plans:
          pro:
            name: Pro
            tax_code: standard
            proration: day
            prices:
              - {currency: USD, interval: month, amount: "79.00"}
              - {currency: USD, interval: year, amount: 790}
            limits:
              api_calls: {included: 100000, overage: {model: per_unit, unit_price: "0.0005"}}
              databases: {included: 10, overage: {model: graduated, tiers: [{up_to: 5, unit_price: "12"}, {unit_price: "10", flat: "5"}]}}
              storage_gb: {included: 100, overage: {model: package, size: 10, price: "1.50"}, max_charge: "60"}
              vpn_connections: {included: 50, hard: true}
              sites: unlimited
            minimum_spend: {USD: "50.00"}
            features: {support: priority, sso: false, seats: 5, note: null, regions: [eu, us], sla: {uptime: 99.95}}
        addons:
          extra_database: {name: Additional Database, kind: recurring, raises: {databases: 1}, prices: [{currency: USD, interval: month, amount: "10.00"}]}
          onboarding:     {name: Onboarding, kind: one_time, tax_code: services, prices: [{currency: USD, amount: "250.00"}]}
        coupons:
          WELCOME20: {percent_off: 20, periods: 3}
          TENOFF:    {amount_off: "10.00", currency: USD, forever: true, applies_to: [pro, onboarding], expires_at: 2025-01-01T00:00:00Z, max_redemptions: 100, new_accounts_only: true}
        tax:
          rounding: line
          inclusive: true
          jurisdictions:
            US-CA: [{name: CA sales tax, rate: "8.25"}]
            DE:    [{name: USt, rate: {standard: 19, reduced: 7}, from: 2021-01-01}, {name: USt, rate: {standard: 16, reduced: 5}, from: 2020-07-01}]
            IN:    [{name: CGST, rate: 9, when: same_region}, {name: IGST, rate: 18, when: other_region}]
        dunning:
          default: {retries: [1d, 3d, 5d, 7d], final: cancel}
          short: {retries: [30m, 3h, 1d], final: keep}
          never: {retries: [], final: unpaid}

        """

    @Test("the seller, the meters and the policies are as written")
    func seller() throws {
        let catalog = try read(Self.full)
        let usd = try Currency(code: "USD")
        let seller = Seller(
            id: "northwind", name: "Northwind Cloud, Inc.",
            address: ["1 Market St", "San Francisco, CA 94105", "United States"], country: "US", region: "CA",
            taxIDs: [.init(type: "us_ein", value: "12-3456789")], timeZoneID: "America/Los_Angeles",
            minimumChargeMinorUnits: [usd: 50])
        #expect(catalog.seller == seller)
        #expect(
            catalog.meters == [
                "api_calls": Meter(id: "api_calls", aggregation: .sum, unit: "call"),
                "databases": Meter(id: "databases", aggregation: .max, unit: "database", carry: true),
                "storage_gb": Meter(id: "storage_gb", aggregation: .timeWeighted, unit: "GB"),
            ])
        #expect(
            catalog.dunning == [
                "default": .standard,
                "short": DunningPolicy(retryOffsets: [1_800, 10_800, 86_400], finalAction: .keep),
                "never": DunningPolicy(retryOffsets: [], finalAction: .unpaid),
            ])
    }

    @Test("a plan with every kind of limit is as written")
    func plan() throws {
        let plan = try #require(try read(Self.full).plans["pro"])
        let usd = try Currency(code: "USD")
        let price = { (unit: BillingInterval.Unit, amount: Int64) in
            Price(currency: usd, interval: BillingInterval(unit), amountMinorUnits: amount)
        }
        #expect(plan.prices == [price(.month, 79_00), price(.year, 790_00)])
        #expect(plan.proration == .day)
        #expect(plan.minimumSpendMinorUnits == [usd: 50_00])
        let tiers = [
            PriceModel.Tier(upTo: ExactDecimal(5), unitPrice: ExactDecimal(12)),
            PriceModel.Tier(upTo: nil, unitPrice: ExactDecimal(10), flat: ExactDecimal(5)),
        ]
        let package = PriceModel.package(size: ExactDecimal(10), price: try decimal("1.5"))
        #expect(
            plan.limits == [
                "api_calls": .metered(
                    included: ExactDecimal(100_000),
                    overage: [usd: Overage(model: .perUnit(unitPrice: try decimal("0.0005")))]),
                "databases": .metered(
                    included: ExactDecimal(10), overage: [usd: Overage(model: .graduated(tiers: tiers))]),
                "storage_gb": .metered(
                    included: ExactDecimal(100),
                    overage: [usd: Overage(model: package, maxChargeMinorUnits: 60_00)]),
                "vpn_connections": .hard(included: ExactDecimal(50)),
                "sites": .unlimited,
            ])
        #expect(
            plan.features == [
                "support": .text("priority"), "sso": .flag(false), "seats": .number(ExactDecimal(5)),
                "note": FeatureValue.none, "regions": .list([.text("eu"), .text("us")]),
                "sla": .map(["uptime": .number(try decimal("99.95"))]),
            ])
    }

    @Test("add-ons, coupons and taxes are as written")
    func rest() throws {
        let catalog = try read(Self.full)
        let usd = try Currency(code: "USD")
        #expect(catalog.addOns["extra_database"]?.raises == ["databases": .one])
        #expect(
            catalog.addOns["onboarding"]
                == AddOn(
                    id: "onboarding", name: "Onboarding", kind: .oneTime, taxCode: "services",
                    prices: [Price(currency: usd, interval: nil, amountMinorUnits: 250_00)]))
        #expect(
            catalog.coupons == [
                "WELCOME20": Coupon(
                    code: "WELCOME20", discount: .percent(ExactDecimal(20)), duration: .periods(3)),
                "TENOFF": Coupon(
                    code: "TENOFF", discount: .amount(minorUnits: 10_00, currency: usd), duration: .forever,
                    appliesTo: ["pro", "onboarding"], expiresAt: try Instant(parsing: "2025-01-01T00:00:00Z"),
                    maxRedemptions: 100, newAccountsOnly: true),
            ])
        #expect(catalog.tax.rounding == .line)
        #expect(catalog.tax.inclusive)
        let nineteen = TaxRow.Rate.byTaxCode(["standard": ExactDecimal(19), "reduced": ExactDecimal(7)])
        #expect(
            catalog.tax.jurisdictions["DE"]?.first
                == TaxRow(name: "USt", rate: nineteen, validFrom: try CivilDate(parsing: "2021-01-01")))
        #expect(catalog.tax.jurisdictions["IN"]?.map(\.condition) == [.sameRegion, .otherRegion])
        #expect(
            catalog.tax.jurisdictions["US-CA"]
                == [TaxRow(name: "CA sales tax", rate: .all(try decimal("8.25")))])
    }

    @Test("what is left out has its default")
    func defaults() throws {
        let catalog = try read(
            """
            seller: {id: s, name: S, country: US, time_zone: UTC}
            meters: {calls: {aggregation: sum}}
            plans: {pro: {prices: [{currency: USD, interval: month, amount: 79}]}}
            addons: {db: {kind: recurring, prices: [{currency: USD, interval: month, amount: 1}]}}
            """)
        #expect(catalog.seller == Seller(id: "s", name: "S", country: "US", timeZoneID: "UTC"))
        #expect(catalog.meters["calls"] == Meter(id: "calls", aggregation: .sum))
        let usd = try Currency(code: "USD")
        let price = { Price(currency: usd, interval: BillingInterval(.month), amountMinorUnits: $0) }
        #expect(catalog.plans["pro"] == Plan(id: "pro", name: "pro", prices: [price(79_00)]))
        #expect(catalog.addOns["db"] == AddOn(id: "db", name: "db", kind: .recurring, prices: [price(1_00)]))
        #expect(catalog.coupons.isEmpty)
        #expect(catalog.tax == TaxTable())
        #expect(catalog.dunning == ["default": .standard])
    }

    struct Amount: Sendable {
        var written: String
        var currency: String
        var minorUnits: Int64
    }

    @Test(
        "an amount is exact whether written as a number or as text",
        arguments: [
            Amount(written: "79", currency: "USD", minorUnits: 79_00),
            Amount(written: "79.9", currency: "USD", minorUnits: 79_90),
            Amount(written: "0.29", currency: "USD", minorUnits: 29),
            Amount(written: "\"1.15\"", currency: "EUR", minorUnits: 1_15),
            Amount(written: "'4.35'", currency: "EUR", minorUnits: 4_35),
            Amount(written: "90071992547409.93", currency: "USD", minorUnits: 9_007_199_254_740_993),
            Amount(written: "92233720368547758.07", currency: "USD", minorUnits: .max),
            Amount(written: "505", currency: "JPY", minorUnits: 505),
            Amount(written: "3.333", currency: "KWD", minorUnits: 3_333),
            Amount(written: "0", currency: "USD", minorUnits: 0),
        ])
    func amounts(_ row: Amount) throws {
        let price = "{currency: \(row.currency), interval: month, amount: \(row.written)}"
        let catalog = try read("\(RefusedFileTests.seller)plans: {pro: {prices: [\(price)]}}")
        #expect(catalog.plans["pro"]?.prices.first?.amountMinorUnits == row.minorUnits)
    }

    @Test(
        "a unit price keeps all its digits", arguments: ["0.1", "0.000000000001", "123456789.123456789012"])
    func unitPrices(_ text: String) throws {
        let limit = "{included: 0, overage: {model: per_unit, unit_price: \(text)}}"
        let catalog = try read(
            """
            \(RefusedFileTests.seller)meters: {m: {aggregation: sum}}
            plans: {pro: {prices: [{currency: USD, interval: month, amount: 1}], limits: {m: \(limit)}}}
            """)
        let usd = try Currency(code: "USD")
        let overage = Overage(model: .perUnit(unitPrice: try decimal(text)))
        #expect(catalog.plans["pro"]?.limits["m"] == .metered(included: .zero, overage: [usd: overage]))
    }

    @Test("a plan sold in two currencies has its overage and its cap by currency")
    func currencies() throws {
        let catalog = try read(
            """
            \(RefusedFileTests.seller)meters: {m: {aggregation: sum}}
            plans:
              pro:
                prices: [{currency: USD, interval: month, amount: 1}, {currency: JPY, interval: month, interval_count: 3, amount: 100}]
                limits:
                  m:
                    included: 5
                    overage: {USD: {model: per_unit, unit_price: 2}, JPY: {model: per_unit, unit_price: 300}}
                    max_charge: {USD: 60.5, JPY: null}
            """)
        let (usd, jpy) = (try Currency(code: "USD"), try Currency(code: "JPY"))
        let overage = [
            usd: Overage(model: .perUnit(unitPrice: ExactDecimal(2)), maxChargeMinorUnits: 60_50),
            jpy: Overage(model: .perUnit(unitPrice: ExactDecimal(300))),
        ]
        #expect(catalog.plans["pro"]?.limits["m"] == .metered(included: ExactDecimal(5), overage: overage))
        #expect(
            catalog.plans["pro"]?.prices.last?.interval == (try BillingInterval(unit: .month, count: 3)))
    }

    @Test("JSON is read like YAML, escapes of two halves too")
    func json() throws {
        let catalog = try read(
            #"""
            {"seller": {"id": "s", "name": "\ud83d\ude00 \u00e9 \\ud83d\/", "country": "US", "time_zone": "UTC"},
            	"plans": {"pro": {"prices": [{"currency": "USD", "interval": "month", "amount": 79.90}]}}}
            """#)
        #expect(catalog.seller.name == #"😀 é \ud83d/"#)
        #expect(catalog.plans["pro"]?.prices.first?.amountMinorUnits == 79_90)
    }

    @Test("an alias stands for what its anchor holds")
    func aliases() throws {
        let catalog = try read(
            """
            \(RefusedFileTests.seller)plans:
              small: {prices: &prices [{currency: USD, interval: month, amount: 1}]}
              large: {prices: *prices}
            """)
        #expect(catalog.plans["large"]?.prices == catalog.plans["small"]?.prices)
    }
}
