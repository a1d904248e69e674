import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary

extension AccountCommand {
    struct Overview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "overview",
            abstract:
                "Show all that an application shows a customer: plans, usage, next billing, balance, methods.",
            discussion: "EXAMPLE: dueday account overview acme --json")

        @Argument(help: "The account's id.")
        var account: String
        @OptionGroup var at: AtOption
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let reader = database.books.reader
            let id = account
            let instant = try at.instant()
            let record = try await database.books.reading { try await $0.claimAccount(id) }
            let methods = try await reader.methods(of: id)
            let open = try await reader.invoices(account: id, status: .open, page: PageRequest(limit: 100))
            var views: [CustomerView.SubscriptionView] = []
            for item in try await reader.subscriptions(account: id, page: PageRequest(limit: 1_000)).items
            where item.subscription.status != .canceled {
                views.append(
                    try await CustomerView(books: database.books).subscription(
                        item.subscription.id, at: instant))
            }
            let currency = record.account.currency
            let owed = open.items.reduce(Int64(0)) { $0 + $1.content.amountDueMinorUnits }
            if output.json {
                return output.print([
                    "account": AccountText.json(record),
                    "currency": .string(currency.code),
                    "balance": .string(currency.majorUnits(record.balance.minorUnits(at: instant))),
                    "open_invoices": .integer(open.total), "amount_open": .string(currency.majorUnits(owed)),
                    "payment_methods": .array(methods.map(AccountText.json)),
                    "subscriptions": .array(try views.map(Self.json)),
                ])
            }
            AccountText.print(record)
            AccountText.print(methods)
            Terminal.print("  open invoices   \(open.total), \(currency.majorUnits(owed)) \(currency.code)")
            for view in views {
                Terminal.print()
                try StandingText.print(view)
                Terminal.print("  next billing    \(view.subscription.nextBoundaryAt.map { "\($0)" } ?? "–")")
            }
        }

        private static func json(_ view: CustomerView.SubscriptionView) throws -> OrderedJSON {
            [
                "subscription": SubscriptionText.json(view.subscription),
                "next_billing_at": .text(view.subscription.nextBoundaryAt.map { "\($0)" }),
                "standing": try StandingText.json(view),
            ]
        }
    }
}
