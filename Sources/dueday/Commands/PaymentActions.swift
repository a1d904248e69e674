import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary

extension PaymentCommand {
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Try an open invoice's methods now, beside its schedule.",
            discussion: """
                The default method first, then the backups, each once, under the limits of the card networks.

                EXAMPLE: dueday payment retry INV-2024-001
                """)

        @Argument(help: "The invoice's number.")
        var invoice: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let record = try await database.invoice(invoice)
            let charges = try await CollectionCommands(settings, database).retry(
                invoice: record.invoice.id,
                noting: try actor.entry(
                    "payment retry", account: record.buyer.id, subject: record.invoice.number), at: .now)
            try ChargeResult(charges, invoice: record.invoice.number).print(output)
        }
    }

    struct Refund: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refund",
            abstract: "Give a charge back, whole or in part, exactly once.",
            discussion: """
                The invoice stays paid; to take back what it billed write a credit note as well. What was paid at a \
                checkout and stands on the account's balance leaves the balance with it: no more goes back than invoices \
                have left there.

                EXAMPLES:
                  dueday payment refund inv_7f3c-1 --reason "charged twice" --kind duplicate
                  dueday payment refund inv_7f3c-1 --amount 10.00 --reason "goodwill"
                  dueday payment refund pay_N1 --reason "bought twice"
                """)

        @Argument(
            help: """
                The charge's attempt, from `dueday payment list --json`, the number of a paid invoice, or the \
                processor's id of a payment on the balance, from `dueday checkout confirm`.
                """)
        var payment: String
        @Option(help: "How much, in the charge's currency; all that is left unless given.")
        var amount: String?
        @Option(help: "Why, for the processor: requested_by_customer, duplicate or fraudulent.")
        var kind = RefundRequest.Reason.requestedByCustomer
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let reason = try actor.requiredReason()
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let charge = try await charge(in: database)
            let currency = try Currency(code: charge.currencyCode)
            let order = RefundOrder(
                payment: charge.payment, amountMinorUnits: try amount.map(currency.minorUnits), reason: kind,
                note: reason)
            let refunding = Refunding(
                books: try database.books(
                    noting: "payment refund", by: actor, account: charge.account, subject: charge.payment,
                    detail: ["amount": amount ?? "all that is left", "currency": currency.code]),
                gateways: try Gateways.make(settings), deployment: settings.deployment,
                at: .now)
            let refund = try await refunding.refund(order, lookingUpIn: database.books)
            print(refund, currency)
            guard refund.state == .succeeded || refund.state == .pending else {
                throw ExitCode(CommandFailure.Code.attention.rawValue)
            }
        }

        /// By the attempt's id, the processor's id of money on a balance, or the one charge that paid an invoice.
        private func charge(
            in database: Database
        ) async throws -> (payment: String, account: String, currencyCode: String) {
            let payment = payment
            if let attempt = try await database.books.reading({ try await $0.attempts([payment]) }).first {
                return (attempt.id, attempt.account, attempt.charge.currencyCode)
            }
            let prepaid = try await database.books.reading {
                try await $0.claimPrepayment(payment, processor: nil)?.prepayment
            }
            if let prepaid { return (prepaid.reference, prepaid.account, prepaid.currencyCode) }
            guard let record = try await database.books.reader.invoice(payment) else {
                throw BillingError.unknown(kind: "payment", id: payment)
            }
            guard let paid = record.attempts.first(where: { $0.state == .succeeded }) else {
                throw CommandFailure.usage(
                    "invoice \(payment) was not paid by a charge: there is nothing to give back")
            }
            return (paid.id, paid.account, paid.charge.currencyCode)
        }

        private func print(_ refund: Billing.Refund, _ currency: Currency) {
            if output.json { return output.print(RefundText.json(RefundRecord(refund, invoiceNumber: nil))) }
            Terminal.print("\(refund.id): \(RefundText.words(refund, currency))")
        }
    }
}

/// What charging one invoice by hand came to.
struct ChargeResult {
    private let charges: [SettledCharge]
    private let invoice: String

    init(_ charges: [SettledCharge], invoice: String) {
        self.charges = charges
        self.invoice = invoice
    }

    /// - Throws: exit code 1 where the invoice is not paid.
    func print(_ output: OutputOptions) throws {
        if output.json {
            output.print([
                "invoice": .string(invoice), "paid": .bool(isPaid),
                "charges": .array(
                    charges.map { charge in
                        [
                            "attempt": .string(charge.attempt), "method": .string(charge.method),
                            "state": .string(charge.state.rawValue),
                            "code": .text(charge.declineCode?.rawValue),
                            "note": .text(charge.note),
                        ]
                    }),
            ])
        } else {
            for charge in charges {
                let why = charge.declineCode.map { ", \($0.rawValue): \($0.rule.advice)" } ?? ""
                Terminal.print(
                    "\(charge.method): \(charge.state.rawValue)\(why)\(charge.note.map { " (\($0))" } ?? "")")
            }
            if charges.isEmpty {
                Terminal.print("no method of the account may be tried: dueday dunning show \(invoice)")
            }
            Terminal.print(isPaid ? "\(invoice) is paid" : "\(invoice) is not paid")
        }
        if !isPaid { throw ExitCode(CommandFailure.Code.attention.rawValue) }
    }

    private var isPaid: Bool { charges.contains { $0.state == .succeeded } }
}

extension CollectionCommands {
    init(_ settings: Settings, _ database: Database) throws {
        self.init(
            books: database.books, gateways: try Gateways.make(settings), deployment: settings.deployment,
            ceilings: try settings.ceilings())
    }
}
