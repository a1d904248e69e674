import ArgumentParser
import Billing
import BillingCalendar
import BillingRun
import BillingStore
import InvoiceDocument

extension InvoiceCommand {
    /// dueday invoice receipt
    struct Receipt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "receipt",
            abstract: "Write the receipt of a payment of an invoice as a PDF.",
            discussion: """
                It says what was received, when, how and for what. Its number is the invoice's with the payment's place \
                among its payments, charges and transfers alike.

                EXAMPLES:
                  dueday invoice receipt INV-2024-001
                  dueday invoice receipt INV-2024-001 --payment 1 --language de --out receipt.pdf
                """)

        @Argument(help: "The invoice's number.")
        var number: String
        @Option(help: "Which of its payments, counted from 1; the last unless given.")
        var payment: Int?
        @OptionGroup var document: DocumentOptions

        func run() async throws {
            let wish = try document.texts()
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let record = try await database.invoice(number)
            let payments = try await database.payments(of: record)
            guard !payments.isEmpty else {
                throw CommandFailure.usage("\(record.invoice.number) has no payment to write a receipt of")
            }
            let place = payment ?? payments.count
            guard payments.indices.contains(place - 1) else {
                throw CommandFailure.usage(
                    "--payment \(place): \(record.invoice.number) has \(payments.count) payments")
            }
            let maker = try DocumentMaker(settings)
            let texts = maker.texts(wish, of: record.buyer, seller: record.seller)
            let item = try await database.unrendered(record)
            let content = payments[place - 1].receipt(
                "\(record.invoice.number)/\(place)", of: record, sellerZone: item.sellerZone, texts)
            let pages = try maker.layout(for: item.seller, logo: item.logo).render(content)
            for remark in pages.remarks(of: "the receipt") { Terminal.note("note: \(remark)") }
            try document.write(pages.bytes, of: "receipt", number: content.number, ending: "pdf")
        }
    }
}

/// Money that arrived for an invoice, by a charge or by bank.
struct InvoicePayment {
    var facts: PaymentFacts
    /// What paid the invoice.
    var paidMinorUnits: Int64
    /// What went to the account's balance instead.
    var balanceMinorUnits: Int64 = 0

    fileprivate func receipt(
        _ number: String, of record: InvoiceRecord, sellerZone: Zone, _ texts: DocumentTexts
    ) -> StatementContent {
        let day = sellerZone.date(of: facts.paidAt)
        var entries: [StatementContent.Entry] = []
        if paidMinorUnits != 0 {
            entries.append(
                .init(on: day, subject: .invoice(record.invoice.number), minorUnits: paidMinorUnits))
        }
        if balanceMinorUnits != 0 {
            entries.append(.init(on: day, subject: .credit, minorUnits: balanceMinorUnits))
        }
        return StatementContent(
            .receipt(paidOn: day, method: facts.words(texts)), number: number, issuedAt: facts.paidAt,
            seller: record.seller, buyer: record.buyer, sellerZone: sellerZone, entries: entries, texts: texts
        )
    }
}

extension Database {
    /// What paid an invoice, in the order it arrived.
    func payments(of record: InvoiceRecord) async throws -> [InvoicePayment] {
        let methods = try await books.reader.methods(of: record.buyer.id)
        let charges = record.attempts.filter { $0.state == .succeeded }.map { attempt in
            InvoicePayment(
                facts: PaymentFacts(
                    paidAt: attempt.settledAt ?? record.invoice.content.issuedAt,
                    method: methods.first { $0.method.id == attempt.method }?.method),
                paidMinorUnits: attempt.charge.amountMinorUnits)
        }
        let transfers = record.manualPayments.map { payment in
            InvoicePayment(
                facts: PaymentFacts(payment), paidMinorUnits: payment.appliedMinorUnits,
                balanceMinorUnits: payment.balanceMinorUnits)
        }
        return (charges + transfers).sorted { $0.facts.paidAt < $1.facts.paidAt }
    }
}
