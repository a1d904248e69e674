import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary

extension AccountCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List accounts.", discussion: "EXAMPLE: dueday account list --containing acme")

        @Option(help: "Only those whose id, name or e-mail contains this.")
        var containing: String?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let accounts = try await database.books.reader.accounts(
                containing: containing, page: page.request)
            if output.json { return output.print(PageOptions.json(accounts, "accounts", AccountText.json)) }
            var table = Table([
                .left("ACCOUNT"), .left("NAME"), .left("COUNTRY"), .left("ZONE"), .right("BALANCE"),
                .left(""),
            ])
            for record in accounts.items {
                let account = record.account
                table.add(
                    account.id, account.name ?? "",
                    [account.country, account.region].compactMap { $0 }.joined(separator: "-"),
                    account.timeZoneID, account.currency.majorUnits(record.balance.minorUnits(at: .now)),
                    account.currency.code)
            }
            table.print()
            page.printRest(accounts)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one account: its details, payment methods, balance and subscriptions.",
            discussion: "EXAMPLE: dueday account show acme")

        @Argument(help: "The account's id.")
        var account: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let reader = database.books.reader
            let id = account
            let record = try await database.books.reading { try await $0.claimAccount(id) }
            let methods = try await reader.methods(of: id)
            let rows = try await reader.balanceRows(of: id)
            let subscriptions = try await reader.subscriptions(account: id)
            if output.json {
                return output.print(
                    [
                        "account": AccountText.json(record),
                        "payment_methods": .array(methods.map(AccountText.json)),
                        "balance_rows": .array(
                            rows.items.map { AccountText.json($0, record.account.currency) }),
                        "subscriptions": .array(
                            subscriptions.items.map { SubscriptionText.json($0.subscription) }),
                    ])
            }
            AccountText.print(record)
            AccountText.print(methods)
            for row in rows.items {
                Terminal.print(
                    "  balance         \(record.account.currency.majorUnits(row.minorUnits)) \(row.cause) at \(row.at)"
                        + (row.reason.map { ": \($0)" } ?? ""))
            }
            for item in subscriptions.items { SubscriptionText.print(item.subscription) }
        }
    }
}

extension PaymentMethodCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List an account's payment methods, the default first.",
            discussion: "EXAMPLE: dueday payment-method list acme")

        @Argument(help: "The account's id.")
        var account: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let methods = try await database.books.reader.methods(of: account)
            if output.json { return output.print(["payment_methods": .array(methods.map(AccountText.json))]) }
            AccountText.print(methods)
        }
    }
}

/// Accounts and their methods for people and programs.
enum AccountText {
    static func print(_ record: AccountRecord) {
        let account = record.account
        Terminal.print("\(account.id)  \(account.name ?? "")")
        Terminal.print(
            "  country         \([account.country, account.region].compactMap { $0 }.joined(separator: "-"))")
        Terminal.print("  time zone       \(account.timeZoneID)")
        Terminal.print("  collection      \(account.collection.rawValue), \(account.paymentTermsDays) days")
        Terminal.print(
            "  balance         \(account.currency.majorUnits(record.balance.minorUnits(at: .now))) \(account.currency.code)"
        )
    }

    /// An account's methods as JSON, after a change of them.
    static func print(methodsOf account: String, _ database: Database, _ output: OutputOptions) async throws {
        let methods = try await database.books.reader.methods(of: account)
        output.print(["account": .string(account), "payment_methods": .array(methods.map(json))])
    }

    static func print(_ methods: [MethodRecord]) {
        for (index, record) in methods.enumerated() {
            let method = record.method
            let card = [method.brand, method.last4.map { "…\($0)" }, method.expiresOn].compactMap { $0 }
            Terminal.print(
                "  \(index == 0 ? "default       " : "backup        ")  \(method.id)  \(card.joined(separator: " "))  "
                    + (record.barredBy.map { "barred: \($0.rawValue)" } ?? "usable"))
        }
    }

    static func json(_ record: AccountRecord) -> OrderedJSON {
        let account = record.account
        return [
            "id": .string(account.id), "name": .text(account.name), "email": .text(account.email),
            "currency": .string(account.currency.code), "time_zone": .string(account.timeZoneID),
            "country": .string(account.country), "region": .text(account.region),
            "address": .array(account.address.map { .string($0) }), "tax_id": .text(account.taxID),
            "tax_exempt": .bool(account.isTaxExempt),
            "payment_terms_days": .integer(account.paymentTermsDays),
            "collection": .string(account.collection.rawValue),
            "balance": .string(account.currency.majorUnits(record.balance.minorUnits(at: .now))),
        ]
    }

    static func json(_ record: MethodRecord) -> OrderedJSON {
        [
            "id": .string(record.method.id), "brand": .text(record.method.brand),
            "last4": .text(record.method.last4), "exp": .text(record.method.expiresOn),
            "processor": .string(record.method.processor), "barred_by": .text(record.barredBy?.rawValue),
        ]
    }

    static func json(_ row: BalanceRow, _ currency: Currency) -> OrderedJSON {
        [
            "at": .string("\(row.at)"), "amount": .string(currency.majorUnits(row.minorUnits)),
            "cause": .string(row.cause), "invoice": .text(row.invoice), "reason": .text(row.reason),
        ]
    }
}
