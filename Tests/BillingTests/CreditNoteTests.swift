import BillingCalendar
import Foundation
import Monetary
import PropertyTestKit
import Testing

@testable import Billing

@Suite("Credit notes") struct CreditNoteTests {
    /// Two lines taxed at 8.25 %, one of them with three units, and one that is not taxed.
    private static func invoice(
        nets: [Int64] = [10_000, 3_333, 500], due: Int64? = nil, status: InvoiceStatus = .open
    ) throws -> Invoice {
        let table = TaxTable(jurisdictions: [
            "US-CA": [TaxRow(name: "Sales", rate: .byTaxCode(["standard": decimal("8.25"), "free": .zero]))]
        ])
        var lines = [InvoiceLine.of(.plan, "pro", nets[0])]
        lines += nets.dropFirst().enumerated().map {
            .of(.addon, "extra\($0)", $1, taxCode: $0 == 1 ? "free" : "standard")
        }
        lines[1].quantity = decimal("3")
        var invoice = Invoice(
            id: "inv", number: "INV-1", content: try CreditNoteSamples.draft(lines, table: table))
        if let due {
            invoice.content.balanceAppliedMinorUnits = invoice.content.totalMinorUnits - due
            invoice.content.amountDueMinorUnits = due
        }
        invoice.status = status
        if status == .paid { invoice.amountPaidMinorUnits = invoice.content.amountDueMinorUnits }
        return invoice
    }

    private static func line(_ line: Int, _ part: CreditNoteOrder.Line.Part = .rest) -> CreditNoteOrder.Line {
        CreditNoteOrder.Line(line: line, part: part)
    }

    @Test(
        "what is ordered of 100.00 + 33.33 at 8.25 % and 5.00 without tax",
        arguments: [
            // Total 138.33 + 11.00 tax.
            (.whole, 14_933, 1_100, [10_825, 3_608, 500]),
            (.lines([line(1)]), 10_825, 825, [10_825]),
            (.lines([line(2)]), 3_608, 275, [3_608]),
            (.lines([line(3)]), 500, 0, [500]),
            (.lines([line(1, .amount(minorUnits: 5_000))]), 5_413, 413, [5_413]),
            (.lines([line(2, .quantity(decimal("1")))]), 1_203, 92, [1_203]),
            (.lines([line(3), line(1)]), 11_325, 825, [10_825, 500]),
            (.amount(minorUnits: 1), 1, 0, [1]),
            (.amount(minorUnits: 7_000), 7_000, 516, [5_075, 1_691, 234]),
            // Tax alone: 8.25 and 2.75, in parts of 3 : 1.
            (.tax(minorUnits: nil), 1_100, 1_100, [825, 275]),
            (.tax(minorUnits: 401), 401, 401, [301, 100]),
        ] as [(CreditNoteOrder.Extent, Int64, Int64, [Int64])])
    func extents(_ extent: CreditNoteOrder.Extent, total: Int64, tax: Int64, lines: [Int64]) throws {
        let invoice = try Self.invoice()
        let note = try invoice.credit(.init(extent: extent, reason: "r"), after: [], at: at("2024-01-02"))
        #expect(note.totalMinorUnits == total)
        #expect(note.taxMinorUnits == tax)
        #expect(note.lines.map(\.totalMinorUnits) == lines)
        #expect(note.netMinorUnits == total - tax)
        #expect(note.verify(against: invoice, after: []) == [])
    }

    @Test(
        "an open invoice asks for less, what was paid goes to the balance or back",
        arguments: [
            (.open, nil, .balance, 14_933, 0, 0), (.paid, nil, .balance, 0, 0, 14_933),
            (.paid, nil, .refund, 0, 14_933, 0),
            // The balance had paid 49.33: that goes back to it.
            (.paid, 10_000, .refund, 0, 10_000, 4_933), (.open, 10_000, .balance, 10_000, 0, 4_933),
        ] as [(InvoiceStatus, Int64?, CreditNoteOrder.Destination, Int64, Int64, Int64)])
    func settlement(
        status: InvoiceStatus, due: Int64?, destination: CreditNoteOrder.Destination, reduction: Int64,
        refund: Int64, balance: Int64
    ) throws {
        let invoice = try Self.invoice(due: due, status: status)
        let note = try invoice.credit(
            .init(extent: .whole, reason: "r", destination: destination), after: [], at: at("2024-01-02"))
        let settled = CreditSettlement(
            reductionMinorUnits: reduction, refundMinorUnits: refund, balanceMinorUnits: balance)
        #expect(note.settlement == settled)
        #expect(LedgerPosting.credited(note).reduce(0) { $0 + $1.minorUnits } == 0)
        #expect(note.verify(against: invoice, after: []) == [])
    }

