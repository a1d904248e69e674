import BillingCalendar
import Testing

@testable import Billing

/// How often a card may be tried (11.6, PROCESSORS 3), and until when it is held back.
@Suite("Try ceilings") struct TryCeilingTests {
    private static let planned = PlannedTry(
        at: at("2024-03-31T12:00:00Z"), amountMinorUnits: 1_999, currencyCode: "USD")

    /// Declines, each so many hours before the try.
    private static func declines(
        _ hours: [Int64], technical: Bool = false, amount: Int64 = 500
    ) -> [TryHistory.Decline] {
        hours.map {
            TryHistory.Decline(
                at: planned.at.adding(seconds: -$0 * 3_600), isTechnical: technical, amountMinorUnits: amount,
                currencyCode: "USD")
        }
    }

    private static func tries(_ hours: [Int64], method: String = "a") -> [TryHistory.Try] {
        hours.map { TryHistory.Try(at: planned.at.adding(seconds: -$0 * 3_600), method: method) }
    }

    struct Row: CustomTestStringConvertible {
        var testDescription: String
        var ceilings = TryCeilings.service
        var history: TryHistory
        /// Each ceiling that is reached, with the hours from now until it is not any more.
        var limits: [String]
    }

    static let rows = [
        Row(testDescription: "nothing was tried", history: TryHistory(), limits: []),
        Row(
            testDescription: "a card that was declined within the day waits for the rest of it",
            history: TryHistory(ofCard: declines([23])), limits: ["card_a_day +1"]),
        Row(
            testDescription: "after exactly a day it does not",
            history: TryHistory(ofCard: declines([24])), limits: []),
        Row(
            testDescription: "technical declines are not among them",
            history: TryHistory(ofCard: declines([1, 2, 3], technical: true)), limits: []),
        Row(
            testDescription: "but four of them are enough",
            history: TryHistory(ofCard: declines([1, 2, 3, 20], technical: true)),
            limits: ["technical_a_day +4"]),
        Row(
            testDescription: "a try that was asked for does not wait for our own pace",
            ceilings: .service.withoutPacing,
            history: TryHistory(ofCard: declines([1]) + declines([1, 2, 3, 4], technical: true)), limits: []),
        Row(
            testDescription: "Mastercard: ten within a day, whoever asks",
            ceilings: .service.withoutPacing,
            history: TryHistory(ofCard: declines([1, 2, 3, 4, 5, 6, 7, 8, 9, 22], technical: true)),
            limits: ["network_a_day +2"]),
        Row(
            testDescription: "twelve declines of a card in 30 days",
            history: TryHistory(ofCard: declines((1...12).map { $0 * 48 })), limits: ["card_in_month +144"]),
        Row(
            testDescription: "what lies 30 days back does not count",
            history: TryHistory(ofCard: declines((1...11).map { $0 * 48 } + [720, 800])), limits: []),
        Row(
            testDescription: "Visa: twenty in 30 days, whatever is set",
            ceilings: TryCeilings(perCard: nil, countsNetworks: true),
            history: TryHistory(ofCard: declines((1...20).map { $0 * 30 })), limits: ["network_in_month +120"]
        ),
        Row(
            testDescription: "Mastercard: 35 of one amount in 30 days",
            ceilings: TryCeilings(countsNetworks: true),
            history: TryHistory(ofCard: declines((1...35).map { $0 * 20 }, amount: 1_999)),
            limits: ["network_in_month +320", "network_of_amount +20"]),
        Row(
            testDescription: "another amount is another matter",
            ceilings: TryCeilings(countsNetworks: true),
            history: TryHistory(
                ofCard: declines((1...34).map { $0 * 20 }, amount: 1_999) + declines([700], amount: 2_000)),
            limits: ["network_in_month +320"]),
        Row(
            testDescription: "eight tries for an invoice, by whatever method",
            history: TryHistory(
                ofInvoice: tries((1...4).map { $0 * 24 }) + tries((5...8).map { $0 * 24 }, method: "b")),
            limits: ["invoice_in_month +528"]),
        Row(
            testDescription: "fifteen of a method (11.6), where nothing else is counted",
            ceilings: TryCeilings(),
            history: TryHistory(
                ofInvoice: tries((1...15).map { $0 * 24 }) + tries([1], method: "b"),
                ofCard: declines((1...100).map { $0 })),
            limits: ["method_in_month +360"]),
        Row(
            testDescription: "fourteen are not", ceilings: TryCeilings(),
            history: TryHistory(ofInvoice: tries((1...14).map { $0 * 24 })), limits: []),
    ]

    @Test("which ceiling is reached, and until when", arguments: rows)
    func limits(row: Row) {
        let limits = row.ceilings.limits(Self.planned, method: "a", row.history)
        #expect(
            limits.map { "\($0.ceiling.rawValue) +\(Self.planned.at.seconds(until: $0.until) / 3_600)" }
                == row.limits)
        let standing = MethodStanding(
            method: PaymentMethod(id: "a"), barredBy: nil, history: row.history)
        #expect(standing.isUsable(Self.planned, within: row.ceilings) == row.limits.isEmpty)
        if let until = limits.map(\.until).max() {
            #expect(standing.refusal(Self.planned, within: row.ceilings)?.contains("until \(until)") == true)
            var later = Self.planned
            later.at = until
            #expect(standing.isUsable(later, within: row.ceilings), "from then on it may be tried")
        }
    }

    private func standing(
        _ id: String, _ declines: [TryHistory.Decline], barred: DeclineCode? = nil
    ) -> MethodStanding {
        MethodStanding(
            method: PaymentMethod(id: id), barredBy: barred, history: TryHistory(ofCard: declines))
    }

    @Test("a round waits for a day's ceiling, and fails for one of 30 days (11.6)")
    func held() {
        var collection = InvoiceCollection(
            issuedAt: Self.planned.at, collection: .automatic, subscription: .active)
        collection.enterRound(at: Self.planned.at)
        func held(_ methods: [MethodStanding]) -> Instant? {
            collection.heldUntil(Self.planned, of: methods, ceilings: .service)
        }
        let worn = standing("worn", Self.declines((1...12).map { $0 * 48 }))
        let stolen = standing("stolen", Self.declines([1]), barred: "stolen_card")
        #expect(held([]) == nil)
        #expect(held([worn, stolen]) == nil)
        let soon = Self.planned.at.adding(seconds: 4 * 3_600)
        #expect(
            held([worn, stolen, standing("a", Self.declines([1])), standing("b", Self.declines([20]))])
                == soon)
        collection.hold(until: soon)
        #expect(!collection.isInRound && collection.round == 0 && collection.dueAt == soon)
        collection.enterRound(at: soon)
        collection.tried = ["a"]
        #expect(held([standing("b", Self.declines([20]))]) == nil, "a round that tried a method has failed")
    }
}
