import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import Monetary

/// dueday credit-note list|show|pdf
struct CreditNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit-note", abstract: "What was taken back of issued invoices (see invoice credit).",
        discussion: "EXAMPLE: dueday credit-note list --account acme",
        subcommands: [List.self, Show.self, PDF.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List credit notes, the latest first.",
            discussion: "EXAMPLE: dueday credit-note list --invoice INV-2024-001")

        @Option(help: "Only this account's.")
        var account: String?
        @Option(help: "Only those over this invoice, by its number.")
        var invoice: String?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let notes = try await database.books.reader.creditNotes(
                account: account, invoice: invoice, page: page.request)
            if output.json {
                return output.print(PageOptions.json(notes, "credit_notes", CreditNoteText.json))
            }
            var table = Table([
                .left("CREDIT NOTE"), .left("INVOICE"), .left("ACCOUNT"), .right("TOTAL"), .left(""),
                .left("ISSUED"), .left("REASON"),
            ])
            for note in notes.items {
                let content = note.content
                table.add(
                    note.number, content.invoiceNumber, content.account,
                    content.currency.majorUnits(content.totalMinorUnits), content.currency.code,
                    "\(content.issuedAt)", content.reason)
            }
            table.print()
            page.printRest(notes)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one credit note with its lines and taxes.",
            discussion: "EXAMPLE: dueday credit-note show CN-2024-001")

        @Argument(help: "The credit note's number.")
        var number: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let found = try await database.books.reader.creditNotes(number: number).items.first
            guard let note = found else { throw BillingError.unknown(kind: "credit note", id: number) }
            if output.json { return output.print(["credit_note": CreditNoteText.json(note)]) }
            CreditNoteText.print(note)
        }
    }
}