    @Test(
        "what the invoice does not hold is refused in words that say why",
        arguments: [
            (.whole, " ", "say why"), (.amount(minorUnits: 0), "r", "is not above zero"),
            (.amount(minorUnits: 14_934), "r", "at most the 149.33 that is left of invoice INV-1"),
            (.tax(minorUnits: 1_101), "r", "at most the 11.00 of tax that is left of invoice INV-1"),
            (.lines([]), "r", "name a line"), (.lines([line(4)]), "r", "has the lines 1 to 3"),
            (.lines([line(1), line(1)]), "r", "named twice"),
            (.lines([line(1, .amount(minorUnits: 10_001))]), "r", "of which 100.00 is left"),
            (.lines([line(1, .amount(minorUnits: -1))]), "r", "cannot be taken from line 1"),
            (.lines([line(2, .quantity(decimal("3.1")))]), "r", "at most 3"),
            (.lines([line(2, .quantity(decimal("-1")))]), "r", "above zero"),
        ] as [(CreditNoteOrder.Extent, String, String)])
    func refused(extent: CreditNoteOrder.Extent, reason: String, words: String) throws {
        let invoice = try Self.invoice()
        #expect {
            try invoice.credit(.init(extent: extent, reason: reason), after: [], at: at("2024-01-02"))
        } throws: {
            "\($0)".contains(words)
        }
    }

    @Test(
        "a void or written-off invoice, an instant before the issue and a refund of nothing are refused",
        arguments: [
            (.void, .balance, "2024-01-02", "was voided"),
            (.uncollectible, .balance, "2024-01-02", "written off"),
            (.open, .balance, "2023-12-31", "cannot be issued before 2024-01-01"),
            (.open, .refund, "2024-01-02", "nothing to send back"),
        ] as [(InvoiceStatus, CreditNoteOrder.Destination, String, String)])
    func refusedInvoice(
        status: InvoiceStatus, destination: CreditNoteOrder.Destination, instant: String, words: String
    ) throws {
        let invoice = try Self.invoice(status: status)
        let order = CreditNoteOrder(extent: .whole, reason: "r", destination: destination)
        #expect {
            try invoice.credit(order, after: [], at: at(instant))
        } throws: {
            "\($0)".contains(words)
        }
    }

    @Test("a line below zero is credited with the lines it belongs to, never so that the tax row turns")
    func negativeLines() throws {
        let invoice = try Self.invoice(nets: [10_000, -4_000, 5_000])
        // 60.00 at 8.25 % and 50.00 free: line 1 alone would give back 8.25 of 4.95 tax.
        #expect {
            try invoice.credit(
                .init(extent: .lines([Self.line(1)]), reason: "r"), after: [], at: at("2024-02-01"))
        } throws: {
            "\($0)".contains("more Sales in US-CA than invoice INV-1 charged")
        }
        #expect {
            try invoice.credit(
                .init(extent: .lines([Self.line(2)]), reason: "r"), after: [], at: at("2024-02-01"))
        } throws: {
            "\($0)".contains("credit nothing")
        }
        let both = try invoice.credit(
            .init(extent: .lines([Self.line(1), Self.line(2)]), reason: "r"), after: [], at: at("2024-02-01"))
        #expect(both.totalMinorUnits == 6_495)
        let rest = try invoice.credit(
            .init(extent: .whole, reason: "r"), after: [CreditNote(id: "c", number: "1", content: both)],
            at: at("2024-02-01"))
        #expect(rest.totalMinorUnits == 5_000)
    }

    @Test(
        "a note that comes to all that is left clears what lines above and below zero hold against each other"
    )
    func lastNoteClears() throws {
        // −20.00 and 10.00 at 8.25 %, 50.00 free of tax: 39.17, which is a part of the free line alone.
        let invoice = try Self.invoice(nets: [-2_000, 1_000, 5_000])
        var notes: [CreditNote] = []
        for amount in [1_000, 2_917] as [Int64] {
            let order = CreditNoteOrder(
                extent: .lines([Self.line(3, .amount(minorUnits: amount))]), reason: "r")
            let note = try invoice.credit(order, after: notes, at: at("2024-01-02"))
            #expect(note.totalMinorUnits == amount)
            #expect(note.verify(against: invoice, after: notes) == [])
            notes.append(CreditNote(id: "\(notes.count)", number: "\(notes.count)", content: note))
        }
        #expect(notes.map { $0.content.lines.map(\.line) } == [[3], [1, 2, 3]])
        #expect(notes.map(\.content.taxMinorUnits) == [0, -83])
        #expect(notes[1].content.lines.map(\.totalMinorUnits) == [-2_165, 1_082, 4_000])
        #expect {
            try invoice.credit(.init(extent: .whole, reason: "r"), after: notes, at: at("2024-01-02"))
        } throws: {
            "\($0)".contains("nothing is left of invoice INV-1")
        }
    }

    @Test("tax alone is taken back once, and the nets stay for later notes")
    func taxAlone() throws {
        let invoice = try Self.invoice(status: .paid)
        let tax = CreditNoteOrder(extent: .tax(minorUnits: nil), reason: "VAT id handed in later")
        let note = try invoice.credit(tax, after: [], at: at("2024-01-02"))
        #expect(note.taxes.map(\.baseMinorUnits).allSatisfy { $0 == 0 })
        #expect(LedgerPosting.credited(note).reduce(0) { $0 + $1.minorUnits } == 0)
        let notes = [CreditNote(id: "c", number: "1", content: note)]
        #expect {
            try invoice.credit(tax, after: notes, at: at("2024-01-02"))
        } throws: {
            "\($0)".contains("no tax is left of invoice INV-1")
        }
        let rest = try invoice.credit(.init(extent: .whole, reason: "r"), after: notes, at: at("2024-01-03"))
        #expect(rest.totalMinorUnits == 13_833 && rest.taxMinorUnits == 0)
        #expect(rest.verify(against: invoice, after: notes) == [])
    }

    @Test("three credits of a unit each end at the line's whole, though a third of it is no whole cent")
    func units() throws {
        let invoice = try Self.invoice(nets: [10_000, 1_000, 500])
        var notes: [CreditNote] = []
        for _ in 0..<3 {
            let order = CreditNoteOrder(
                extent: .lines([Self.line(2, .quantity(.one))]), reason: "one of three seats")
            let note = try invoice.credit(order, after: notes, at: at("2024-01-02"))
            #expect(note.verify(against: invoice, after: notes) == [])
            notes.append(CreditNote(id: "\(notes.count)", number: "\(notes.count)", content: note))
        }
        #expect(notes.map(\.content.netMinorUnits) == [333, 334, 333])
        #expect(notes.reduce(0) { $0 + $1.content.totalMinorUnits } == 1_083)
    }

    @Test("any number of a note that is altered is found", arguments: RichInvoice.taxes.indices)
    func altered(_ index: Int) throws {
        var invoice = Invoice(
            id: "i", number: "I", content: try RichInvoice.invoice(RichInvoice.taxes[index].table))
        invoice.status = .paid
        invoice.amountPaidMinorUnits = invoice.content.amountDueMinorUnits
        let order = CreditNoteOrder(extent: .amount(minorUnits: 12_345), reason: "r", destination: .refund)
        let note = try invoice.credit(order, after: [], at: at("2024-04-01"))
        #expect(note.verify(against: invoice, after: []) == [])
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(note))
        // Copies of the invoice's own words, which are compared with it or say how a row is taxed.
        let copied = ["rate", "order", "invoiceNumber"]
        let places = JSONPlaces(json).numbers.filter { !copied.contains($0.key) }
        #expect(places.count > 20)
        for place in places {
            let altered = try JSONDecoder().decode(
                CreditNoteDraft.self, from: JSONSerialization.data(withJSONObject: place.altered(json)))
            #expect(!altered.verify(against: invoice, after: []).isEmpty, "\(place.path) is not looked at")
        }
    }
}

