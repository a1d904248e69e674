import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import InvoiceDocument

/// A statement of account as a document for the customer, by the seller of today.
struct StatementDocument {
    let database: Database
    let settings: Settings
    let account: String
    let range: DateRange

    /// Writes the file and says where.
    ///
    /// - Parameter wish: the language that is asked for; the account's own where it is nil.
    func write(
        _ statement: AccountStatement, _ wish: DocumentTexts?, to path: String, _ output: ReportOptions
    ) async throws {
        let maker = try DocumentMaker(settings)
        let id = account
        let (buyer, seller, sellerZone) = try await database.books.reading { transaction in
            let catalog = try await transaction.catalog()
            return (
                try await transaction.claimAccount(id).account, catalog.catalog.seller, catalog.sellerZone
            )
        }
        let texts = maker.texts(wish, of: buyer, seller: seller)
        let methods = try await database.books.reader.methods(of: id).map(\.method)
        let content = StatementContent(
            .statement(from: range.from, to: range.to), issuedAt: .now, seller: seller, buyer: buyer,
            sellerZone: sellerZone, openingMinorUnits: statement.openingMinorUnits,
            entries: statement.rows.map { row in
                .init(
                    on: range.zone.date(of: row.at), subject: row.subject(methods, texts),
                    minorUnits: row.minorUnits)
            }, texts: texts)
        let pages = try maker.layout(for: seller, logo: try await database.logo(of: seller)).render(content)
        for remark in pages.remarks(of: "the statement") { Terminal.note("note: \(remark)") }
        do {
            try Data(pages.bytes).write(to: URL(filePath: path))
        } catch {
            throw CommandFailure.usage("\(path): \(error.localizedDescription)")
        }
        if output.chosen == .json {
            let answer: OrderedJSON = [
                "account": .string(account), "file": .string(path), "bytes": .integer(pages.bytes.count),
            ]
            return Terminal.print(answer.pretty)
        }
        Terminal.print(path)
    }
}

extension StatementRow {
    /// What the row is about, in the customer's words.
    fileprivate func subject(
        _ methods: [PaymentMethod], _ texts: DocumentTexts
    ) -> StatementContent.Entry.Subject {
        let about = invoice ?? ""
        switch kind {
        case "issued": return .invoice(about)
        case "credit_note": return .creditNote(creditNote ?? about)
        case "paid", "surplus":
            let method = methods.first { $0.id == self.method }
            return .payment(Self.text([PaymentFacts(paidAt: at, method: method).words(texts), invoice]))
        case "manual_payment":
            var facts = PaymentFacts(paidAt: at)
            facts.bankReference = reference ?? ""
            return .payment(Self.text([facts.words(texts), invoice]))
        case "refunded", "refunded_outside": return .refund(invoice ?? texts.statement.credit)
        case "refund_failed", "refund_outside_failed":
            return .returnedRefund(invoice ?? texts.statement.credit)
        case "voided": return .voided(about)
        case "uncollectible": return .writeOff(about)
        case "prepaid":
            let credit = texts.statement.credit
            return minorUnits < 0 ? .payment(credit) : .refund(credit)
        case "balance": return minorUnits < 0 ? .credit : .expiredCredit
        default: return .disputed(about)
        }
    }

    private static func text(_ parts: [String?]) -> String {
        parts.compactMap(\.self).joined(separator: ", ")
    }
}
