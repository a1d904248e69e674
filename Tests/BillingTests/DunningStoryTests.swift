import BillingCalendar
import Testing

@testable import Billing

/// What `dueday dunning show` says of the card networks' ceilings (11.6, PROCESSORS 3).
@Suite("Dunning stories") struct DunningStoryTests {
    private static let now = at("2024-03-31T12:00:00Z")

    /// The lines about ceilings and the remark of an open invoice over 79.00 USD, with one card that has these declines.
    private func story(
        _ declines: [(hoursAgo: Int64, amount: Int64)], barred: DeclineCode? = nil
    ) throws -> (limits: [String], remark: String?) {
        let draft = try #require(try Shop().subscribe(at: "2024-03-31").invoice)
        let invoice = Invoice(id: "inv", number: "INV-1", content: draft)
        let history = TryHistory(
            ofCard: declines.map {
                TryHistory.Decline(
                    at: Self.now.adding(seconds: -$0.hoursAgo * 3_600), isTechnical: false,
                    amountMinorUnits: $0.amount, currencyCode: "USD")
            })
        let collection = InvoiceCollection(
            issuedAt: draft.issuedAt, collection: .automatic, subscription: .active)
        let story = DunningStory(
            of: invoice, collection: collection, attempts: [], notices: [], alarms: [],
            methods: [MethodStanding(method: PaymentMethod(id: "pm"), barredBy: barred, history: history)],
            policy: .standard, zone: .utc, now: Self.now)
        let limits = story.entries.filter { $0.kind == .limit }
        #expect(limits.map(\.isAhead) == limits.map { _ in true })
        return (limits.map { "\($0.at) \($0.words)" }, story.remark)
    }

    private static let held = "until then pm is not tried by the schedule: it"

    @Test("twenty declines in 30 days are all that Visa allows, and eight below that are our own limit")
    func visa() throws {
        // The first was 21 days ago; the ninth, after which twelve are left, 13 days ago.
        let declines = (1...20).map { (hoursAgo: Int64($0) * 24 + 24, amount: Int64(500)) }
        #expect(
            try story(declines).limits == [
                "2024-04-09T12:00:00Z \(Self.held) was declined 20 times in 30 days, all that Visa allows",
                "2024-04-17T12:00:00Z \(Self.held) was declined 12 times in 30 days over all invoices, the limit of "
                    + "a card",
            ])
        #expect(try story(Array(declines.dropLast())).limits.allSatisfy { !$0.contains("Visa") })
        #expect(try story(Array(declines.prefix(11))).limits == [])
    }

    @Test("Mastercard's: ten declines in a day, 35 of one amount in 30 days")
    func mastercard() throws {
        let day = try story((1...10).map { (hoursAgo: Int64($0), amount: Int64(500)) }).limits
        #expect(
            day.contains(
                "2024-04-01T02:00:00Z \(Self.held) was declined 10 times within a day, all that Mastercard allows"
            ))
        let month = try story((1...35).map { (hoursAgo: Int64($0) * 20, amount: Int64(7_900)) }).limits
        #expect(
            month.contains(
                "2024-04-01T08:00:00Z \(Self.held) was declined 35 times in 30 days over the same amount, all that "
                    + "Mastercard allows"))
        let others = try story((1...35).map { (hoursAgo: Int64($0) * 20, amount: Int64(7_901)) }).limits
        #expect(others.allSatisfy { !$0.contains("the same amount") })
    }

    @Test("a card that is barred says so instead, and one without declines says nothing")
    func others() throws {
        let barred = try story([(hoursAgo: 1, amount: 500)], barred: "lost_card")
        #expect(barred.limits == [])
        #expect(barred.remark == "pm is not tried until it is replaced (lost_card)")
        #expect(try story([]).limits == [])
    }
}
