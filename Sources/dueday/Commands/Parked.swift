import ArgumentParser
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday parked list|release
struct Parked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Subscriptions set aside because they could not be billed.",
        subcommands: [List.self, Release.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List parked subscriptions with the reason.")

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
            abstract: "Let the next run bill a parked subscription again, once the cause is mended.",
            discussion: "EXAMPLE: dueday parked release sub_7 && dueday run --subscription sub_7")

        @Argument(help: "The subscription's id.")
        var subscription: String

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            guard try await database.books.releaseParked(subscription) else {
                throw CommandFailure.usage(
                    "subscription \"\(subscription)\" is not parked: see `dueday parked list`")
            }
            Terminal.print("released \(subscription): the next run bills it")
        }
    }
}
