import Billing
import BillingCalendar
import BillingRun
import Monetary
import ScenarioGenerator
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// Nobody is credited more than was charged (rule 4.1), whoever gives it back: a proration, a credit note or a void; on
/// both engines.
@Suite struct CorrectedChargeTests {
    private typealias Engine = any BillingBooks & BooksInspection
    private static let start = instant("2024-01-01T05:00:00Z")

    private static func engines() async throws -> [(books: Engine, world: Bookkeeping?)] {
        let world = try await Bookkeeping()
        return [(world.books, world), (try MemoryBooks(catalog: .sample(), zones: .system), nil)]
    }

    /// The plan "big": 199.00, without tax unless it is asked for: 16.42.
    private static func customer(_ books: Engine, isTaxed: Bool = false) async throws -> Invoice {
        var account = try Account.sample("acct_1", collection: .manual)
        account.isTaxExempt = !isTaxed
        try await AccountCommands(books: books).add(account, at: start)
        let order = SubscribeOrder(
            subscription: "sub_1", account: "acct_1", plan: "big", interval: .init(.month))
        return try await SubscriptionCommands(books: books).subscribe(order, at: start)[0]
    }

    private static func pay(_ invoice: Invoice, _ books: Engine, at: Instant) async throws {
        let order = ManualPaymentOrder(amountMinorUnits: invoice.outstandingMinorUnits, reference: "bank")
        _ = try await InvoiceCorrections(books: books, author: "ann").record(
            order, for: invoice.number, at: at)
    }

    private static func credit(
        _ number: String, _ extent: CreditNoteOrder.Extent, _ books: Engine, at: Instant
    ) async throws {
        _ = try await InvoiceCorrections(books: books, author: "ann").credit(
            number, CreditNoteOrder(extent: extent, reason: "r"), at: at)
    }

    private static func balance(_ books: Engine, at: Instant) async throws -> Int64 {
        try await books.allBalances().reduce(0) { $0 + $1.balance.minorUnits(at: at) }
    }

    private static let second = start.adding(seconds: 86_400)
    /// Half of January.
    private static let middle = start.adding(seconds: 31 * 43_200)

    private static func end(_ books: Engine) async throws {
        _ = try await SubscriptionCommands(books: books).cancel(
            CancelOrder(subscription: "sub_1", when: .now, prorate: true), at: middle)
    }

    @Test(
        "what a credit note took back is not credited again at the end: the rest is, by its share of the time",
        arguments: [
            (.whole, 19_900, 0), (.amount(minorUnits: 9_900), 9_900, 5_000),
            (.lines([.init(line: 1, part: .amount(minorUnits: 19_899))]), 19_899, 1),
        ] as [(CreditNoteOrder.Extent, Int64, Int64)])
    func creditedFirst(_ extent: CreditNoteOrder.Extent, noted: Int64, prorated: Int64) async throws {
        for (books, world) in try await Self.engines() {
            let invoice = try await Self.customer(books)
            try await Self.pay(invoice, books, at: Self.start)
            try await Self.credit(invoice.number, extent, books, at: Self.second)
            #expect(try await Self.balance(books, at: Self.second) == noted)
            try await Self.end(books)
            #expect(try await Self.balance(books, at: Self.middle) == noted + prorated)
            if let world { #expect(try await world.books.checkBooks() == []) }
        }
    }

    @Test("a voided invoice charged nothing: a change of the plan credits nothing of it")
    func voidedFirst() async throws {
        for (books, world) in try await Self.engines() {
            let invoice = try await Self.customer(books)
            _ = try await InvoiceCorrections(books: books, author: "ann").void(
                invoice.number, reason: "wrong buyer", at: Self.second)
            let made = try await SubscriptionCommands(books: books).change(
                ChangeOrder(subscription: "sub_1", plan: "pro", proration: .alwaysInvoice), at: Self.middle)
            #expect(made.map(\.content.totalMinorUnits) == [3_950])
            if let world { #expect(try await world.books.checkBooks() == []) }
        }
    }

    @Test("what was credited for unused time is not left to a credit note, nor to a void")
    func proratedFirst() async throws {
        for (books, world) in try await Self.engines() {
            let invoice = try await Self.customer(books)
            try await Self.end(books)
            let corrections = InvoiceCorrections(books: books, author: "ann")
            await #expect {
                _ = try await corrections.void(invoice.number, reason: "r", at: Self.middle)
            } throws: {
                "\($0)".contains("99.50 of invoice \(invoice.number) was credited for unused time already")
            }
            try await Self.pay(invoice, books, at: Self.middle)
            await #expect {
                try await Self.credit(invoice.number, .whole, books, at: Self.middle)
            } throws: {
                "\($0)".contains("at most 99.50 of its net and 0.00 of its tax is left: `--line 1=99.50`")
            }
            try await Self.credit(
                invoice.number, .lines([.init(line: 1, part: .amount(minorUnits: 9_950))]), books,
                at: Self.middle)
            #expect(try await Self.balance(books, at: Self.middle) == 19_900)
            await #expect(throws: BillingError.self) {
                try await Self.credit(invoice.number, .amount(minorUnits: 1), books, at: Self.middle)
            }
            if let world { #expect(try await world.books.checkBooks() == []) }
        }
    }

