import Billing
import BillingCalendar
import Monetary

/// A catalogue in which everything can be sold in one currency at every interval, so that most commands of a random
/// timeline are allowed. Plans and add-ons always cost something: what costs nothing leaves no line to look at.
struct RandomCatalog {
    var catalog: Catalog
    let currency: Currency

    static let planIDs = ["basic", "pro", "scale"]
    static let addOnIDs = ["extra", "seat"]
    static let meterIDs = ["calls", "hits", "peak", "level", "users", "gauge"]

    /// The intervals that are sold, with how many basic prices each costs.
    static let intervals: [(interval: BillingInterval, factor: Int64)] = [
        (BillingInterval(.month), 1), (BillingInterval(.year), 10), (BillingInterval(.week), 1),
        (BillingInterval(.day), 1), (interval(3, .month), 3), (interval(2, .week), 1),
    ]

    private static func interval(_ count: Int, _ unit: BillingInterval.Unit) -> BillingInterval {
        guard let interval = try? BillingInterval(unit: unit, count: count) else {
            preconditionFailure("a small count is an interval")
        }
        return interval
    }

    init(_ dice: inout Dice) {
        let code = dice.pick(["USD", "EUR", "JPY", "KWD", "INR"])
        guard let currency = try? Currency(code: code) else { preconditionFailure("\(code) is a currency") }
        self.currency = currency
        let place = dice.pick([("US", "CA"), ("DE", "BE"), ("IN", "KA"), ("GB", "LND")])
        catalog = Catalog(
            seller: Seller(
                id: "seller", name: "Seller", country: place.0, region: place.1,
                timeZoneID: dice.pick(["UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"])))
        if dice.happens(40) {
            catalog.seller.minimumChargeMinorUnits[currency] = Int64(dice.number(in: 50...3000))
        }
        catalog.meters = Self.meters(&dice)
        for id in Self.planIDs { catalog.plans[id] = plan(id, &dice) }
        for id in Self.addOnIDs { catalog.addOns[id] = addOn(id, &dice) }
        catalog.addOns["setup"] = AddOn(
            id: "setup", name: "Setup", kind: .oneTime, taxCode: dice.pick(["standard", "reduced"]),
            prices: [
                Price(currency: currency, interval: nil, amountMinorUnits: Int64(dice.number(in: 1...30_000)))
            ])
        catalog.coupons = coupons(&dice)
        catalog.tax = Self.tax(&dice)
        let offsets = dice.pick([
            [], [86_400], [3_600, 86_400, 259_200], [86_400, 259_200, 432_000, 604_800],
        ])
        catalog.dunning["default"] = DunningPolicy(
            retryOffsets: offsets.map(Int64.init), finalAction: dice.pick(DunningPolicy.FinalAction.allCases))
    }

    private static func meters(_ dice: inout Dice) -> [String: Meter] {
        var meters: [String: Meter] = [:]
        for (id, aggregation) in zip(meterIDs, Meter.Aggregation.allCases) {
            let carries = aggregation == .max || aggregation == .last
            meters[id] = Meter(id: id, aggregation: aggregation, carry: carries && dice.happens(50))
        }
        return meters
    }

    private func plan(_ id: String, _ dice: inout Dice) -> Plan {
        var plan = Plan(
            id: id, name: id, taxCode: dice.pick(["standard", "reduced", "other"]),
            proration: dice.pick([.second, .second, .day]), prices: prices(&dice))
        for meter in Self.meterIDs where dice.happens(40) {
            let model = model(&dice)
            let cap = dice.happens(20) ? Int64(dice.number(in: 100...20_000)) : nil
            plan.limits[meter] = .metered(
                included: dice.decimal(in: 0...400, digits: dice.pick([0, 1])),
                overage: [currency: Overage(model: model, maxChargeMinorUnits: cap)])
        }
        if dice.happens(30) { plan.minimumSpendMinorUnits[currency] = Int64(dice.number(in: 1...40_000)) }
        return plan
    }

    private func prices(_ dice: inout Dice) -> [Price] {
        let base = Int64(dice.number(in: 5_000...30_000))
        return Self.intervals.map {
            Price(currency: currency, interval: $0.interval, amountMinorUnits: base * $0.factor)
        }
    }

