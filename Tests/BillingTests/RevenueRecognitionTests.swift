import BillingCalendar
import Monetary
import PropertyTestKit
import SystemTimeZones
import Testing

@testable import Billing

@Suite("Revenue recognition") struct RevenueRecognitionTests {
    private static func day(_ text: String) throws -> CivilDate { try CivilDate(parsing: text) }

    private static func invoice(_ amount: Int64, _ period: Period, issued: String) throws -> InvoiceDraft {
        var line = InvoiceLine.of(.plan, "pro", amount)
        line.period = period
        var draft = try CreditNoteSamples.draft([line], table: TaxTable())
        draft.issuedAt = at(issued)
        return draft
    }

    private static func days(
        _ invoice: InvoiceDraft, from: String, to: String, reversals: [RevenueRecognition.Reversal] = [],
        voidedAt: Instant? = nil, zone: Zone = .utc
    ) throws -> [RevenueRecognition.Day] {
        var recognition = try RevenueRecognition(from: day(from), to: day(to), zone: zone)
        try recognition.add(invoice, reversals: reversals, voidedAt: voidedAt)
        return recognition.days
    }

    @Test("100.00 over four days is 25.00 a day, and what is not earned yet is deferred")
    func advance() throws {
        let invoice = try Self.invoice(10_000, period("2024-02-01", "2024-02-05"), issued: "2024-02-01")
        let days = try Self.days(invoice, from: "2024-01-31", to: "2024-02-05")
        #expect(days.map(\.recognizedMinorUnits) == [0, 2_500, 2_500, 2_500, 2_500, 0])
        #expect(days.map(\.deferredMinorUnits) == [0, 7_500, 5_000, 2_500, 0, 0])
        #expect(days.map(\.billedMinorUnits) == [0, 10_000, 0, 0, 0, 0])
        #expect(days.allSatisfy { $0.accruedMinorUnits == 0 })
    }

    @Test(
        "left-over cents go to the largest remainders, half days count half, and the days add up to the line")
    func remainders() throws {
        let invoice = try Self.invoice(
            100, period("2024-02-01T12:00:00Z", "2024-02-04T00:00:00Z"), issued: "2024-02-01")
        // 2.5 days: 20, 40 and 40.
        let days = try Self.days(invoice, from: "2024-02-01", to: "2024-02-03")
        #expect(days.map(\.recognizedMinorUnits) == [20, 40, 40])
        let thirds = try Self.invoice(100, period("2024-02-01", "2024-02-04"), issued: "2024-02-01")
        #expect(
            try Self.days(thirds, from: "2024-02-01", to: "2024-02-03").map(\.recognizedMinorUnits) == [
                34, 33, 33,
            ])
    }

    @Test("use billed in arrears is accrued until it is billed")
    func arrears() throws {
        let invoice = try Self.invoice(300, period("2024-02-01", "2024-02-04"), issued: "2024-02-04")
        let days = try Self.days(invoice, from: "2024-02-01", to: "2024-02-05")
        #expect(days.map(\.recognizedMinorUnits) == [100, 100, 100, 0, 0])
        #expect(days.map(\.accruedMinorUnits) == [100, 200, 300, 0, 0])
    }

    @Test("what is taken back counts on its days, but not on days that were over")
    func reversals() throws {
        let invoice = try Self.invoice(400, period("2024-02-01", "2024-02-05"), issued: "2024-02-01")
        let half = RevenueRecognition.Reversal(line: 1, baseMinorUnits: 200, at: at("2024-02-03"))
        let days = try Self.days(invoice, from: "2024-02-01", to: "2024-02-05", reversals: [half])
        // 50 a day back, those of the first two days on the third.
        #expect(days.map(\.recognizedMinorUnits) == [100, 100, -50, 50, 0])
        #expect(days.map(\.deferredMinorUnits) == [300, 200, 50, 0, 0])
        let voided = try Self.days(
            invoice, from: "2024-02-01", to: "2024-02-05", voidedAt: at("2024-02-02T10:00:00Z"))
        #expect(voided.map(\.recognizedMinorUnits) == [100, -100, 0, 0, 0])
        #expect(voided.map(\.deferredMinorUnits) == [300, 0, 0, 0, 0])
    }

    @Test("days are those of the zone, also when one of them has 23 hours")
    func zones() throws {
        let berlin = try ZoneDatabase.system.zone("Europe/Berlin")
        // 30 March 2024 00:00 to 1 April 00:00 in Berlin: 24 and 23 hours.
        let invoice = try Self.invoice(
            4_700, period("2024-03-29T23:00:00Z", "2024-03-31T22:00:00Z"), issued: "2024-03-29T23:00:00Z")
        let days = try Self.days(invoice, from: "2024-03-30", to: "2024-03-31", zone: berlin)
        #expect(days.map(\.recognizedMinorUnits) == [2_400, 2_300])
    }

    @Test("a range without days or without invoices is empty")
    func empty() throws {
        let invoice = try Self.invoice(400, period("2024-02-01", "2024-02-05"), issued: "2024-02-01")
        #expect(try Self.days(invoice, from: "2024-02-02", to: "2024-02-01").isEmpty)
        let none = try RevenueRecognition(
            from: Self.day("2024-01-01"), to: Self.day("2024-01-31"), zone: .utc)
        #expect(none.days.isEmpty)
    }

    @Test("whatever was billed and taken back: the days add up to the net of tax, and nothing stays deferred")
    func sums() throws {
        var random = SeededGenerator("RevenueRecognitionTests.sums")
        for _ in 0..<200 {
            var invoice = try CreditNoteSamples.invoice(&random)
            invoice.content.issuedAt = at("2024-01-01").adding(
                seconds: .random(in: 0...4_000_000, using: &random))
            for index in invoice.content.lines.indices {
                let start = at("2024-01-01").adding(seconds: .random(in: 0...3_000_000, using: &random))
                invoice.content.lines[index].period = Period(
                    start: start, end: start.adding(seconds: .random(in: 0...5_000_000, using: &random)))
            }
            let base = try invoice.content.lineParts().reduce(0) { $0 + $1.baseMinorUnits }
            let note = try invoice.credit(
                .init(
                    extent: .amount(
                        minorUnits: .random(in: 1...invoice.content.totalMinorUnits, using: &random)),
                    reason: "r"), after: [], at: invoice.content.issuedAt.adding(seconds: 100_000))
            var recognition = try RevenueRecognition(
                from: Self.day("2023-12-01"), to: Self.day("2024-12-31"), zone: .utc)
            try recognition.add(
                invoice.content,
                reversals: note.lines.map {
                    .init(line: $0.line, baseMinorUnits: $0.parts.baseMinorUnits, at: note.issuedAt)
                }, voidedAt: nil)
            let credited = note.lines.reduce(0) { $0 + $1.parts.baseMinorUnits }
            let days = recognition.days
            #expect(days.reduce(0) { $0 + $1.recognizedMinorUnits } == base - credited)
            #expect(days.reduce(0) { $0 + $1.billedMinorUnits } == base - credited)
            #expect(days.last.map { $0.deferredMinorUnits == 0 && $0.accruedMinorUnits == 0 } ?? true)
            // Billed up to a day is what was earned of it and what is deferred, less what was earned before its bill.
            var billed: Int64 = 0
            var earned: Int64 = 0
            for day in days {
                billed += day.billedMinorUnits
                earned += day.recognizedMinorUnits
                #expect(billed - earned == day.deferredMinorUnits - day.accruedMinorUnits)
            }
        }
    }
}
