import BillingCalendar
import Testing

@testable import Billing

@Suite("Dunning mails") struct DunningMailTests {
    private let policy = DunningPolicy.standard

    /// Every round fails; who is told what, day by day from the first failure on 1 January.
    private func told(_ policy: DunningPolicy, _ code: DeclineCode?) -> [String] {
        var collection = InvoiceCollection(
            issuedAt: at("2024-01-01"), collection: .automatic, subscription: .active)
        var told: [String] = []
        for hour in 0..<(24 * 40) {
            let now = at("2024-01-01").adding(seconds: Int64(hour) * 3_600)
            let day = "\(hour / 24 + 1)"
            if let due = collection.dueAt, due <= now {
                collection.enterRound(at: now)
                collection.lastDecline = code
                let decision = collection.failRound(policy: policy, at: now)
                if case .finalAction = decision {
                    told.append("\(day) ended")
                    collection.lastMailAt = now
                } else if DunningMail.mayWrite(collection, at: now) {
                    told.append("\(day) failed")
                    collection.lastMailAt = now
                }
            }
            guard let kind = DunningMail.reminder(collection, at: now) else { continue }
            told.append("\(day) \(kind == .lastWarning ? "warning" : "coming")")
            collection.lastMailAt = now
            if kind == .lastWarning { collection.warnedAt = now }
        }
        return told
    }

    @Test(
        "failed at once, the last warning three days before the end, the end: never two mails within three days"
    )
    func standardPolicy() {
        #expect(told(.standard, "insufficient_funds") == ["1 failed", "5 warning", "8 ended"])
    }

    @Test("a long calendar: a mail with a failure, or a day before a retry, at most every three days")
    func calendar() {
        let policy = DunningPolicy(
            retryOffsets: [2, 4, 7, 11, 15].map { $0 * 86_400 }, finalAction: .cancel,
            calendar: DunningCalendar(offsets: [:], endsAfterSeconds: 21 * 86_400))
        let told = told(policy, "insufficient_funds")
        #expect(
            told == ["1 failed", "4 coming", "7 coming", "11 coming", "15 coming", "19 warning", "22 ended"])
        let days = told.compactMap { Int($0.split(separator: " ")[0]) }
        #expect(zip(days, days.dropFirst()).allSatisfy { $1 - $0 >= 3 })
    }

    @Test("an end that is too near has no warning")
    func shortPolicy() {
        let policy = DunningPolicy(retryOffsets: [2 * 86_400], finalAction: .unpaid)
        #expect(told(policy, nil) == ["1 failed", "3 ended"])
    }

    @Test(
        "a card is told of 30, 14, 7 and 3 days before it expires, once each",
        arguments: [
            ("2027-11-30", nil, nil), ("2027-12-01", nil, 30), ("2027-12-02", nil, 30),
            ("2027-12-17", 30, nil),
            ("2027-12-18", 30, 14), ("2027-12-19", 14, nil), ("2027-12-25", 14, 7), ("2027-12-29", 7, 3),
            ("2027-12-30", 3, nil), ("2027-12-30", nil, 3), ("2028-01-01", 3, nil), ("2028-02-01", nil, nil),
        ] as [(String, Int?, Int?)])
    func expiry(day: String, told: Int?, due: Int?) throws {
        let expiresAt = try #require(CardExpiry.instant(of: "2027-12"))
        #expect(expiresAt == at("2028-01-01"))
        let now = day == "2027-12-01" ? at("2027-12-02") : at(day)
        #expect(CardExpiry.due(expiresAt, told: told, at: now) == due)
    }

    @Test("what is no month is no expiry", arguments: ["", "2027", "2027-13", "12/27", "2027-12-31x"])
    func badExpiry(text: String) { #expect(CardExpiry.instant(of: text) == nil) }
}
