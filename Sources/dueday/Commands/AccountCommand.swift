import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import SystemTimeZones

/// dueday account add|change|show|overview|list|credit|statement
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Who is billed.",
        discussion: "EXAMPLE: dueday account show acme",
        subcommands: [
            Add.self, Change.self, Show.self, Overview.self, List.self, Credit.self,
            AccountStatementCommand.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add an account.",
            discussion: """
                EXAMPLE: dueday account add acme --name "Acme Ltd" --currency USD --time-zone America/New_York \
                --country US --region NY --address "1 Main St" --address "New York, NY 10013"
                """)

        @Argument(help: "Its id: any text; it cannot be changed later.")
        var id: String
        @Option(help: "The name on its invoices.")
        var name: String?
        @Option(help: "The e-mail address on its invoices.")
        var email: String?
        @Option(help: "ISO 4217 code, such as EUR; every invoice of the account is in it.")
        var currency: String
        @Option(help: "The IANA zone in which its periods are counted, such as Europe/Berlin.")
        var timeZone: String
        @Option(help: "ISO 3166 code, two letters; decides the taxes together with the region.")
        var country: String
        @Option(help: "State or province without the country: CA for US-CA.")
        var region: String?
        @Option(parsing: .singleValue, help: "A line of the address; repeat it for every line.")
        var address: [String] = []
        @Option(help: "Its VAT or other tax id; between two EU countries it means reverse charge.")
        var taxID: String?
        @Flag(help: "It is exempt: no tax is charged.")
        var taxExempt = false
        @Option(help: "Days from the issue of an invoice to its due date.")
        var paymentTermsDays = 0
        @Flag(help: "The customer pays by other means: no method is ever charged.")
        var manual = false
        @OptionGroup var invoicing: InvoicingOptions
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            _ = try ZoneDatabase.system.zone(timeZone)
            let account = Account(
                id: id, name: name, email: email, currency: try Currency(code: currency),
                timeZoneID: timeZone,
                country: country, region: region, address: address, taxID: taxID, isTaxExempt: taxExempt,
                paymentTermsDays: paymentTermsDays, collection: manual ? .manual : .automatic,
                invoicing: try invoicing.value())
            let database = try await Database.open(try await Settings.load())
            let books = try database.books(noting: "account add", by: actor, account: id, subject: id)
            try await AccountCommands(books: books).add(account, at: .now)
            if output.json {
                let added = try await database.books.reading { try await $0.claimAccount(account.id) }
                return output.print(["account": AccountText.json(added)])
            }
            Terminal.print("added account \(id)")
        }
    }

    struct Credit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "credit",
            abstract: "Put credit on an account's balance; the next invoices use it.",
            discussion: "EXAMPLE: dueday account credit acme 25.00 --reason \"two hours down on 3 March\"")

        @Argument(help: "The account's id.")
        var account: String
        @Argument(
            parsing: .allUnrecognized,
            help: ArgumentHelp("In the account's currency, such as 25.00.", valueName: "amount"))
        var amounts: [String]
        @Option(help: "The instant at which what is left of it is lost; it stays for good unless given.")
        var expiresAt: String?
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let account = account
            let amount = try SignedArgument.only(amounts, "the amount")
            let record = try await database.books.reading { try await $0.claimAccount(account) }
            let order = CreditOrder(
                account: account, amountMinorUnits: try record.account.currency.amount(typed: amount),
                expiresAt: try expiresAt.map(Instant.init(parsing:)), reason: actor.reason)
            let books = try database.books(
                noting: "account credit", by: actor, account: account, subject: account,
                detail: [
                    "amount": record.account.currency.majorUnits(order.amountMinorUnits),
                    "currency": record.account.currency.code,
                ])
            try await AccountCommands(books: books).credit(order, at: try at.instant())
            if output.json {
                let credited = try await database.books.reading { try await $0.claimAccount(account) }
                return output.print(["account": AccountText.json(credited)])
            }
            Terminal.print("credited \(amount) \(record.account.currency.code) to \(account)")
        }
    }
}
