import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Monetary
import SystemTimeZones

/// dueday invoice list|show|explain|pdf|receipt|sample|texts|verify|pay|credit|void|write-off
struct InvoiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice", abstract: "What was issued, and how every amount came about.",
        discussion: "EXAMPLE: dueday invoice explain INV-2024-001",
        subcommands: [
            List.self, Show.self, Explain.self, PDF.self, Receipt.self, Sample.self, Texts.self, Verify.self,
            Pay.self, InvoiceCredit.self, InvoiceVoid.self, InvoiceWriteOff.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List invoices, the latest first.",
            discussion: "EXAMPLE: dueday invoice list --status open")

        @Option(help: "Only this account's.")
        var account: String?
        @Option(help: "Only these: open, paid, void or uncollectible.")
        var status: InvoiceStatus?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let invoices = try await database.books.reader.invoices(
                account: account, status: status, page: page.request)
            if output.json { return output.print(PageOptions.json(invoices, "invoices", InvoiceText.json)) }
            var table = Table([
                .left("INVOICE"), .left("ACCOUNT"), .left("SUBSCRIPTION"), .left("KIND"), .left("STATUS"),
                .right("TOTAL"), .right("PAID"), .left(""), .left("ISSUED"),
            ])
            for invoice in invoices.items {
                let content = invoice.content
                table.add(
                    invoice.number, content.account, content.subscription, content.kind.rawValue,
                    invoice.status.rawValue, content.currency.majorUnits(content.totalMinorUnits),
                    content.currency.majorUnits(invoice.amountPaidMinorUnits), content.currency.code,
                    "\(content.issuedAt)")
            }
            table.print()
            page.printRest(invoices)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one invoice with its lines, taxes and payments.",
            discussion: "EXAMPLE: dueday invoice show INV-2024-001")

        @Argument(help: "The invoice's number.")
        var number: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let record = try await database.invoice(number)
            if output.json {
                return output.print(
                    [
                        "invoice": InvoiceText.json(record.invoice),
                        "payments": .array(
                            record.attempts.map { PaymentText.json($0, record.invoice.number) }),
                        "credit_notes": .array(record.creditNotes.map(CreditNoteText.json)),
                        "document": .text(record.documentPath), "run": .text(record.run),
                        "catalog_version": .integer(record.catalogVersion),
                    ])
            }
            InvoiceText.print(record.invoice, units: try await database.names().units)
            Terminal.print()
            PaymentText.print(record.attempts, number: record.invoice.number)
            for note in record.creditNotes { CreditNoteText.print(note) }
            if let next = record.collection?.dueAt, record.invoice.status == .open {
                Terminal.print("  next payment round: \(next)")
            }
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Show how every amount came about, step by step, as a pocket calculator would.",
            discussion: "EXAMPLE: dueday invoice explain INV-2024-001")

        @Argument(help: "The invoice's number.")
        var number: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let invoice = try await database.invoice(number).invoice
            let units = try await database.names().units
            let explained = try InvoiceExplanation(invoice, units: units)
            if output.json { return output.print(explained.json) }
            explained.print()
        }
    }
}

extension Database {
    func invoice(_ number: String) async throws -> InvoiceRecord {
        guard let record = try await books.reader.invoice(number) else {
            throw BillingError.unknown(kind: "invoice", id: number)
        }
        return record
    }

    /// What ids are called today.
    func names() async throws -> ItemNames {
        try await books.reading { ItemNames(try await $0.catalog().catalog) }
    }

    /// An issued invoice with the seller and buyer it was issued with, for its document; plans, add-ons and meters
    /// are called as in the catalogue in force.
    func unrendered(_ record: InvoiceRecord) async throws -> UnrenderedInvoice {
        try await unrendered(
            Invoice(id: record.invoice.id, number: record.invoice.number, content: record.invoice.content),
            seller: record.seller, buyer: record.buyer)
    }

    /// The same of anything issued.
    func unrendered<Issued>(
        _ issued: Issued, seller: Seller, buyer: Account
    ) async throws -> Unrendered<Issued> {
        Unrendered(
            issued, seller: seller, buyer: buyer,
            sellerZone: try ZoneDatabase.system.zone(seller.timeZoneID),
            buyerZone: try ZoneDatabase.system.zone(buyer.timeZoneID), names: try await names(),
            logo: try await logo(of: seller))
    }

    /// The file of a seller's logo; nil where there is none.
    func logo(of seller: Seller) async throws -> [UInt8]? {
        guard let digest = seller.invoicing.logo else { return nil }
        return try await books.reader.picture(digest)
    }
}
