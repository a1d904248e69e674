import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingStore
import Monetary

extension SubscriptionCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List subscriptions.", discussion: "EXAMPLE: dueday subscription list --status past_due"
        )

        @Option(help: "Only this account's.")
        var account: String?
        @Option(help: "Only these: trialing, active, past_due, unpaid or canceled.")
        var status: Subscription.Status?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let subscriptions = try await database.books.reader.subscriptions(
                account: account, status: status, page: page.request)
            if output.json {
                return output.print(
                    PageOptions.json(subscriptions, "subscriptions") {
                        SubscriptionText.json($0.subscription)
                    })
            }
            var table = Table([
                .left("SUBSCRIPTION"), .left("ACCOUNT"), .left("STATUS"), .right(""), .left("PLAN"),
                .left("NEXT BOUNDARY"),
            ])
            for record in subscriptions.items {
                let item = record.subscription
                table.add(
                    item.id, item.accountID, item.status.rawValue + (record.isParked ? ", parked" : ""),
                    "\(item.terms.quantity) ×", "\(item.terms.plan) by the \(item.terms.interval)",
                    item.nextBoundaryAt.map { "\($0)" } ?? "–")
            }
            table.print()
            page.printRest(subscriptions)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one subscription: its status, terms and current period.",
            discussion: "EXAMPLE: dueday subscription show sub_1 --json")

        @Argument(help: "The subscription's id.")
        var id: String
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            guard let record = try await database.books.reader.subscription(id) else {
                throw BillingError.unknown(kind: "subscription", id: id)
            }
            if output.json { return output.print(SubscriptionText.json(record.subscription)) }
            SubscriptionText.print(record.subscription)
            if record.isParked { Terminal.print("  parked          see `dueday parked list`") }
        }
    }
}
