import BillingCalendar
import Monetary

@testable import Billing
@testable import InvoiceDocument

/// The invoices whose text is kept as goldens.
enum Samples {
    static func all() throws -> [SampleInvoice] {
        [
            try oneLine(), try everyKind(), try sixtyLines(), try prorationPair(), try reverseCharge(),
            try inclusive(), try yen(), try dinar(), try negativeTotal(), try hostile(), try german(),
            try void(), try twoTaxes(), try largest(),
        ]
    }

    static func oneLine() throws -> SampleInvoice {
        try SampleInvoice(
            "one-line", kind: .start, lines: [try SampleLines.plan()],
            payment: PaymentFacts(paidAt: instant("2024-03-01T05:00:00Z"), brand: "visa", last4: "4242"))
    }

    static func everyKind() throws -> SampleInvoice {
        let calls = UsageDerivation(
            used: "121500", included: "100000", .perUnit(unitPrice: decimal("0.0005")))
        let databases = UsageDerivation(
            .max, used: "18", included: "9", raised: "1",
            .graduated(tiers: [.init("5", "12"), .init(nil, "10", flat: "5")]))
        let storage = UsageDerivation(
            .timeWeighted, used: "370/3", included: "100",
            .package(size: decimal("10"), price: decimal("1.50")),
            cap: 6000)
        let late = UsageDerivation(used: "104000", included: "100000", .perUnit(unitPrice: decimal("0.0005")))
        let january = period("2024-01-01T05:00:00Z", "2024-02-01T05:00:00Z")
        var lateLine = try InvoiceLine(
            .lateUsage, item: "api_calls", plan: "pro", period: january,
            derivation: .lateUsage(late, chargedBeforeMinorUnits: 150, billedBefore: decimal("3000")))
        lateLine.periodNumber = -1
        let minimum = try InvoiceLine(
            .minimum, item: "pro", period: SampleLines.february,
            derivation: .minimum(
                MinimumDerivation(
                    parts: [.init(minimumMinorUnits: 25_000, share: .full)], chargedMinorUnits: 18_925,
                    minimumBeforeMinorUnits: 0)))
        var lines = [
            try SampleLines.usage("api_calls", calls), try SampleLines.usage("databases", databases),
            try SampleLines.usage("storage_gb", storage), minimum, lateLine,
            try SampleLines.plan(
                discounts: [
                    LineDiscount(coupon: "WELCOME20", minorUnits: 1580),
                    LineDiscount(coupon: "TENOFF", minorUnits: 1000),
                ]),
            try SampleLines.plan("extra_database", price: 1000, quantity: "2", kind: .addon),
        ]
        lines += try SampleLines.change(
            from: ("pro", 7900), to: ("enterprise", 19_900), at: "2024-02-15T05:00:00Z",
            whole: SampleLines.february)
        let bought = period("2024-02-20T15:30:00Z", "2024-02-20T15:30:00Z")
        lines.append(try SampleLines.plan("onboarding", price: 25_000, period: bought, kind: .oneTime))
        return try SampleInvoice("every-kind", number: "INV-2024-002", lines: lines, balance: 2500)
    }

    static func sixtyLines() throws -> SampleInvoice {
        var names = SampleLines.names
        let lines = try (1...60).map { number in
            names.addOns["addon_\(number)"] = "Module \(number) of the platform"
            return try SampleLines.plan(
                "addon_\(number)", price: Int64(number) * 137, quantity: "\(number % 4 + 1)", kind: .addon)
        }
        return try SampleInvoice("sixty-lines", number: "INV-2024-060", names: names, lines: lines)
    }

    static func prorationPair() throws -> SampleInvoice {
        var buyer = Parties.acme
        buyer.paymentTermsDays = 14
        buyer.collection = .manual
        let lines = try SampleLines.change(
            from: ("pro", 6320), to: ("enterprise", 19_900), at: "2024-02-15T15:30:00Z",
            whole: SampleLines.february)
        return try SampleInvoice(
            "proration-pair", number: "INV-2024-003", kind: .change, buyer: buyer,
            issuedAt: "2024-02-15T15:30:00Z", lines: lines)
    }

    static func reverseCharge() throws -> SampleInvoice {
        let month = period("2024-02-29T23:00:00Z", "2024-03-31T22:00:00Z")
        return try SampleInvoice(
            "reverse-charge", number: "RE-2024-0017", seller: Parties.berlin, buyer: Parties.lyon,
            issuedAt: "2024-02-29T23:00:00Z",
            lines: [try SampleLines.plan(price: 49_000, quantity: "12.5", period: month)], texts: .english)
    }

    static func inclusive() throws -> SampleInvoice {
        var table = Parties.taxes
        table.inclusive = true
        let month = period("2024-02-29T23:00:00Z", "2024-03-31T22:00:00Z")
        var reduced = try SampleLines.plan("onboarding", price: 10_700, period: month, kind: .addon)
        reduced.taxCode = "reduced"
        return try SampleInvoice(
            "inclusive-tax", number: "RE-2024-0018", seller: Parties.berlin, buyer: Parties.muster,
            table: table,
            issuedAt: "2024-02-29T23:00:00Z",
            lines: [try SampleLines.plan(price: 11_900, period: month), reduced], texts: .english)
    }

