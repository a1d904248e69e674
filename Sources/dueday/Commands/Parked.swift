import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday parked list|release
struct Parked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked",
        abstract: "Subscriptions set aside because they could not be billed.",
        discussion: "EXAMPLE: dueday parked list",
        subcommands: [List.self, Release.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List parked subscriptions with the reason.",
            discussion: "EXAMPLE: dueday parked list --limit 20")

        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let parked = try await database.books.reader.parked(page: page.request)
            if output.json { return output.print(PageOptions.json(parked, "parked", Self.json)) }
            var table = Table([.left("SUBSCRIPTION"), .left("ACCOUNT"), .left("BOUNDARY"), .left("WHY")])
            for item in parked.items {
                table.add(item.subscription, item.account, item.boundary.map { "\($0)" } ?? "–", item.reason)
            }
            table.print()
            page.printRest(parked)
        }

        private static func json(_ parked: ParkedSubscription) -> OrderedJSON {
            [
                "subscription": .string(parked.subscription), "account": .string(parked.account),
                "boundary": .text(parked.boundary.map { "\($0)" }), "reason": .string(parked.reason),
                "parked_at": .string("\(parked.parkedAt)"),
            ]
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Let the next run bill a parked subscription again, once the cause is mended.",
            discussion: "EXAMPLE: dueday parked release sub_7 && dueday run --subscription sub_7")

        @Argument(help: "The subscription's id.")
        var subscription: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let account = try await database.books.reader.subscription(subscription)?.subscription.accountID
            let books = try database.books(
                noting: "parked release", by: actor, account: account, subject: subscription)
            guard try await books.releaseParked(subscription) else {
                throw CommandFailure.usage(
                    "subscription \"\(subscription)\" is not parked: see `dueday parked list`")
            }
            if output.json { return output.print(["released": .string(subscription)]) }
            Terminal.print("released \(subscription): the next run bills it")
        }
    }
}
