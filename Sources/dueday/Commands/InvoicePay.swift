import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

extension InvoiceCommand {
    struct Pay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pay",
            abstract: "Charge an open invoice with one saved method now, and no other if it declines.",
            discussion: """
                Under the same locks and by the same steps as a run; it works for accounts that pay by other means too.

                EXAMPLE: dueday invoice pay INV-2024-001 --method card2
                """)

        @Argument(help: "The invoice's number.")
        var number: String
        @Option(help: "The method's id, from `dueday payment-method list`.")
        var method: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let record = try await database.invoice(number)
            let charge = try await CollectionCommands(settings, database).pay(
                invoice: record.invoice.id, with: method,
                noting: try actor.entry(
                    "invoice pay", account: record.buyer.id, subject: record.invoice.number,
                    detail: ["method": method]), at: .now)
            try ChargeResult(charge.map { [$0] } ?? [], invoice: record.invoice.number).print(output)
        }
    }
}