    @Test("tax that was given back alone is not given back again with unused time")
    func taxFirst() async throws {
        for (books, world) in try await Self.engines() {
            let invoice = try await Self.customer(books, isTaxed: true)
            try await Self.pay(invoice, books, at: Self.start)
            try await Self.credit(invoice.number, .tax(minorUnits: nil), books, at: Self.second)
            #expect(try await Self.balance(books, at: Self.second) == 1_642)
            try await Self.end(books)
            #expect(try await Self.balance(books, at: Self.middle) == 1_642 + 9_950)
            if let world { #expect(try await world.books.checkBooks() == []) }
        }
    }

    @Test("of the tax, too, only the part is left that unused time did not give back")
    func taxAfterTime() async throws {
        for (books, _) in try await Self.engines() {
            let invoice = try await Self.customer(books, isTaxed: true)
            try await Self.pay(invoice, books, at: Self.start)
            try await Self.end(books)
            // 99.50 and 8.21 of tax.
            #expect(try await Self.balance(books, at: Self.middle) == 10_771)
            await #expect(throws: BillingError.self) {
                try await Self.credit(invoice.number, .tax(minorUnits: nil), books, at: Self.middle)
            }
            try await Self.credit(invoice.number, .tax(minorUnits: 821), books, at: Self.middle)
            await #expect(throws: BillingError.self) {
                try await Self.credit(invoice.number, .tax(minorUnits: 1), books, at: Self.middle)
            }
        }
    }

    @Test(
        "however changes, boundaries, credit notes and voids follow each other, a charge is credited once",
        arguments: 1...6 as ClosedRange<UInt64>)
    func randomly(seed: UInt64) async throws {
        var told: [[String]] = []
        for (books, world) in try await Self.engines() {
            var story = CorrectedStory(books, seed: seed)
            try await story.begin()
            for _ in 0..<40 { try await story.step() }
            try await story.end()
            told.append(story.told)
            if let world { #expect(try await world.books.checkBooks() == []) }
        }
        #expect(told[0] == told[1], "memory and database come to the same")
    }
}

/// A subscription to which everything happens that charges or credits, by chance; after each step its charges are
/// counted.
private struct CorrectedStory {
    let books: any BillingBooks & BooksInspection
    let subscriptions: SubscriptionCommands
    let corrections: InvoiceCorrections
    var dice: Dice
    var now = instant("2024-01-01T05:00:00Z")
    /// What happened, in words that do not tell the engines apart.
    var told: [String] = []
    private var references = 0

    init(_ books: any BillingBooks & BooksInspection, seed: UInt64) {
        self.books = books
        subscriptions = SubscriptionCommands(books: books)
        corrections = InvoiceCorrections(books: books, author: "ann")
        dice = Dice(seed: seed)
    }

    mutating func begin() async throws {
        try await AccountCommands(books: books).add(.sample("acct_1", collection: .manual), at: now)
        let order = SubscribeOrder(
            subscription: "sub_1", account: "acct_1", plan: "big", interval: .init(.month),
            addOns: ["database": ExactDecimal(2)])
        _ = try await subscriptions.subscribe(order, at: now)
    }