@Suite("Sequences of credit notes") struct CreditNoteProperties {
    @Test("any sequence of partial credits ends exactly at the whole, in every line and tax row")
    func sequences() throws {
        var random = SeededGenerator("CreditNoteProperties.sequences")
        for _ in 0..<400 {
            let invoice = try CreditNoteSamples.invoice(&random)
            var notes: [CreditNote] = []
            while notes.reduce(0, { $0 + $1.content.totalMinorUnits }) < invoice.content.totalMinorUnits {
                let order = CreditNoteSamples.order(of: invoice, isLast: notes.count == 8, &random)
                do throws(BillingError) {
                    let note = try invoice.credit(order, after: notes, at: at("2024-02-01"))
                    #expect(note.verify(against: invoice, after: notes) == [], "\(order.extent)")
                    notes.append(CreditNote(id: "\(notes.count)", number: "\(notes.count)", content: note))
                } catch {
                    guard case .rule("10.2", _) = error, order.extent != .whole else { throw error }
                }
            }
            try check(notes, of: invoice)
        }
    }

    private func check(_ notes: [CreditNote], of invoice: Invoice) throws {
        let contents = notes.map(\.content)
        #expect(contents.reduce(0) { $0 + $1.totalMinorUnits } == invoice.content.totalMinorUnits)
        #expect(contents.allSatisfy { LedgerPosting.credited($0).reduce(0) { $0 + $1.minorUnits } == 0 })
        for row in invoice.content.taxes {
            let credited = contents.flatMap(\.taxes).filter { row.isSameRow(as: $0) }
            #expect(credited.reduce(0) { $0 + $1.baseMinorUnits } == row.baseMinorUnits)
            #expect(credited.reduce(0) { $0 + $1.amountMinorUnits } == row.amountMinorUnits)
        }
        let parts = try invoice.content.lineParts()
        for (index, whole) in parts.enumerated() {
            let credited = contents.flatMap(\.lines).filter { $0.line == index + 1 }.map(\.parts)
            #expect(credited.reduce(0) { $0 + $1.baseMinorUnits } == whole.baseMinorUnits)
            #expect(credited.reduce(0) { $0 + $1.totalMinorUnits } == whole.totalMinorUnits)
        }
    }

