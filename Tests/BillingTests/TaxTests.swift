import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Tax") struct TaxTests {
    private static func row(
        _ name: String, _ rate: String, from: String? = nil, when: TaxRow.Condition? = nil
    ) -> TaxRow {
        TaxRow(name: name, rate: .all(decimal(rate)), validFrom: from.map(date), condition: when)
    }

    private static func date(_ text: String) -> CivilDate {
        guard let date = try? CivilDate(parsing: text) else { preconditionFailure("not a date: \(text)") }
        return date
    }

    private static let table = TaxTable(jurisdictions: [
        "DE": [
            TaxRow(
                name: "USt", rate: .byTaxCode(["standard": decimal("19"), "reduced": decimal("7")]),
                validFrom: date("2021-01-01")),
            TaxRow(
                name: "USt", rate: .byTaxCode(["standard": decimal("16"), "reduced": decimal("5")]),
                validFrom: date("2020-07-01")),
        ],
        "US": [row("Federal", "0")],
        "US-CA": [row("State", "6"), row("County", "2.25")],
        "IN": [
            row("CGST", "9", when: .sameRegion), row("SGST", "9", when: .sameRegion),
            row("IGST", "18", when: .otherRegion),
        ],
        "FR": [row("TVA", "20", from: "2014-01-01")],
    ])

    struct Buyer: CustomTestStringConvertible, Sendable {
        var country: String
        var region: String?
        var taxID: String?
        var exempt = false
        var on = "2024-06-01"
        var seller = ("DE", nil as String?)
        var code = "standard"
        /// "US-CA State 6, US-CA County 2.25", or a category.
        var gives: String

        var testDescription: String {
            "\(seller.0) sells \(code) to \(country)-\(region ?? "")\(taxID.map { " " + $0 } ?? "")\(exempt ? ", exempt" : "") on \(on): \(gives)"
        }
    }

    @Test(
        "which taxes hold (8.1, 8.2)",
        arguments: [
            Buyer(country: "DE", gives: "DE USt 19"),
            Buyer(country: "DE", code: "reduced", gives: "DE USt 7"),
            Buyer(country: "DE", code: "books", gives: "DE USt 0"),
            Buyer(country: "DE", on: "2020-12-31", gives: "DE USt 16"),
            Buyer(country: "DE", on: "2020-07-01", gives: "DE USt 16"),
            Buyer(country: "DE", on: "2020-06-30", gives: "O"),
            Buyer(country: "DE", taxID: "DE123", gives: "DE USt 19"),
            Buyer(country: "DE", exempt: true, gives: "E"),
            Buyer(country: "FR", gives: "FR TVA 20"),
            Buyer(country: "FR", taxID: "FR123", gives: "AE"),
            Buyer(country: "FR", taxID: "", gives: "FR TVA 20"),
            Buyer(country: "FR", taxID: "FR123", exempt: true, gives: "E"),
            Buyer(country: "FR", taxID: "FR123", seller: ("US", "CA"), gives: "FR TVA 20"),
            Buyer(country: "FR", on: "2013-12-31", gives: "O"),
            Buyer(country: "IT", taxID: "IT123", gives: "AE"),
            Buyer(country: "IT", gives: "O"),
            Buyer(country: "GR", taxID: "EL123", gives: "AE"),
            Buyer(country: "GB", taxID: "GB123", gives: "O"),
            Buyer(country: "US", region: "CA", gives: "US Federal 0, US-CA State 6, US-CA County 2.25"),
            Buyer(country: "US", region: "NY", gives: "US Federal 0"),
            Buyer(country: "IN", region: "KA", seller: ("IN", "KA"), gives: "IN CGST 9, IN SGST 9"),
            Buyer(country: "IN", region: "DL", seller: ("IN", "KA"), gives: "IN IGST 18"),
            Buyer(country: "IN", region: "KA", seller: ("US", "KA"), gives: "IN IGST 18"),
            Buyer(country: "JP", gives: "O"),
        ])
    func regime(_ buyer: Buyer) {
        var account = Account(
            id: "a", currency: currency("EUR"), timeZoneID: "UTC", country: buyer.country,
            region: buyer.region)
        account.taxID = buyer.taxID
        account.isTaxExempt = buyer.exempt
        let seller = Seller(
            id: "s", name: "S", country: buyer.seller.0, region: buyer.seller.1, timeZoneID: "UTC")
        let rules = TaxRules(
            table: Self.table, seller: seller, buyer: account, issueDate: Self.date(buyer.on))
        switch rules.tax(for: buyer.code) {
        case .none(let category, let country):
            #expect(category.rawValue == buyer.gives)
            #expect(country == buyer.country)
        case .components(let components):
            let text = components.map { "\($0.jurisdiction) \($0.name) \($0.rate)" }.joined(separator: ", ")
            #expect(text == buyer.gives)
        }
    }

    private static func components(_ parts: (String, String)...) -> LineTax {
        .components(
            parts.enumerated().map { order, part in
                LineTax.Component(jurisdiction: "US-CA", name: part.0, rate: decimal(part.1), order: order)
            })
    }

    struct Lines: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var nets: [(netMinorUnits: Int64, tax: LineTax)]
        var rounding = TaxTable.Rounding.invoice
        var inclusive = false
        /// "name category rate: base amount".
        var rows: [String]
    }

    @Test(
        "the rows of an invoice (8.3, 8.4)",
        arguments: [
            Lines(
                testDescription: "the tax is rounded once over the lines of a rate",
                nets: [
                    (5, components(("State", "10"))), (5, components(("State", "10"))),
                    (4, components(("State", "10"))),
                ],
                rows: ["State S 10: 14 1"]),
            Lines(
                testDescription: "or line by line, half away from zero",
                nets: [
                    (5, components(("State", "10"))), (5, components(("State", "10"))),
                    (-5, components(("State", "10"))),
                ],
                rounding: .line, rows: ["State S 10: 5 1"]),
            Lines(
                testDescription:
                    "components in the table's order, rates in the order of their first line, zero rates kept",
                nets: [
                    (1_000, components(("State", "6"), ("County", "0"))),
                    (1_000, components(("State", "3"), ("County", "2"))),
                ],
                rows: [
                    "State S 6: 1000 60", "State S 3: 1000 30", "County Z 0: 1000 0", "County S 2: 1000 20",
                ]),
            Lines(
                testDescription: "what is not taxed comes last and in rows of its own",
                nets: [
                    (300, .none(category: .exempt, country: "US")), (1_000, components(("State", "6"))),
                    (-100, .none(category: .exempt, country: "US")),
                    (7, .none(category: .outside, country: "US")),
                ],
                rows: ["State S 6: 1000 60", "- E 0: 200 0", "- O 0: 7 0"]),
            Lines(
                testDescription: "a negative base gives a negative tax",
                nets: [(-1_050, components(("State", "10")))], rows: ["State S 10: -1050 -105"]),
            Lines(
                testDescription: "included taxes are taken out of the group's sum and split by rate",
                nets: [(10_825, components(("State", "6"), ("County", "2.25")))], inclusive: true,
                rows: ["State S 6: 10000 600", "County S 2.25: 10000 225"]),
            Lines(
                testDescription:
                    "an included tax of one cent goes to the larger rate, of equal rates to the first",
                nets: [(10, components(("A", "5"), ("B", "6"))), (10, components(("C", "5"), ("D", "5")))],
                inclusive: true,
                rows: ["A S 5: 9 0", "C S 5: 9 1", "B S 6: 9 1", "D S 5: 9 0"]),
            Lines(
                testDescription: "groups of one component are rounded apart and share a row",
                nets: [(50, components(("A", "10"))), (50, components(("A", "10"), ("B", "0")))],
                inclusive: true,
                rows: ["A S 10: 90 10", "B Z 0: 45 0"]),
            Lines(
                testDescription: "rounding by line has no effect on included taxes",
                nets: [(5, components(("A", "10"))), (5, components(("A", "10")))], rounding: .line,
                inclusive: true,
                rows: ["A S 10: 9 1"]),
            Lines(
                testDescription: "included and not taxed",
                nets: [(50, .none(category: .reverseCharge, country: "FR"))],
                inclusive: true, rows: ["- AE 0: 50 0"]),
        ])
    func amounts(_ lines: Lines) throws {
        let table = TaxTable(rounding: lines.rounding, inclusive: lines.inclusive)
        let taxes = try TaxTotals.amounts(of: lines.nets, table: table)
        let rows = taxes.map {
            "\($0.name ?? "-") \($0.category.rawValue) \($0.rate): \($0.baseMinorUnits) \($0.amountMinorUnits)"
        }
        #expect(rows == lines.rows)
    }

    @Test("a credit is taxed like the charge that it takes back, at whatever rate holds now (4.8)")
    func credit() throws {
        var shop = Shop(
            tax: TaxTable(jurisdictions: [
                "US-CA": [Self.row("State", "10"), Self.row("State", "20", from: "2024-01-15")]
            ]))
        shop.catalog.plans["max"]?.prices[0].amountMinorUnits = 7_900
        let outcome = try shop.subscribe()
        let changed = try shop.context.change(
            ChangeOrder(subscription: "sub", plan: "max", proration: .alwaysInvoice), outcome.subject,
            usage: UsageTotals(), at: at("2024-01-16"))
        let rows = changed.invoice?.taxes.map { "\($0.rate): \($0.baseMinorUnits) \($0.amountMinorUnits)" }
        #expect(rows == ["10: -4077 -408", "20: 4077 815"])
    }
}
