import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import SystemTimeZones

/// dueday account add|show|list|credit
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Who is billed.",
        subcommands: [Add.self, Show.self, List.self, Credit.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account.",
            discussion: """
                EXAMPLE: dueday account add acme --name "Acme Ltd" --currency USD --time-zone America/New_York \
                --country US --region NY --address "1 Main St" --address "New York, NY 10013"
                """)

        @Argument(help: "Its id: any text, never changed.")
        var id: String
        @Option var name: String?
        @Option var email: String?
        @Option(help: "ISO 4217; every document of the account is in it.")
        var currency: String
        @Option(help: "The IANA zone in which its periods are counted.")
        var timeZone: String
        @Option(help: "ISO 3166, two letters.")
        var country: String
        @Option(help: "State or province, as in US-CA.")
        var region: String?
        @Option(parsing: .singleValue, help: "A line of the address; repeat it.")
        var address: [String] = []
        @Option(help: "A VAT id.")
        var taxID: String?
        @Flag(help: "No tax is charged.")
        var taxExempt = false
        @Option(help: "Days from issue to due.")
        var paymentTermsDays = 0
        @Flag(help: "Paid by the customer: never charged.")
        var manual = false

        func run() async throws {
            _ = try ZoneDatabase.system.zone(timeZone)
            let account = Account(
                id: id, name: name, email: email, currency: try Currency(code: currency),
                timeZoneID: timeZone,
                country: country, region: region, address: address, taxID: taxID, isTaxExempt: taxExempt,
                paymentTermsDays: paymentTermsDays, collection: manual ? .manual : .automatic)
            let database = try await Database.open(try await Settings.load())
            try await AccountCommands(books: database.books).add(account, at: .now)
            Terminal.print("added account \(id)")
        }
    }

    struct Credit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put credit on an account's balance; the next invoices use it.",
            discussion: "EXAMPLE: dueday account credit acme 25.00 --reason \"two hours down on 3 March\"")

        @Argument var account: String
        @Argument(help: "In major units of the account's currency.")
        var amount: String
        @Option(help: "What is left then is gone.")
        var expiresAt: String?
        @Option var reason: String?

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let account = account
            let record = try await database.books.transaction { try await $0.claimAccount(account) }
            let order = CreditOrder(
                account: account, amountMinorUnits: try record.account.currency.minorUnits(amount),
                expiresAt: try expiresAt.map(Instant.init(parsing:)), reason: reason)
            try await AccountCommands(books: database.books).credit(order, at: .now)
            Terminal.print("credited \(amount) \(record.account.currency.code) to \(account)")
        }
    }
}