    @Test("the parts of the lines add up to every row of the tax table, and a line to its net and tax")
    func parts() throws {
        var random = SeededGenerator("CreditNoteProperties.parts")
        for _ in 0..<1_000 {
            let draft = try CreditNoteSamples.invoice(&random).content
            let parts = try draft.lineParts()
            for (index, row) in draft.taxes.enumerated() {
                let taxed = parts.filter { $0.taxes.contains { $0.row == index + 1 } }
                let tax = taxed.flatMap(\.taxes).filter { $0.row == index + 1 }.reduce(0) {
                    $0 + $1.minorUnits
                }
                #expect(tax == row.amountMinorUnits)
                #expect(taxed.reduce(0) { $0 + $1.baseMinorUnits } == row.baseMinorUnits)
            }
            #expect(parts.reduce(0) { $0 + $1.totalMinorUnits } == draft.totalMinorUnits)
        }
    }
}

/// Invoices and orders at random.
enum CreditNoteSamples {
    static func draft(_ lines: [InvoiceLine], table: TaxTable) throws -> InvoiceDraft {
        var lines = lines
        let rules = TaxRules(
            table: table, seller: Seller(id: "s", name: "S", country: "US", region: "CA", timeZoneID: "UTC"),
            buyer: Account(
                id: "acme", currency: currency("USD"), timeZoneID: "UTC", country: "US", region: "CA"),
            issueDate: try CivilDate(year: 2024, month: 1, day: 1))
        for index in lines.indices where lines[index].tax == nil {
            lines[index].tax = rules.tax(for: lines[index].taxCode)
        }
        let taxed = lines.compactMap { line in line.tax.map { (line.netMinorUnits, $0) } }
        var draft = InvoiceDraft(
            identity: .init(subscription: "sub", kind: .cycle, at: at("2024-01-01"), ordinal: 0),
            account: "acme",
            currency: currency("USD"), issuedAt: at("2024-01-01"), dueAt: at("2024-01-01"), lines: lines,
            taxes: try TaxTotals.amounts(of: taxed, table: table), taxIsIncluded: table.inclusive,
            taxRounding: table.rounding, coupons: [], balanceAppliedMinorUnits: 0, amountDueMinorUnits: 0)
        draft.amountDueMinorUnits = max(0, draft.totalMinorUnits)
        return draft
    }

