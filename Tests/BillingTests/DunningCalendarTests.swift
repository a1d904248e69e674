import BillingCalendar
import SystemTimeZones
import Testing

@testable import Billing

@Suite("Dunning calendars") struct DunningCalendarTests {
    private static let planned = PlannedTry(at: at("2024-01-02"), amountMinorUnits: 100, currencyCode: "USD")
    private static let policy = DunningPolicy(retryOffsets: [], finalAction: .cancel, calendar: .standard)

    /// The rounds after a first failure, by the days and clock of a zone.
    private func rounds(
        _ code: DeclineCode?, first: String, zone: Zone = .utc, policy: DunningPolicy = policy
    ) -> [String] {
        policy.rounds(after: at(first), firstFailureAt: at(first), declined: code, zone: zone)
            .map { String("\(zone.local($0))".prefix(16)) }
    }

    /// By hand from PROCESSORS 3; the first failure on Monday, 4 March 2024, 12:00 UTC; the end 21 days later.
    @Test(
        "the standard calendar by class",
        arguments: [
            // 2, 4, 7, 11, 15 days: 6, 8, 11, 15 (a payday), 19 March, between 8 and 10 o'clock.
            ("insufficient_funds", ["07T08", "09T08", "12T08", "16T08", "20T08", "25T12"]),
            // 1, 3, 5, 8, 12 days: 5, 7, 9, 12, 16 March, each moved to the next morning.
            ("do_not_honor", ["06T08", "08T08", "10T08", "13T08", "17T08", "25T12"]),
            // At any hour; then the generic ones that come later.
            (
                "processing_error",
                ["04T12", "04T13", "04T18", "05T12", "07T12", "09T12", "12T12", "16T12", "25T12"]
            ),
            ("pre_debit_notification_not_sent", ["08T08", "11T08", "14T08", "25T12"]),
            // Nothing but the end: a new card begins a round by itself.
            ("stolen_card", ["25T12"]), ("expired_card", ["25T12"]), ("requires_action", ["25T12"]),
        ] as [(DeclineCode, [String])])
    func standard(code: DeclineCode, expected: [String]) {
        #expect(
            rounds(code, first: "2024-03-04T12:00:00Z").map { String($0.dropFirst(8).prefix(5)) } == expected)
    }

    @Test("want of funds waits for a payday within two days, and never moves back")
    func paydays() {
        let first = "2024-03-11T09:00:00Z"
        // 13 March is two days before the 15th, 15 March is one, 18 March none, 22 March none, 26 March none.
        #expect(
            rounds("insufficient_funds", first: first).map { String($0.dropFirst(8).prefix(5)) }
                == ["15T09", "18T09", "22T09", "26T09", "01T09"])
        // 30 January and 24 February: the first of the next month, and the 25th.
        let calendar = DunningCalendar(offsets: [.funds: [86_400]], paydays: [1, 25])
        let policy = DunningPolicy(retryOffsets: [], finalAction: .keep, calendar: calendar)
        #expect(
            rounds("insufficient_funds", first: "2024-01-29T00:00:00Z", policy: policy) == [
                "2024-02-01T00:00"
            ])
        #expect(
            rounds("insufficient_funds", first: "2024-02-22T00:00:00Z", policy: policy) == [
                "2024-02-25T00:00"
            ])
        #expect(rounds("do_not_honor", first: "2024-02-22T00:00:00Z", policy: policy) == [])
    }

    @Test("hours are those of the account, also where the clocks change")
    func hours() throws {
        let zone = try ZoneDatabase.system.zone("America/New_York")
        let calendar = DunningCalendar(offsets: [.generic: [86_400, 2 * 86_400]], hours: 8..<10)
        let policy = DunningPolicy(retryOffsets: [], finalAction: .keep, calendar: calendar)
        // The clocks go forward in the night to 10 March.
        #expect(
            rounds("do_not_honor", first: "2024-03-09T03:00:00Z", zone: zone, policy: policy)
                == ["2024-03-10T08:00", "2024-03-11T08:00"])
        #expect(
            rounds("do_not_honor", first: "2024-03-08T13:30:00Z", zone: zone, policy: policy)
                == ["2024-03-09T08:30", "2024-03-10T09:30"])
    }

    @Test("a class that is not named follows the policy's retries, and the simple form stays as it was")
    func retries() {
        let calendar = DunningCalendar(offsets: [.technical: [600]])
        let policy = DunningPolicy(retryOffsets: [86_400, 259_200], finalAction: .cancel, calendar: calendar)
        let first = "2024-01-01T00:00:00Z"
        #expect(
            rounds("insufficient_funds", first: first, policy: policy) == [
                "2024-01-02T00:00", "2024-01-04T00:00",
            ])
        #expect(
            rounds("processing_error", first: first, policy: policy)
                == ["2024-01-01T00:10", "2024-01-02T00:00", "2024-01-04T00:00"])
        for code in [nil, "insufficient_funds", "stolen_card", "processing_error"] as [DeclineCode?] {
            #expect(
                rounds(code, first: first, policy: .standard)
                    == ["2024-01-02T00:00", "2024-01-04T00:00", "2024-01-06T00:00", "2024-01-08T00:00"])
        }
    }

    @Test("the network's wait moves the next round, not the offsets behind it")
    func networkWait() {
        var collection = InvoiceCollection(
            issuedAt: at("2024-01-01"), collection: .automatic, subscription: .active)
        collection.enterRound(at: at("2024-01-01"))
        collection.lastDecline = "do_not_honor"
        collection.retryNotBefore = at("2024-01-03")
        #expect(
            collection.failRound(policy: .standard, at: at("2024-01-01"))
                == .firstFailure(retryAt: at("2024-01-03")))
        #expect(collection.endsAt == at("2024-01-08"))
    }

    @Test("backups may wait for the first hard or the second soft decline")
    func backups() {
        var policy = DunningPolicy.standard
        policy.backups = .afterHardOrSecondSoft
        func next(round: Int, tried: [String], barred: DeclineCode?) -> String? {
            var collection = InvoiceCollection(
                issuedAt: at("2024-01-01"), collection: .automatic, subscription: .active)
            collection.round = round
            collection.isInRound = true
            collection.tried = tried
            return collection.nextMethod(
                Self.planned,
                of: [
                    MethodStanding(method: PaymentMethod(id: "a"), barredBy: barred),
                    MethodStanding(method: PaymentMethod(id: "b"), barredBy: nil),
                ], policy: policy)?.id
        }
        #expect(next(round: 1, tried: [], barred: nil) == "a")
        #expect(next(round: 1, tried: ["a"], barred: nil) == nil)
        #expect(next(round: 1, tried: ["a"], barred: "stolen_card") == "b")
        #expect(next(round: 2, tried: ["a"], barred: nil) == "b")
        #expect(next(round: 1, tried: [], barred: "stolen_card") == "b")
    }

    @Test("a round that one method was asked for is not served by another")
    func onlyMethod() {
        var collection = InvoiceCollection(
            issuedAt: at("2024-01-01"), collection: .manual, subscription: .active)
        let methods = ["a", "b"].map {
            MethodStanding(method: PaymentMethod(id: $0), barredBy: nil)
        }
        collection.enterRound(at: at("2024-01-02"), only: "b")
        #expect(collection.nextMethod(Self.planned, of: methods)?.id == "b")
        collection.tried = ["b"]
        #expect(collection.nextMethod(Self.planned, of: methods) == nil)
        #expect(
            collection.failRound(policy: .standard, account: .manual, at: at("2024-01-02"))
                == .wait(until: nil),
            "what is collected by hand has no schedule (11.1)")
        #expect(collection.dueAt == nil && collection.onlyMethod == nil)
    }
}