    private func model(_ dice: inout Dice) -> PriceModel {
        switch dice.number(in: 0...3) {
        case 0: return .perUnit(unitPrice: dice.decimal(in: 1...30_000, digits: 4))
        case 1:
            return .package(
                size: dice.decimal(in: 1...200, digits: dice.pick([0, 1])),
                price: dice.decimal(in: 1...500, digits: 2))
        case 2: return .graduated(tiers: tiers(&dice))
        default: return .volume(tiers: tiers(&dice))
        }
    }

    private func tiers(_ dice: inout Dice) -> [PriceModel.Tier] {
        var bound = 0
        var tiers: [PriceModel.Tier] = []
        for index in 0...dice.number(in: 0...3) {
            bound += dice.number(in: 1...150)
            let upTo = dice.decimal(in: bound...bound, digits: 0)
            tiers.append(
                PriceModel.Tier(
                    upTo: upTo, unitPrice: dice.decimal(in: 0...20_000, digits: 4),
                    flat: dice.happens(40) ? dice.decimal(in: 1...30, digits: index % 2) : .zero))
        }
        tiers[tiers.count - 1].upTo = nil
        return tiers
    }

    private func addOn(_ id: String, _ dice: inout Dice) -> AddOn {
        var raises: [String: ExactDecimal] = [:]
        for meter in Self.meterIDs where dice.happens(30) {
            raises[meter] = dice.decimal(in: 1...60, digits: 0)
        }
        return AddOn(
            id: id, name: id, kind: .recurring, taxCode: dice.pick(["standard", "reduced"]), raises: raises,
            prices: prices(&dice))
    }

    private func coupons(_ dice: inout Dice) -> [String: Coupon] {
        let terms: [(String, Coupon.Discount)] = [
            ("PERCENT", .percent(dice.decimal(in: 1...1000, digits: 1))),
            ("THIRD", .percent(dice.decimal(in: 333_333...333_333, digits: 4))),
            ("FREE", .percent(dice.decimal(in: 100...100, digits: 0))),
            ("AMOUNT", .amount(minorUnits: Int64(dice.number(in: 1...9_000)), currency: currency)),
        ]
        var coupons: [String: Coupon] = [:]
        for (code, discount) in terms {
            coupons[code] = Coupon(
                code: code, discount: discount,
                duration: dice.happens(40) ? .forever : .periods(dice.number(in: 1...4)),
                appliesTo: dice.happens(30) ? [dice.pick(Self.planIDs), dice.pick(Self.addOnIDs)] : nil)
        }
        return coupons
    }

    private static func tax(_ dice: inout Dice) -> TaxTable {
        var table = TaxTable(rounding: dice.pick([.invoice, .line]), inclusive: dice.happens(35))
        guard dice.happens(85) else { return table }
        for country in ["US", "DE", "IN", "FR"] {
            table.jurisdictions[country] = rows(&dice, names: ["VAT", "Levy"])
        }
        for place in ["US-CA", "IN-KA"] {
            table.jurisdictions[place] = rows(&dice, names: ["State", "County", "City"])
        }
        return table
    }

    private static func rows(_ dice: inout Dice, names: [String]) -> [TaxRow] {
        var rows: [TaxRow] = []
        for name in names.prefix(dice.number(in: 0...names.count)) {
            let rate: TaxRow.Rate =
                dice.happens(50)
                ? .all(dice.decimal(in: 0...2_500, digits: 2))
                : .byTaxCode([
                    "standard": dice.decimal(in: 0...2_500, digits: 2),
                    "reduced": dice.decimal(in: 0...90, digits: 1),
                ])
            rows.append(
                TaxRow(name: name, rate: rate, condition: dice.pick([nil, nil, .sameRegion, .otherRegion])))
            guard dice.happens(30),
                let from = try? CivilDate(year: 2024, month: dice.number(in: 1...12), day: 1)
            else { continue }
            rows.append(
                TaxRow(name: name, rate: .all(dice.decimal(in: 0...2_000, digits: 2)), validFrom: from))
        }
        return rows
    }
}
