import ArgumentParser
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday runs list|show
struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Past runs and their reports.", subcommands: [List.self, Show.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List runs, the latest first.")

        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let runs = try await database.books.reader.runs(page: page.request)
            if output.json { return output.print(PageOptions.json(runs, "runs", Self.json)) }
            var table = Table([
                .left("RUN"), .left("AS OF"), .left("STARTED"), .left("FINISHED"), .left("OF"),
            ])
            for run in runs.items {
                table.add(
                    run.id, "\(run.asOf)", "\(run.startedAt)",
                    run.finishedAt.map { "\($0)" } ?? "not (running or killed)",
                    run.scope)
            }
            table.print()
            page.printRest(runs)
        }

        private static func json(_ run: RunSummary) -> OrderedJSON {
            [
                "id": .string(run.id), "as_of": .string("\(run.asOf)"),
                "started_at": .string("\(run.startedAt)"),
                "finished_at": .text(run.finishedAt.map { "\($0)" }), "scope": .string(run.scope),
            ]
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a run's report as JSON.")

        @Argument(help: "Its id, from `dueday runs list`.")
        var id: String

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            guard let run = try await database.books.reader.run(id) else {
                throw CommandFailure.usage("there is no run \"\(id)\": see `dueday runs list`")
            }
            guard let report = run.report else {
                throw CommandFailure.usage(
                    "run \(id) has no report: it is running or was killed; the next run goes on")
            }
            Terminal.print(try OrderedJSON.parse(report, fileName: "report").pretty)
        }
    }
}

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
