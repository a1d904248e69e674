import Billing
import BillingCalendar
import BillingRun
import Monetary

/// The demo's customers and what they did: made up from a fixed seed, so that every demo is the same.
struct DemoHistory {
    /// One customer with its subscription.
    struct Customer: Sendable {
        var account: Account
        var method: PaymentMethod
        /// What the sandbox answers to its charges in turn.
        var outcomes: [String]
        var order: SubscribeOrder
        var startsAt: Instant
    }

    private var random = SplitMix(seed: 20_240_229)

    /// Customers who began within the year before `today`, in the order of their beginning.
    mutating func customers(until today: Instant) throws -> [Customer] {
        var customers: [Customer] = []
        for place in DemoCompanies.places {
            for name in place.names {
                let number = customers.count + 1
                customers.append(try customer(name, place, number: number, today: today))
            }
        }
        return customers.sorted { $0.startsAt < $1.startsAt }
    }

    private mutating func customer(
        _ name: String, _ place: DemoCompanies.Place, number: Int, today: Instant
    ) throws -> Customer {
        let id = "acct_\(number)"
        let plan = number == 7 ? "hobby" : pick(Self.plans(currency: place.currency))
        let isYearly = plan != "hobby" && plan != "free" && random.below(8) == 0
        let account = Account(
            id: id, name: name, email: "billing@\(Self.domain(name)).example",
            currency: try Currency(code: place.currency),
            timeZoneID: place.zone, country: place.country, region: place.region,
            address: ["\(random.below(180) + 1) \(pick(Self.streets))", place.city],
            taxID: random.below(2) == 0 ? place.taxID : nil, paymentTermsDays: random.below(6) == 0 ? 14 : 0)
        // The withdrawn plan's customer comes due in the last days, to show a parked subscription.
        let age = number == 7 ? 32 * 86_400 - 3 * 3_600 : Int64(random.below(360 * 24 * 4)) * 900 + 3_600
        let order = SubscribeOrder(
            subscription: "sub_\(number)", account: id, plan: plan,
            interval: BillingInterval(isYearly ? .year : .month),
            quantity: ["starter", "studio"].contains(plan) && random.below(4) == 0 ? ExactDecimal(3) : .one,
            addOns: plan == "pro" && random.below(3) == 0 ? ["extra_database": ExactDecimal(2)] : [:],
            coupon: random.below(7) == 0 && plan != "free" ? "WELCOME20" : nil,
            trialDays: random.below(9) == 0 ? 14 : 0)
        let card = pick(Self.cards)
        return Customer(
            account: account,
            method: PaymentMethod(
                id: "card_\(number)", brand: card.brand, last4: card.last4, expiresOn: "2031-12",
                reference: "pm_demo_\(number)"),
            outcomes: pick(Self.outcomes), order: order, startsAt: today.adding(seconds: -age))
    }

    /// Two weeks' use of a metered subscription, recorded in one go; nothing for plans without overage.
    mutating func usage(of plan: String, by customer: Customer, at: Instant) -> [UsageEvent] {
        let most: Int
        switch plan {
        case "starter": most = 16_000
        case "pro": most = 150_000
        default: return []
        }
        return [
            event(customer, meter: "api_calls", quantity: Int64(random.below(most)), at: at),
            event(customer, meter: "databases", quantity: Int64(random.below(13)), at: at),
        ]
    }

    private func event(
        _ customer: Customer, meter: String, quantity: Int64, at: Instant
    ) -> UsageEvent {
        UsageEvent(
            id: "\(customer.order.subscription)-\(meter)-\(at)", account: customer.account.id,
            subscription: customer.order.subscription, meter: meter, quantity: ExactDecimal(quantity), at: at,
            recordedAt: at)
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element { list[random.below(list.count)] }

    private static func plans(currency: String) -> [String] {
        let metered = ["starter", "starter", "starter", "pro", "pro", "enterprise"]
        return currency == "INR" ? metered : metered + ["creator", "studio", "production", "free"]
    }

    /// "Canal Street Capital" as canal-street-capital.
    private static func domain(_ name: String) -> String {
        let letters = name.lowercased().unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
        }
        return String(letters).split(separator: "-").joined(separator: "-")
    }

    private static let streets = ["Station Road", "Market Square", "Hill Street", "Canal Walk", "Park Lane"]
    private static let cards = [
        (brand: "visa", last4: "4242"), (brand: "mastercard", last4: "5556"), (brand: "amex", last4: "0005"),
        (brand: "visa", last4: "1881"),
    ]
    /// Most cards work; some decline now and then, about one in fifty expires, and one never has the money.
    private static let outcomes: [[String]] =
        Array(repeating: ["ok"], count: 40)
        + Array(repeating: ["ok", "ok", "insufficient_funds", "ok"], count: 4)
        + Array(repeating: ["ok", "processing_error", "ok"], count: 2)
        + [
            ["ok", "ok", "unknown_then_ok", "ok"], ["ok", "ok", "ok", "ok", "expired_card"],
            ["insufficient_funds"],
        ]
}

/// A small generator with a seed (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` − 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
