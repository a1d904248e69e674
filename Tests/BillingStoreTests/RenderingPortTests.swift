import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// What documents are made from, and that each is made once.
@Suite struct RenderingPortTests {
    @Test func `A document is made of what held at issue, whatever changed since`() async throws {
        let world = try await Bookkeeping()
        let invoice = try #require(try await world.customer(1).first)
        var catalog = try Catalog.sample()
        catalog.seller.name = "Another name"
        catalog.plans["pro"]?.name = "Pro Max"
        try await world.books.applyCatalog(catalog, source: "other", at: instant("2024-02-01T00:00:00Z"))
        try await world.execute("UPDATE account SET name = 'Renamed'")
        let owed = try await world.books.transaction { try await $0.claimUnrendered(.everything, limit: 5) }
        let document = try #require(owed.first)
        #expect(document.invoice.content == invoice.content && document.invoice.number == invoice.number)
        #expect(document.seller.name == "Northwind")
        #expect(document.buyer.name == "Acme acct_1")
        #expect(document.names.plans["pro"] == "Pro")
        #expect(document.buyerZone.identifier == "America/New_York")
    }

    @Test func `Documents are owed in the order of issue until they are there`() async throws {
        let world = try await Bookkeeping()
        for number in 1...3 { try await world.customer(number) }
        let first = try await world.books.transaction { try await $0.claimUnrendered(.everything, limit: 2) }
        #expect(first.map(\.invoice.number) == ["INV-2024-001", "INV-2024-002"])
        let rendered = first.map {
            RenderedDocument(
                invoice: $0.invoice.id, path: "\($0.invoice.number).pdf", sha256: "ab", byteCount: 9)
        }
        try await world.books.transaction { try await $0.write(rendered) }
        let rest = try await world.books.transaction { try await $0.claimUnrendered(.everything, limit: 5) }
        #expect(rest.map(\.invoice.number) == ["INV-2024-003"])
        #expect(try await world.books.reader.invoice("INV-2024-001")?.documentPath == "INV-2024-001.pdf")
        let other = try await world.books.transaction {
            try await $0.claimUnrendered(.account("acct_1"), limit: 5)
        }
        #expect(other.isEmpty)
    }
}
