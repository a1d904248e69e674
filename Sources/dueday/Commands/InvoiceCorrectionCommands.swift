import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Monetary

/// dueday invoice credit
struct InvoiceCredit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit",
        abstract:
            "Issue a credit note over an invoice: all that is left of it, lines, an amount or tax alone.",
        discussion: """
            An open invoice asks for less. What was paid already goes to the account's balance, or with --refund back \
            through the processor, once: less what `dueday payment refund` gave back before.

            EXAMPLES:
              dueday invoice credit INV-2024-001 --reason "ordered twice"
              dueday invoice credit INV-2024-001 --line 2=10.00 --line 3x2 --reason "two seats"
              dueday invoice credit INV-2024-001 --amount 25.00 --refund --reason outage
              dueday invoice credit INV-2024-001 --tax-only --reason "VAT id handed in later"
            """)

    @Argument(help: "The invoice's number.")
    var number: String
    @Option(
        help: ArgumentHelp(
            "A line by its place on the invoice: all that is left of it, N=AMOUNT of its net, or NxQUANTITY of its units.",
            valueName: "N[=AMOUNT|xQUANTITY]"))
    var line: [String] = []
    @Option(
        parsing: .unconditional, help: "So much of the total, tax included, spread over all that is left.")
    var amount: String?
    @Flag(help: "Tax alone, the nets stay: all that is left of it, or --amount of it.")
    var taxOnly = false
    @Flag(help: "Send back what was paid through a processor, instead of putting it on the balance.")
    var refund = false
    @Flag(help: "Put what was paid on the balance; the default.")
    var toBalance = false
    @OptionGroup var at: AtOption
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard amount == nil || line.isEmpty else {
            throw ValidationError(
                "Give --amount or --line, not both; without either all that is left is credited.")
        }
        guard !taxOnly || line.isEmpty else {
            throw ValidationError("Give --tax-only or --line, not both: a line is credited with its tax.")
        }
        guard !(refund && toBalance) else {
            throw ValidationError("Give --refund or --to-balance, not both.")
        }
    }

    func run() async throws {
        let settings = try await Settings.load()
        let database = try await Database.open(settings)
        let currency = try await database.invoice(number).invoice.content.currency
        let order = CreditNoteOrder(
            extent: try extent(currency),
            reason: try actor.requiredReason(),
            destination: refund ? .refund : .balance)
        let instant = try at.instant()
        let refunding = Refunding(
            books: database.books, gateways: try Gateways.make(settings), deployment: settings.deployment,
            at: instant)
        let result = try await InvoiceCorrections(books: database.books, author: actor.name())
            .credit(number, order, refunding: refunding, at: instant)
        guard let note = result.creditNote else { return }
        if output.json {
            output.print(
                [
                    "credit_note": CreditNoteText.json(note),
                    "invoice": CreditNoteText.standing(result.invoice),
                    "refund": result.refund.map {
                        RefundText.json(RefundRecord($0, invoiceNumber: result.invoice.number))
                    } ?? .null,
                ])
        } else {
            CreditNoteText.print(note)
            if let refund = result.refund {
                Terminal.print("  \(refund.id): \(RefundText.words(refund, currency))")
            } else if note.content.settlement.refundMinorUnits > 0 {
                Terminal.print("  all of it was given back before: nothing more is sent")
            }
        }
        if let refund = result.refund, refund.state != .succeeded, refund.state != .pending {
            throw ExitCode(CommandFailure.Code.attention.rawValue)
        }
    }

    private func extent(_ currency: Currency) throws -> CreditNoteOrder.Extent {
        let minorUnits = try amount.map(currency.amount(typed:))
        if taxOnly { return .tax(minorUnits: minorUnits) }
        if let minorUnits { return .amount(minorUnits: minorUnits) }
        return line.isEmpty ? .whole : .lines(try line.map { try Self.part($0, currency) })
    }

    /// "2", "2=10.00" or "2x3".
    static func part(_ text: String, _ currency: Currency) throws -> CreditNoteOrder.Line {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count)
        guard let line = Int(digits) else {
            throw CommandFailure.usage(
                "--line \(text): begin with the line's place on the invoice, such as 2=10.00")
        }
        switch rest.first {
        case nil: return .init(line: line, part: .rest)
        case "=":
            return .init(
                line: line, part: .amount(minorUnits: try currency.amount(typed: String(rest.dropFirst()))))
        case "x":
            return .init(line: line, part: .quantity(try ExactDecimal(parsing: String(rest.dropFirst()))))
        default:
            throw CommandFailure.usage("--line \(text): give \(line), \(line)=AMOUNT or \(line)xQUANTITY")
        }
    }
}

