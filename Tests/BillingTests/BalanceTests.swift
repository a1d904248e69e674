import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Balance") struct BalanceTests {
    struct Grant: Sendable {
        var amount: Int64
        var expires: String?
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var grants: [Grant] = []
        var carried: Int64 = 0
        var total: Int64
        var minimum: Int64 = 0
        var applied: Int64
        var due: Int64
        var causes: [String]
        /// What is left of the grants, in the order granted, and what is carried.
        var left: [Int64] = []
        var carries: Int64 = 0
    }

    @Test(
        "an invoice of 1 March meets the balance (9.1, 9.2)",
        arguments: [
            Case(testDescription: "nothing there", total: 500, applied: 0, due: 500, causes: []),
            Case(
                testDescription: "a negative invoice becomes a grant", total: -300, applied: -300, due: 0,
                causes: ["negative_invoice 300"], left: [300]),
            Case(
                testDescription: "a negative invoice leaves what is carried alone", carried: 20, total: -300,
                applied: -300,
                due: 0, causes: ["negative_invoice 300"], left: [300], carries: 20),
            Case(
                testDescription: "a zero total uses nothing", grants: [Grant(amount: 5)], total: 0,
                applied: 0, due: 0, causes: [], left: [5]),
            Case(
                testDescription: "credit is used up to the total", grants: [Grant(amount: 700)], total: 500,
                applied: 500,
                due: 0, causes: ["applied -500"], left: [200]),
            Case(
                testDescription: "grants that expire first are used first, then older ones",
                grants: [
                    Grant(amount: 100), Grant(amount: 100, expires: "2024-05-01"),
                    Grant(amount: 100, expires: "2024-04-01"),
                    Grant(amount: 100, expires: "2024-04-01"),
                ], total: 250, applied: 250, due: 0, causes: ["applied -250"], left: [100, 50]),
            Case(
                testDescription: "a grant is gone at its expires_at",
                grants: [Grant(amount: 100, expires: "2024-03-01")],
                total: 250, applied: 0, due: 250, causes: ["expired -100"]),
            Case(
                testDescription: "and there a second before",
                grants: [Grant(amount: 100, expires: "2024-03-01T00:00:01Z")], total: 250, applied: 100,
                due: 150,
                causes: ["applied -100"]),
            Case(
                testDescription: "an amount under the minimum is carried", total: 49, minimum: 50,
                applied: 49, due: 0,
                causes: ["carried -49"], carries: 49),
            Case(
                testDescription: "the minimum itself is due", total: 50, minimum: 50, applied: 0, due: 50,
                causes: []),
            Case(
                testDescription: "what is carried is added to the next amount due", carried: 20, total: 100,
                minimum: 50,
                applied: -20, due: 120, causes: ["carried_collected 20"]),
            Case(
                testDescription: "small amounts add up until they reach the minimum", carried: 20, total: 29,
                minimum: 50,
                applied: 29, due: 0, causes: ["carried_collected 20", "carried -49"], carries: 49),
            Case(
                testDescription: "credit pays the total and never what is carried",
                grants: [Grant(amount: 500)], carried: 20,
                total: 100, minimum: 50, applied: 100, due: 0,
                causes: ["applied -100", "carried_collected 20", "carried -20"], left: [400], carries: 20),
            Case(
                testDescription: "credit that leaves less than the minimum has the rest carried",
                grants: [Grant(amount: 70)],
                total: 100, minimum: 50, applied: 100, due: 0, causes: ["applied -70", "carried -30"],
                carries: 30),
        ])
    func settles(_ row: Case) {
        var balance = AccountBalance.empty
        for grant in row.grants {
            _ = balance.grant(
                grant.amount, cause: .granted, expiresAt: grant.expires.map { at($0) }, at: at("2024-01-01"))
        }
        balance.carriedMinorUnits = row.carried
        let before = balance.grants.reduce(-row.carried) { $0 + $1.remainingMinorUnits }
        let settlement = balance.settle(total: row.total, minimum: row.minimum, at: at("2024-03-01"))
        #expect(settlement.appliedMinorUnits == row.applied)
        #expect(settlement.dueMinorUnits == row.due)
        #expect(settlement.entries.map { "\($0.cause.rawValue) \($0.minorUnits)" } == row.causes)
        #expect(balance.grants.map(\.remainingMinorUnits) == row.left)
        #expect(balance.carriedMinorUnits == row.carries)
        // 9.3: the balance is the sum of its rows.
        let rows = settlement.entries.reduce(before) { $0 + $1.minorUnits }
        #expect(balance.minorUnits(at: at("2024-03-01")) == rows)
    }

    @Test("a balance counts what has not expired, and a row takes the rest off at its own instant")
    func expiry() {
        var balance = AccountBalance.empty
        _ = balance.grant(100, cause: .granted, expiresAt: at("2024-02-01"), at: at("2024-01-01"))
        _ = balance.grant(30, cause: .granted, expiresAt: nil, at: at("2024-01-01"))
        #expect(balance.minorUnits(at: at("2024-01-31")) == 130)
        #expect(balance.minorUnits(at: at("2024-02-01")) == 30)
        let rows = balance.expire(at: at("2024-03-01"))
        #expect(rows == [BalanceEntry(cause: .expired, minorUnits: -100, at: at("2024-02-01"))])
        #expect(balance.expire(at: at("2024-03-01")).isEmpty)
    }

    @Test("every booking adds up to zero")
    func ledger() throws {
        let shop = Shop(
            tax: TaxTable(jurisdictions: ["US-CA": [TaxRow(name: "State", rate: .all(decimal("8.25")))]]))
        var balance = AccountBalance.empty
        _ = balance.grant(1_000, cause: .granted, expiresAt: nil, at: at("2024-01-01"))
        let invoice = try #require(try shop.subscribe(balance: balance).invoice)
        let entries = LedgerPosting.issued(invoice).map { "\($0.account.name) \($0.minorUnits)" }
        #expect(
            entries == ["receivable 7552", "customer_balance 1000", "revenue -7900", "tax:US-CA:State -652"])
        let bookings =
            [LedgerPosting.issued(invoice), LedgerPosting.paid(5), LedgerPosting.uncollectible(7)]
            + BalanceEntry.Cause.allCases.map {
                LedgerPosting.balance(BalanceEntry(cause: $0, minorUnits: 9, at: at("2024-01-01")))
            }
        for booking in bookings { #expect(booking.reduce(0) { $0 + $1.minorUnits } == 0) }
    }
}