    static func german() throws -> SampleInvoice {
        let month = period("2024-02-29T23:00:00Z", "2024-03-31T22:00:00Z")
        let calls = UsageDerivation(
            used: "1215000", included: "100000", .perUnit(unitPrice: decimal("0.0005")), "EUR")
        let february = period("2024-01-31T23:00:00Z", "2024-02-29T23:00:00Z")
        return try SampleInvoice(
            "german", number: "RE-2024-0019", seller: Parties.berlin, buyer: Parties.muster,
            issuedAt: "2024-02-29T23:00:00Z",
            lines: [
                try SampleLines.usage("api_calls", calls, period: february),
                try SampleLines.plan(
                    price: 123_450, period: month,
                    discounts: [LineDiscount(coupon: "HERBST", minorUnits: 12_345)]),
            ])
    }

    static func yen() throws -> SampleInvoice {
        let month = period("2024-02-29T15:00:00Z", "2024-03-31T15:00:00Z")
        return try SampleInvoice(
            "yen", number: "INV-2024-004", buyer: Parties.kyoto, issuedAt: "2024-02-29T15:00:00Z",
            lines: [try SampleLines.plan(price: 1_234_567, quantity: "3", period: month)])
    }

    static func dinar() throws -> SampleInvoice {
        let month = period("2024-02-29T21:00:00Z", "2024-03-31T21:00:00Z")
        return try SampleInvoice(
            "dinar", number: "INV-2024-005", buyer: Parties.kuwait, issuedAt: "2024-02-29T21:00:00Z",
            lines: [try SampleLines.plan(price: 12_345, quantity: "7", period: month)])
    }

    static func negativeTotal() throws -> SampleInvoice {
        let lines = try SampleLines.change(
            from: ("enterprise", 19_900), to: ("basic", 900), at: "2024-02-15T05:00:00Z",
            whole: SampleLines.february)
        return try SampleInvoice(
            "negative-total", number: "INV-2024-006", kind: .change, issuedAt: "2024-02-15T05:00:00Z",
            lines: lines)
    }

    static func void() throws -> SampleInvoice {
        let twentieth = period("2024-02-20T00:00:00Z", "2024-02-20T00:00:00Z")
        var sample = try SampleInvoice(
            "void", number: "INV-2024-007", buyer: Parties.muster,
            lines: [try SampleLines.plan("onboarding", price: 25_000, period: twentieth, kind: .oneTime)],
            texts: .english)
        sample.invoice.status = .void
        return sample
    }

    /// Two taxes on every line, in another currency and zone.
    static func twoTaxes() throws -> SampleInvoice {
        let table = TaxTable(jurisdictions: [
            "IN": [
                TaxRow(name: "CGST", rate: .all(decimal("9"))),
                TaxRow(name: "SGST", rate: .all(decimal("9"))),
            ]
        ])
        let month = period("2024-02-29T18:30:00Z", "2024-03-31T18:30:00Z")
        let buyer = Account(
            id: "acct_pune", name: "Pune Textiles Pvt. Ltd.", currency: money("INR"),
            timeZoneID: "Asia/Kolkata",
            country: "IN", region: "MH", address: ["MG Road 7", "Pune 411001", "India"],
            taxID: "27AAPFU0939F1ZV",
            collection: .manual)
        return try SampleInvoice(
            "two-taxes", number: "INV-2024-008", buyer: buyer, table: table, issuedAt: "2024-02-29T18:30:00Z",
            lines: [
                try SampleLines.plan(price: 12_345_678, period: month),
                try SampleLines.plan(
                    "extra_database", price: 99_900, quantity: "3", period: month, kind: .addon),
            ])
    }

    /// The largest figures that can be billed, and a seller with a long address.
    static func largest() throws -> SampleInvoice {
        var seller = Parties.northwind
        seller.name = "Northwind Cloud and Associates International Holding Company, Incorporated"
        seller.address = (1...6).map { "Building \($0), a rather long line of an address" }
        seller.taxIDs = (1...5).map { .init(type: "eu_vat", value: "XX12345678901234567890\($0)") }
        let rate = decimal("8.123456789012")
        let table = TaxTable(jurisdictions: [
            "US-CA": [TaxRow(name: "A tax with a name that is long", rate: .all(rate))]
        ])
        let calls = UsageDerivation(
            .timeWeighted, used: "9223372036854775807/2678400",
            .perUnit(unitPrice: decimal("12.123456789012")))
        return try SampleInvoice(
            "largest", number: "INV-2024-009", seller: seller, table: table,
            lines: [
                try SampleLines.usage("storage_gb", calls),
                try SampleLines.plan(price: 9_000_000_000_000_000, quantity: "0.999999999999"),
            ])
    }

    /// Names as somebody may type them: endless, in no font, with controls, bidi overrides and line ends.
    static func hostile() throws -> SampleInvoice {
        var names = SampleLines.names
        names.plans["pro"] = "Pro \u{202E}eerf\u{202C}\u{0007}\n\tfor \u{200B}teams \u{1F680} \u{E000}"
        names.plans["basic"] = String(repeating: "Endless", count: 400)
        names.addOns["extra_database"] = String(
            repeating: "an additional database with a long name ", count: 12)
        var buyer = Parties.acme
        buyer.name =
            "\u{202E}Acme\u{0000} <script>alert(1)</script> (\\) " + String(repeating: "W", count: 90)
        buyer.address = [String(repeating: "Very Long Street Name ", count: 8), "नई दिल्ली", "مدينة"]
        return try SampleInvoice(
            "hostile", number: "INV-2024-\(String(repeating: "7", count: 60))", buyer: buyer, names: names,
            lines: [
                try SampleLines.plan(), try SampleLines.plan("basic", price: 100),
                try SampleLines.plan(
                    "extra_database", price: 922_337_203_685_477, quantity: "0.000000000001", kind: .addon),
            ])
    }
}