    mutating func step() async throws {
        // Some things happen within one second.
        now = now.adding(seconds: Int64(dice.pick([0, 0, 1, 3_600, 86_400, 9 * 86_400])))
        do {
            try await act()
        } catch let error as BillingError {
            told.append("refused: \(error)")
        }
        try await count()
    }

    mutating func end() async throws {
        _ = try await subscriptions.cancel(
            CancelOrder(subscription: "sub_1", when: .now, prorate: true), at: now)
        try await count()
    }

    private mutating func act() async throws {
        let proration = dice.pick(ProrationBehavior.allCases)
        switch dice.number(in: 0...9) {
        case 0...2:
            let order = ChangeOrder(
                subscription: "sub_1", plan: dice.pick(["pro", "big"]),
                quantity: ExactDecimal(Int64(dice.number(in: 1...3))), proration: proration)
            tell("change", try await subscriptions.change(order, at: now))
        case 3, 4:
            let order = AddOnOrder(
                subscription: "sub_1", set: ["database": ExactDecimal(Int64(dice.number(in: 0...3)))],
                proration: proration)
            tell("add-ons", try await subscriptions.setAddOns(order, at: now))
        case 5:
            let invoice = try await anInvoice()
            guard invoice.outstandingMinorUnits > 0 else { return }
            references += 1
            let order = ManualPaymentOrder(
                amountMinorUnits: invoice.outstandingMinorUnits, reference: "r\(references)")
            tell("pay", [try await corrections.record(order, for: invoice.number, at: now).invoice])
        case 6:
            let invoice = try await anInvoice()
            tell("void", [try await corrections.void(invoice.number, reason: "r", at: now).invoice])
        default:
            let invoice = try await anInvoice()
            let result = try await corrections.credit(
                invoice.number, CreditNoteOrder(extent: extent(of: invoice), reason: "r"), at: now)
            tell("credit \(result.creditNote?.content.totalMinorUnits ?? 0)", [result.invoice])
        }
    }

    private mutating func extent(of invoice: Invoice) -> CreditNoteOrder.Extent {
        switch dice.number(in: 0...3) {
        case 0: return .whole
        case 1: return .amount(minorUnits: Int64(dice.number(in: 1...9_000)))
        case 2: return .lines([.init(line: dice.number(in: 1...invoice.content.lines.count), part: .rest)])
        default:
            return .lines([
                .init(
                    line: dice.number(in: 1...invoice.content.lines.count),
                    part: .amount(minorUnits: Int64(dice.number(in: 1...9_000))))
            ])
        }
    }

    private mutating func anInvoice() async throws -> Invoice { dice.pick(try await books.allInvoices()) }

    private mutating func tell(_ what: String, _ invoices: [Invoice]) {
        told.append(
            "\(now) \(what): "
                + invoices.map { "\($0.number) \($0.status) \($0.content.totalMinorUnits)" }
                .joined(separator: ", "))
    }

    /// What each item was charged in advance less all that took it back, invoices that were voided aside.
    private mutating func count() async throws {
        var left: [String: Int64] = [:]
        var lines: [(line: InvoiceLine, credited: Int64)] = []
        for invoice in try await books.allInvoices() where invoice.status != .void {
            let at = now
            let notes = try await books.transaction { try await $0.claimInvoice(invoice.number, at: at) }
                .creditNotes.flatMap(\.content.lines)
            for (index, line) in invoice.content.lines.enumerated() {
                let credited = notes.filter { $0.line == index + 1 }
                    .reduce(0) { $0 + $1.netMinorUnits(taxIsIncluded: false) }
                lines.append((line, credited))
            }
        }
        let waiting = try await books.allSubscriptions().flatMap(\.pendingLines).map { ($0.line, Int64(0)) }
        for (line, credited) in lines + waiting {
            switch line.kind {
            case .plan, .addon, .prorationCharge, .prorationCredit:
                left[line.item, default: 0] += line.netMinorUnits - credited
            case .usage, .minimum, .lateUsage, .oneTime: continue
            }
        }
        for (item, left) in left.sorted(by: { $0.key < $1.key }) {
            told.append("\(item): \(left) left")
            #expect(left >= 0, "\(item) was credited \(-left) more than it was charged")
        }
    }
}
