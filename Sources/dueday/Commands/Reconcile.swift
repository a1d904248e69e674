import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary

extension PaymentCommand {
    /// dueday payment reconcile
    struct Reconcile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reconcile",
            abstract: "Ask the processors about everything unsettled, then compare their books with ours.",
            discussion: """
                Exit code 1 where they do not agree. What differs in a way that only people can set right raises an alarm.

                EXAMPLES:
                  dueday payment reconcile
                  dueday payment reconcile --days 90 --json
                """)

        @Option(help: "How many days back charges are compared.")
        var days = 30
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard (1...3_650).contains(days) else { throw CommandFailure.usage("--days is from 1 to 3650") }
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let gateways = try Gateways.make(settings)
            guard !gateways.all.isEmpty else {
                throw CommandFailure.usage("no processor is set up: see `dueday settings`")
            }
            let reconciliation = Reconciliation(
                books: try database.books(
                    noting: "payment reconcile", by: actor, detail: ["days": "\(days)"]),
                gateways: gateways, deployment: settings.deployment, at: .now)
            let settled = try await reconciliation.settle()
            let results = try await reconciliation.compare(lastSeconds: Int64(days) * 86_400)
            if output.json {
                output.print(Self.json(settled, results))
            } else {
                Self.print(settled, results)
            }
            guard results.allSatisfy(\.agrees) else { throw ExitCode(CommandFailure.Code.attention.rawValue) }
        }

        private typealias Settled = (charges: [SettledCharge], refunds: [Billing.Refund])

        private static func print(_ settled: Settled, _ results: [Reconciliation.Result]) {
            let known = settled.charges.count { !$0.state.isLive }
            Terminal.print(
                "\(Counted.words(settled.charges.count, "charge")) and \(Counted.words(settled.refunds.count, "refund")) were "
                    + "asked about, \(known) "
                    + "charges have their result now")
            for result in results {
                Terminal.print(
                    "\n\(result.processor): \(Counted.words(result.charges, "charge")) of ours there")
                if let problem = result.problem { Terminal.print("  not compared: \(problem)") }
                for code in Set(result.ours.keys).union(result.theirs.keys).sorted() {
                    let ours = amount(result.ours[code] ?? 0, code)
                    let theirs = amount(result.theirs[code] ?? 0, code)
                    Terminal.print("  taken in \(code): \(ours) by our books, \(theirs) by theirs")
                }
                for difference in result.differences { Terminal.print("  DIFFERS: \(difference)") }
                if result.agrees { Terminal.print("  the books agree") }
            }
        }

        private static func json(_ settled: Settled, _ results: [Reconciliation.Result]) -> OrderedJSON {
            [
                "charges_asked": .integer(settled.charges.count),
                "charges_settled": .integer(settled.charges.count { !$0.state.isLive }),
                "refunds_asked": .integer(settled.refunds.count),
                "processors": .array(results.map(json)),
            ]
        }

        private static func json(_ result: Reconciliation.Result) -> OrderedJSON {
            let codes = Set(result.ours.keys).union(result.theirs.keys).sorted()
            return [
                "processor": .string(result.processor), "agrees": .bool(result.agrees),
                "since": .string("\(Instant(secondsSinceEpoch: result.since))"),
                "charges": .integer(result.charges),
                "totals": .array(
                    codes.map { code in
                        [
                            "currency": .string(code), "ours": .string(amount(result.ours[code] ?? 0, code)),
                            "theirs": .string(amount(result.theirs[code] ?? 0, code)),
                        ]
                    }),
                "differences": .array(result.differences.map { .string($0) }),
                "problem": .text(result.problem),
            ]
        }

        private static func amount(_ minorUnits: Int64, _ code: String) -> String {
            (try? Currency(code: code))?.majorUnits(minorUnits) ?? "\(minorUnits)"
        }
    }
}