    /// One to eight lines, some below zero, taxed in up to three ways; its total is above zero.
    static func invoice(_ random: inout SeededGenerator) throws -> Invoice {
        let table = TaxTable(
            rounding: Bool.random(using: &random) ? .invoice : .line, inclusive: Bool.random(using: &random),
            jurisdictions: [
                "US": [TaxRow(name: "Levy", rate: .byTaxCode(["b": decimal("1.5"), "c": decimal("0.1")]))],
                "US-CA": [
                    TaxRow(name: "State", rate: .byTaxCode(["a": decimal("6"), "b": decimal("6.25")])),
                    TaxRow(name: "County", rate: .all(decimal("2.125"))),
                ],
            ])
        let hasNegatives = Bool.random(using: &random)
        let size: Int64 = [20, 5_000, 100_000_000].randomElement(using: &random) ?? 20
        while true {
            let lines = (0..<Int.random(in: 1...8, using: &random)).map { index -> InvoiceLine in
                let amount = Int64.random(in: 0...size, using: &random)
                let isNegative = hasNegatives && Int.random(in: 0..<3, using: &random) == 0
                var line = InvoiceLine.of(
                    isNegative ? .prorationCredit : .addon, "item\(index)", isNegative ? -amount / 3 : amount,
                    taxCode: ["a", "b", "c"].randomElement(using: &random) ?? "a")
                line.quantity = ExactDecimal(Int64.random(in: 1...5, using: &random))
                if Int.random(in: 0..<5, using: &random) == 0 {
                    line.tax = LineTax.none(category: .exempt, country: "US")
                }
                return line
            }
            var invoice = Invoice(id: "inv", number: "INV-1", content: try draft(lines, table: table))
            guard invoice.content.totalMinorUnits > 0 else { continue }
            if Bool.random(using: &random) {
                invoice.status = .paid
                invoice.amountPaidMinorUnits = invoice.content.amountDueMinorUnits
            }
            return invoice
        }
    }

    static func order(
        of invoice: Invoice, isLast: Bool, _ random: inout SeededGenerator
    ) -> CreditNoteOrder {
        let total = invoice.content.totalMinorUnits
        let lines = invoice.content.lines
        func part(_ index: Int) -> CreditNoteOrder.Line {
            let net = lines[index].netMinorUnits
            let amount = net == 0 ? 0 : Int64.random(in: min(net, 0)...max(net, 0), using: &random)
            let parts: [CreditNoteOrder.Line.Part] = [.rest, .amount(minorUnits: amount)]
            return .init(line: index + 1, part: parts.randomElement(using: &random) ?? .rest)
        }
        let chosen = lines.indices.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        let extents: [CreditNoteOrder.Extent] = [
            .amount(minorUnits: Int64.random(in: 1...max(1, total / 2), using: &random)),
            .lines(chosen.isEmpty ? [part(0)] : chosen.map(part)), .lines([part(lines.count - 1)]),
            .tax(minorUnits: nil), .tax(minorUnits: Int64.random(in: 1...max(1, total / 40), using: &random)),
        ]
        return CreditNoteOrder(
            extent: isLast || Int.random(in: 0..<20, using: &random) == 0
                ? .whole : extents.randomElement(using: &random) ?? .whole,
            reason: "r")
    }
}
