import Billing
import BillingCalendar
public import BillingFormats
import Monetary

/// A scenario made from a seed: a catalogue, one or two accounts in zones whose clocks misbehave in its time, and a
/// timeline of commands, use, credits, failing cards and stopped workers.
///
/// Commands and credits have minutes of their own, so that which of two things came first is never in doubt.
public struct RandomScenario: Sendable {
    /// What it is made from.
    public let seed: UInt64
    /// To be played as it is; a few events may be refused (a command on a subscription that dunning has canceled, a
    /// coupon a second time).
    public let scenario: Scenario
    /// Places in the timeline of changes that are taken back at the same instant, with what takes them back: without
    /// them the answer must be the same (4.1).
    public let undoneAtOnce: Set<Int>

    /// The scenario of a seed.
    public init(seed: UInt64) {
        self.seed = seed
        var dice = Dice(seed: seed)
        let catalog = RandomCatalog(&dice)
        let era = dice.pick(Era.all)
        let accounts = (1...(dice.happens(30) ? 2 : 1)).map {
            Self.account("acct_\($0)", era: era, currency: catalog.currency, &dice)
        }
        var timeline = RandomTimeline(era: era, accounts: accounts.map(\.account.id), dice: dice)
        timeline.write()
        undoneAtOnce = timeline.undoneAtOnce
        scenario = Scenario(
            catalog: catalog.catalog, accounts: accounts, timeline: timeline.events, until: timeline.until)
    }

    /// The scenario without the changes that were undone at once.
    public var withoutUndone: Scenario {
        var scenario = scenario
        scenario.timeline = scenario.timeline.filter { !undoneAtOnce.contains($0.line) }
        return scenario
    }

    private static func account(
        _ id: String, era: Era, currency: Currency, _ dice: inout Dice
    ) -> ScenarioAccount {
        let place: (String, String?) = dice.pick([
            ("US", "CA"), ("US", "NY"), ("DE", nil), ("IN", "KA"), ("IN", "DL"), ("FR", nil), ("BR", nil),
        ])
        let account = Account(
            id: id, currency: currency, timeZoneID: dice.pick(era.zones), country: place.0, region: place.1,
            taxID: dice.happens(20) ? "VAT" : nil, isTaxExempt: dice.happens(10),
            paymentTermsDays: dice.pick([0, 0, 14, 30]), collection: dice.happens(85) ? .automatic : .manual)
        let methods = (0..<dice.number(in: 0...2)).map { index in
            ScriptedPaymentMethod(
                method: PaymentMethod(id: "pm_\(id)_\(index)"), outcomes: Self.outcomes(&dice))
        }
        return ScenarioAccount(account: account, paymentMethods: methods)
    }

    static func outcomes(_ dice: inout Dice) -> [ScriptedOutcome] {
        guard dice.happens(40) else { return [.ok] }
        return (0...dice.number(in: 0...4)).map { _ in
            dice.pick([
                .ok, .ok, .declined("insufficient_funds"), .declined("stolen_card"),
                .declined("requires_action"),
                .unknownThenOK, .unknownThenDeclined,
            ])
        }
    }
}

/// A stretch of time and the zones in which something happens to the clocks in it.
struct Era {
    var start: Instant
    var zones: [String]

    /// Months that end early, leap days, daylight saving at midnight and by half an hour, and zones that lost a day.
    static let all = [
        Era(
            start: instant("2023-12-30T00:00:00Z"),
            zones: ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]),
        Era(
            start: instant("2024-01-28T00:00:00Z"),
            zones: ["UTC", "Asia/Kathmandu", "America/St_Johns", "Africa/Cairo"]),
        Era(
            start: instant("2011-11-26T00:00:00Z"),
            zones: ["Pacific/Apia", "Pacific/Fakaofo", "Pacific/Auckland"]),
        Era(start: instant("1993-07-25T00:00:00Z"), zones: ["Pacific/Kwajalein", "Asia/Tehran"]),
        Era(
            start: instant("2017-08-29T00:00:00Z"),
            zones: ["America/Sao_Paulo", "Asia/Beirut", "America/Havana"]),
        Era(
            start: instant("2024-08-30T00:00:00Z"),
            zones: ["Pacific/Chatham", "America/Los_Angeles", "Asia/Kolkata"]),
    ]

    private static func instant(_ text: String) -> Instant {
        guard let instant = try? Instant(parsing: text) else { preconditionFailure("\(text) is an instant") }
        return instant
    }
}
