import BillingCalendar
import Monetary
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("Statements of account and receipts")
struct StatementTests {
    @Test("the balance after each row is what is owed then, and is carried from page to page")
    func statement() throws {
        let day = try CivilDate(parsing: "2024-01-01").daysSinceEpoch
        let entries = (0..<120).map { index in
            StatementContent.Entry(
                on: CivilDate(daysSinceEpoch: day + index),
                subject: index % 2 == 0 ? .invoice("INV-\(index)") : .payment("Visa"),
                minorUnits: index % 2 == 0 ? 10_000 : -9_000)
        }
        let content = StatementContent(
            .statement(from: entries[0].on, to: entries[119].on), issuedAt: instant("2024-05-01T00:00:00Z"),
            seller: Parties.northwind, buyer: Parties.acme, sellerZone: .utc, openingMinorUnits: 500,
            entries: entries)
        #expect(content.closingMinorUnits == 60_500)
        let document = try InvoiceLayout(kit: Documents.kit).render(content)
        try Tool.check(document.bytes)
        let text = try Tool.text(of: document.bytes)
        #expect(text.contains("Statement of account"))
        #expect(text.contains("605.00"))
        #expect(document.pageCount > 2)
        let pages = text.split(separator: "\u{C}")
        for (page, next) in zip(pages, pages.dropFirst()) {
            func sum(_ page: Substring, _ word: String) -> Substring? {
                page.split(separator: "\n").first { $0.contains(word) }?.split(separator: " ").last
            }
            #expect(sum(page, "Carried forward") == sum(next, "Brought forward"))
        }
    }

    @Test("a receipt says what was paid, how and for what, and that it is paid")
    func receipt() throws {
        let day = try CivilDate(parsing: "2024-03-01")
        let content = StatementContent(
            .receipt(paidOn: day, method: "Visa ending in 4242"), number: "R-1",
            issuedAt: instant("2024-03-01T00:00:00Z"), seller: Parties.northwind, buyer: Parties.acme,
            sellerZone: .utc, entries: [.init(on: day, subject: .invoice("INV-2024-001"), minorUnits: 8_552)])
        let text = try Tool.text(of: try InvoiceLayout(kit: Documents.kit).render(content).bytes)
        for words in ["Receipt", "R-1", "PAID", "USD 85.52", "Visa ending in 4242", "Invoice INV-2024-001"] {
            #expect(text.contains(words), "\(words)")
        }
    }
}
