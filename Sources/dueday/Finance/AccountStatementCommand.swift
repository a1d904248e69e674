import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import InvoiceDocument
import Monetary

/// dueday account statement
struct AccountStatementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "A statement of account: what it owed, was billed, paid and credited, and owes now.",
        discussion: """
            Below zero is what the account has to its credit. With --pdf it is written as a document for the customer.

            EXAMPLES:
              dueday account statement acme --from 2024-01-01 --to 2024-03-31
              dueday account statement acme --from 2024-01-01 --pdf statement.pdf --language de
            """)

    @Argument(help: "The account's id.")
    var account: String
    @OptionGroup var dates: DateRangeOptions
    @Option(help: "Write it as a document to this file.", completion: .file())
    var pdf: String?
    @Option(help: "The language of the document, such as de; the account's unless given.")
    var language: String?
    @OptionGroup var output: ReportOptions

    func run() async throws {
        let wish = try language.map(DocumentOptions.texts)
        let settings = try await Settings.load()
        let database = try await Database.open(settings)
        let range = try await dates.range(database)
        let statement = try await database.books.finance.statement(
            of: account, from: range.start, until: range.end)
        if let pdf {
            return try await StatementDocument(
                database: database, settings: settings, account: account, range: range
            ).write(statement, wish, to: pdf, output)
        }
        let currency = statement.currency
        var table = ReportTable([
            .text("date"), .text("at"), .text("what"), .text("reference"), .number("amount"),
            .number("balance"),
        ])
        var balance = statement.openingMinorUnits
        func add(_ date: String, _ at: String?, _ what: String, _ reference: String?, _ amount: Int64) {
            table.add(
                .number(date), .number(at ?? ""), .text(what), .text(reference), .amount(amount, currency),
                .amount(balance, currency))
        }
        if output.chosen != .json { add("\(range.from)", nil, "opening balance", nil, 0) }
        for row in statement.rows {
            balance += row.minorUnits
            add(
                "\(range.zone.date(of: row.at))", "\(row.at)", row.words,
                row.creditNote ?? row.reference ?? row.invoice,
                row.minorUnits)
        }
        if output.chosen != .json { add("\(range.to)", nil, "closing balance", nil, 0) }
        table.print(
            output.chosen, name: "rows",
            facts: [OrderedJSON.Member("account", .string(account))] + range.facts + [
                OrderedJSON.Member("currency", .string(currency.code)),
                OrderedJSON.Member("opening", .string(currency.majorUnits(statement.openingMinorUnits))),
                OrderedJSON.Member("closing", .string(currency.majorUnits(statement.closingMinorUnits))),
            ])
    }
}

extension StatementRow {
    fileprivate var words: String {
        let about = invoice.map { " \($0)" } ?? ""
        return switch kind {
        case "issued": "invoice\(about)"
        case "paid": "payment of\(about) by \(method ?? "card")"
        case "manual_payment": "payment of\(about) by bank"
        case "credit_note": "credit note over\(about)"
        case "voided": "void of\(about)"
        case "uncollectible": "write-off of\(about)"
        case "prepaid": minorUnits < 0 ? "payment in advance" : "refund of a payment in advance"
        case "refunded" where invoice == nil: "refund of a payment in advance"
        case "balance": minorUnits < 0 ? "credit" : "credit that expired"
        default: kind.replacing("_", with: " ") + about
        }
    }
}
