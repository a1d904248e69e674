import ArgumentParser
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday runs list|show|items|draft|approve|hold|let-go|approval
struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Runs and rehearsals: what they came to, and who approved what.",
        discussion: "EXAMPLE: dueday runs show",
        subcommands: [
            List.self, Show.self, Items.self, Draft.self, Approve.self, Hold.self, LetGo.self, Approval.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List runs and rehearsals, the latest first.",
            discussion: "EXAMPLE: dueday runs list --limit 5")

        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let runs = try await database.books.reader.runs(page: page.request)
            if output.json { return output.print(PageOptions.json(runs, "runs", RunText.json)) }
            var table = Table([
                .left("RUN"), .left("KIND"), .left("AS OF"), .left("STARTED"), .left("STATE"), .left("OF"),
            ])
            for run in runs.items {
                table.add(
                    run.id, run.kind.rawValue, "\(run.asOf)", "\(run.startedAt)", RunText.state(run),
                    run.scope)
            }
            table.print()
            page.printRest(runs)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show what a run or a rehearsal came to, for the person who signs it.",
            discussion: """
                Sums by currency, plan and tax; who came and who left; the invoices that differ most from the ones \
                before, those over nothing or less, those that no method can pay; what was parked, and why.

                EXAMPLES:
                  dueday runs show                       the latest
                  dueday runs show RUN --json
                """)

        @Argument(help: "Its id, from `dueday runs list`; the latest unless given.")
        var id: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let run = try await database.run(id)
            let figures = try await database.books.reader.figures(of: run.id)
            let text = RunFiguresText(run: run, figures: figures)
            output.json ? output.print(try text.json()) : text.print()
        }
    }

    struct Items: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "items",
            abstract: "List what a run came to, boundary by boundary, with its reason.",
            discussion: """
                EXAMPLES:
                  dueday runs items RUN --outcome parked
                  dueday runs items RUN --subscription sub_7 --json
                """)

        @Argument(help: "The run's id.")
        var id: String
        @Option(help: "Only invoice, nothing or parked; or a state, such as held or open.")
        var outcome: String?
        @Option(help: "Only this subscription's.")
        var subscription: String?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let run = try await database.run(id)
            let items = try await database.books.reader.items(
                of: run.id, outcome: outcome, subscription: subscription, page: page.request)
            if output.json { return output.print(PageOptions.json(items, "items", RunText.json)) }
            RunText.table(items.items).print()
            page.printRest(items)
        }
    }
}

extension Database {
    /// A run by its id; the latest where none is given.
    func run(_ id: String?) async throws -> RunSummary {
        guard let id else {
            guard let latest = try await books.reader.runs(page: PageRequest(limit: 1)).items.first else {
                throw CommandFailure.usage("there has been no run yet: `dueday run --dry-run` rehearses one")
            }
            return latest
        }
        guard let run = try await books.reader.run(id) else {
            throw CommandFailure.usage("there is no run \"\(id)\": see `dueday runs list`")
        }
        return run
    }
}