/// dueday invoice void
struct InvoiceVoid: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void",
        abstract: "Take back an invoice of which nothing was paid; its number stays used.",
        discussion: "EXAMPLE: dueday invoice void INV-2024-001 --reason \"a test account\"")

    @OptionGroup var correction: CorrectedInvoice

    func run() async throws {
        try await correction.correct("voided") { try await $0.void($1, reason: $2, at: $3) }
    }
}

/// dueday invoice write-off
struct InvoiceWriteOff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write-off", abstract: "Give up what an invoice still asks for.",
        discussion: "EXAMPLE: dueday invoice write-off INV-2024-001 --reason \"insolvent, file 12 IN 34/24\"")

    @OptionGroup var correction: CorrectedInvoice

    func run() async throws {
        try await correction.correct("wrote off") { try await $0.writeOff($1, reason: $2, at: $3) }
    }
}

/// An invoice that is corrected as a whole: by whom, when and why.
struct CorrectedInvoice: ParsableArguments {
    @Argument(help: "The invoice's number.")
    var number: String
    @OptionGroup var at: AtOption
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    /// Corrects it and prints how it stands; `act` takes its number, the reason and the instant.
    func correct(
        _ words: String,
        _ act: (InvoiceCorrections, String, String, Instant) async throws -> InvoiceCorrections.Result
    ) async throws {
        let database = try await Database.open(try await Settings.load())
        let corrections = InvoiceCorrections(books: database.books, author: try actor.name())
        let result = try await act(corrections, number, try actor.requiredReason(), try at.instant())
        CreditNoteText.print(result.invoice, words, output)
    }
}

/// dueday payment record
struct PaymentRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record money that arrived for an invoice without a processor, such as a bank transfer.",
        discussion: """
            A part pays a part; what the invoice does not ask for goes to the account's balance. While a charge for the \
            invoice is under way only --to-balance is possible.

            EXAMPLE: dueday payment record INV-2024-001 --amount 79.00 --reference "SEPA 0815"
            """)

    @Argument(help: "The invoice's number.")
    var invoice: String
    @Option(parsing: .unconditional, help: "What arrived, in the invoice's currency, such as 79.00.")
    var amount: String
    @Option(help: "The bank's reference; the same one is recorded once for an invoice.")
    var reference: String
    @Flag(help: "Put all of it on the account's balance and leave the invoice as it is.")
    var toBalance = false
    @OptionGroup var at: AtOption
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let database = try await Database.open(try await Settings.load())
        let currency = try await database.invoice(invoice).invoice.content.currency
        let order = ManualPaymentOrder(
            amountMinorUnits: try currency.amount(typed: amount), reference: reference, toBalance: toBalance)
        let result = try await InvoiceCorrections(books: database.books, author: actor.name())
            .record(order, for: invoice, reason: actor.reason, at: at.instant())
        guard let payment = result.payment else { return }
        if output.json {
            return output.print(
                [
                    "payment": [
                        "invoice": .string(result.invoice.number), "reference": .string(reference),
                        "amount": .string(currency.majorUnits(payment.amountMinorUnits)),
                        "applied": .string(currency.majorUnits(payment.appliedMinorUnits)),
                        "to_balance": .string(currency.majorUnits(payment.balanceMinorUnits)),
                        "currency": .string(currency.code), "received_at": .string("\(payment.receivedAt)"),
                    ], "invoice": CreditNoteText.standing(result.invoice),
                ])
        }
        Terminal.print(
            "recorded \(currency.majorUnits(payment.amountMinorUnits)) \(currency.code): "
                + "\(currency.majorUnits(payment.appliedMinorUnits)) paid invoice \(result.invoice.number), "
                + "\(currency.majorUnits(payment.balanceMinorUnits)) went to the balance")
        CreditNoteText.printStanding(result.invoice)
    }
}
