import Billing
import BillingCalendar
import BillingRun
import Postgres
import Synchronization
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
                .invoice($0.invoice.id), path: "\($0.invoice.number).pdf", sha256: "ab", byteCount: 9)
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

    @Test
    func `A credit note's document is owed like an invoice's, with the seller and buyer of the invoice`()
        async throws
    {
        let world = try await Bookkeeping()
        for number in 1...2 { try await world.customer(number) }
        let corrections = InvoiceCorrections(books: world.books, author: "ann")
        for (invoice, cents) in [("INV-2024-001", Int64(100)), ("INV-2024-001", 200), ("INV-2024-002", 300)] {
            _ = try await corrections.credit(
                invoice, CreditNoteOrder(extent: .amount(minorUnits: cents), reason: "\(cents)"),
                at: instant("2024-02-05T00:00:00Z"))
        }
        try await world.execute("UPDATE account SET name = 'Renamed'")
        func owed(_ scope: RunScope = .everything, limit: Int = 5) async throws -> [UnrenderedCreditNote] {
            try await world.books.transaction {
                try await $0.claimUnrenderedCreditNotes(scope, limit: limit)
            }
        }
        let first = try await owed(limit: 2)
        #expect(first.map(\.issued.number) == ["CN-2024-001", "CN-2024-002"])
        #expect(first[0].buyer.name == "Acme acct_1" && first[0].seller.name == "Northwind")
        #expect(first[0].issued.content.totalMinorUnits == 100 && first[0].names.plans["pro"] == "Pro")
        let written = first.map {
            RenderedDocument(
                .creditNote($0.issued.id), path: "\($0.issued.number).pdf", sha256: "cd", byteCount: 7)
        }
        try await world.books.transaction { try await $0.write(written) }
        #expect(try await owed().map(\.issued.number) == ["CN-2024-003"])
        #expect(try await owed(.account("acct_1")).isEmpty)
        let id = try #require(try await world.books.reader.invoice("INV-2024-002")).invoice.id
        #expect(try await owed(.invoices([id])).count == 1)
        let record = try #require(try await world.books.reader.creditNote("CN-2024-001"))
        #expect(record.documentPath == "CN-2024-001.pdf" && record.buyer.name == "Acme acct_1")
        #expect(try await world.books.reader.creditNote("CN-2024-003")?.documentPath == nil)
        // Invoices owe theirs still, and finance hears of both kinds.
        #expect(
            try await world.books.transaction { try await $0.claimUnrendered(.everything, limit: 5) }.count
                == 2)
        let found = Mutex<[DocumentRecord]>([])
        try await world.books.finance.documents { page in found.withLock { $0 += page } }
        let documents = found.withLock { $0 }
        #expect(documents.map(\.number).sorted() == ["CN-2024-001", "CN-2024-002"])
        #expect(documents.allSatisfy { $0.isCreditNote })
    }

    @Test func `A logo is kept once, by what it is, and stands beside the invoices issued with it`()
        async throws
    {
        let world = try await Bookkeeping()
        let logo: [UInt8] = Array("a picture".utf8)
        var catalog = try Catalog.sample()
        // SHA-256 of the bytes, as coreutils' sha256sum gives it.
        catalog.seller.invoicing.logo = "92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b"
        catalog.seller.invoicing.note = "Thank you"
        let source = "with a logo"
        let at = instant("2024-01-01T00:00:00Z")
        let first = try await world.books.applyCatalog(catalog, source: source, logo: logo, at: at)
        #expect(try await world.books.applyCatalog(catalog, source: source, logo: logo, at: at) == first)
        try await world.customer(1)
        let owed = try await world.books.transaction { try await $0.claimUnrendered(.everything, limit: 5) }
        #expect(owed.first?.logo == logo)
        #expect(owed.first?.seller.invoicing.note == "Thank you")
        // Another picture under the same name of a file is another catalogue; the issued invoice keeps its own.
        catalog.seller.invoicing.logo = "f1db5417a6f16cbeb9601aee3665d40bc4aa06beaac09c4e7ac3be228e03478c"
        let second = try await world.books.applyCatalog(catalog, source: source, logo: logo + [1], at: at)
        #expect(second == first + 1)
        let again = try await world.books.transaction { try await $0.claimUnrendered(.everything, limit: 5) }
        #expect(again.first?.logo == logo)
        #expect(try await world.books.reader.picture("0") == nil)
    }

    @Test func `What an account wants on its invoices comes back as it was given`() async throws {
        let world = try await Bookkeeping()
        var account = try Account.sample("acct_9")
        account.invoicing.purchaseOrder = "PO-1"
        account.invoicing.electronicAddress = try ElectronicAddress(parsing: "0204:992-90009-96")
        account.invoicing.place = PostalPlace(city: "Berlin", postcode: "10115")
        account.invoicing.electronicInvoice = .peppol
        try await world.books.transaction { [account] in
            try await $0.addAccount(account, at: instant("2024-01-01T00:00:00Z"))
        }
        let read = try await world.books.reader.accounts(containing: "acct_9").items.first?.account
        #expect(read == account)
    }
}
