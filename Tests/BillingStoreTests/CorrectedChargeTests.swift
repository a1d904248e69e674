import Billing
import BillingCalendar
import BillingRun
import Monetary
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
