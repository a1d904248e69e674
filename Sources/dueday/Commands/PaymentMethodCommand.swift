import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday payment-method add|list|default|remove
struct PaymentMethodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment-method",
        abstract: "Saved payment methods; the default is tried first, then the backups in order.",
        discussion: "EXAMPLE: dueday payment-method list acme",
        subcommands: [Add.self, List.self, Default.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add a method that the processor holds, or replace the one of the same id.",
            discussion: """
                Open invoices of the account that are collected automatically are tried again at the next run.

                EXAMPLE: dueday payment-method add acme --id card1 --reference pm_1Nx --customer cus_9s --brand visa
                """)

        @Argument(help: "The account's id.")
        var account: String
        @Option(help: "A name of your own for it, unique in the account.")
        var id: String
        @Option(
            help: "Who holds it, stripe or razorpay; the catalogue's choice for the account unless given.")
        var processor: ProcessorChoice.Processor?
        @Option(help: "The processor's id of the method; the same as --id unless given.")
        var reference: String?
        @Option(help: "The processor's id of the customer.")
        var customer: String?
        @Option(help: "Such as visa; shown to people only.")
        var brand: String?
        @Option(help: "The card's last four digits; shown to people only.")
        var last4: String?
        @Option(
            help:
                "The last month in which it is good, such as 2027-12; the customer is told 30, 14, 7 and 3 days before."
        )
        var exp: String?
        @Option(help: "The processor's fingerprint of the card; tries are counted by it.")
        var fingerprint: String?
        @Flag(help: "Add it as a backup instead of making it the default.")
        var backup = false
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let commands = AccountCommands(books: database.books)
            let chosen: String
            if let processor {
                chosen = processor.rawValue
            } else {
                chosen = try await commands.processor(forAccount: account)
            }
            let method = PaymentMethod(
                id: id, brand: brand, last4: last4, expiresOn: exp, processor: chosen, reference: reference,
                customerReference: customer, fingerprint: fingerprint)
            let books = try database.books(
                noting: "payment-method add", by: actor, account: account, subject: id)
            try await AccountCommands(books: books).setPaymentMethod(
                PaymentMethodOrder(account: account, method: method, makeDefault: !backup), at: .now)
            if output.json { return try await AccountText.print(methodsOf: account, database, output) }
            Terminal.print("saved \(id) for \(account)" + (backup ? " as a backup" : " as the default"))
        }
    }

    struct Default: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "default",
            abstract:
                "Make a saved method the one that is tried first; the others stay backups in their order.",
            discussion: "EXAMPLE: dueday payment-method default acme card2")

        @OptionGroup var saved: SavedMethodArguments

        func run() async throws {
            try await saved.change("default") { try await $0.makeDefault($1, of: $2) }
            if !saved.output.json { Terminal.print("\(saved.method) is tried first for \(saved.account)") }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take a saved method away: it is not tried any more.",
            discussion: "EXAMPLE: dueday payment-method remove acme card1")

        @OptionGroup var saved: SavedMethodArguments

        func run() async throws {
            try await saved.change("remove") { try await $0.removePaymentMethod($1, of: $2) }
            if !saved.output.json { Terminal.print("removed \(saved.method) of \(saved.account)") }
        }
    }
}

/// A saved method that a command changes, and who does.
struct SavedMethodArguments: ParsableArguments {
    @Argument(help: "The account's id.")
    var account: String
    @Argument(help: "The method's id.")
    var method: String
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    /// Changes it in one transaction with its line in the audit trail; with --json, prints the methods that the account
    /// has then.
    ///
    /// - Parameters:
    ///   - command: the word after payment-method.
    ///   - change: takes the method's id, then the account's.
    func change(
        _ command: String,
        _ change: @escaping @Sendable (any BillingTransaction, String, String) async throws -> Void
    ) async throws {
        let database = try await Database.open(try await Settings.load())
        let (account, method) = (account, method)
        let books = try database.books(
            noting: "payment-method \(command)", by: actor, account: account, subject: method)
        try await books.transaction { try await change($0, method, account) }
        if output.json { try await AccountText.print(methodsOf: account, database, output) }
    }
}
