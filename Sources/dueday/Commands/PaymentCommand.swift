import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import Monetary

/// dueday payment list|record|retry|refund|refunds|reconcile
struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "Charges, and what came of them.",
        discussion: "EXAMPLE: dueday payment list --account acme",
        subcommands: [
            List.self, PaymentRecordCommand.self, Retry.self, Refund.self, Refunds.self, Reconcile.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List charges, the latest first.",
            discussion: "EXAMPLE: dueday payment list --state declined")

        @Option(help: "Only this account's.")
        var account: String?
        @Option(
            help:
                "one of ready, sent, unknown, pending, needs_action, succeeded, surplus, declined, refused, not_executed."
        )
        var state: PaymentAttempt.State?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let payments = try await database.books.reader.payments(
                account: account, state: state, page: page.request)
            if output.json {
                return output.print(
                    PageOptions.json(payments, "payments") { PaymentText.json($0.attempt, $0.invoiceNumber) })
            }
            var table = PaymentText.table
            for payment in payments.items {
                PaymentText.add(payment.attempt, payment.invoiceNumber, to: &table)
            }
            table.print()
            page.printRest(payments)
        }
    }
}

/// Charges for people and programs.
enum PaymentText {
    static var table: Table {
        Table([
            .left("  CHARGE OF"), .left("ACCOUNT"), .left("SENT"), .left("METHOD"), .right("AMOUNT"),
            .left(""),
            .left("STATE"), .left("WHY"),
        ])
    }

    static func add(_ attempt: PaymentAttempt, _ number: String, to table: inout Table) {
        table.add(
            "  \(number)", attempt.account, attempt.sentAt.map { "\($0)" } ?? "not yet", attempt.method,
            amount(attempt), attempt.charge.currencyCode, attempt.state.rawValue,
            attempt.declineCode?.rawValue ?? "")
    }

    static func print(_ attempts: [PaymentAttempt], number: String) {
        guard !attempts.isEmpty else { return }
        var table = table
        for attempt in attempts { add(attempt, number, to: &table) }
        table.print()
    }

    static func json(_ attempt: PaymentAttempt, _ number: String) -> OrderedJSON {
        [
            "invoice": .string(number), "account": .string(attempt.account), "attempt": .string(attempt.id),
            "sent_at": .text(attempt.sentAt.map { "\($0)" }), "method": .string(attempt.method),
            "amount": .string(amount(attempt)), "currency": .string(attempt.charge.currencyCode),
            "state": .string(attempt.state.rawValue), "code": .text(attempt.declineCode?.rawValue),
            "reference": .text(attempt.reference),
        ]
    }

    private static func amount(_ attempt: PaymentAttempt) -> String {
        let minorUnits = attempt.charge.amountMinorUnits
        guard let currency = try? Currency(code: attempt.charge.currencyCode) else { return "\(minorUnits)" }
        return currency.majorUnits(minorUnits)
    }
}
