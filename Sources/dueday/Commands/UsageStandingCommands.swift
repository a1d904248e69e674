import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary

extension Usage {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a subscription's usage against its limits, what to expect, and the cost so far.",
            discussion: """
                Counters are expected to go on at their pace, gauges by their trend. The cost is rated as the invoice \
                will be, before tax.

                EXAMPLE: dueday usage show sub_1 --json
                """)

        @Argument(help: "The subscription's id.")
        var subscription: String
        @OptionGroup var at: AtOption
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let view = try await CustomerView(books: database.books)
                .subscription(subscription, at: try at.instant())
            output.json ? output.print(try StandingText.json(view)) : try StandingText.print(view)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Ask whether some use is allowed; a hard limit answers 402 and exit code 1.",
            discussion: """
                Nothing is recorded. To record and check in one, use `usage record --enforce`.

                EXAMPLE: dueday usage check sub_1 vpn_connections 3
                """)

        @Argument(help: "The subscription's id.")
        var subscription: String
        @Argument(help: "The meter's id.")
        var meter: String
        @Argument(help: "How much, in the meter's unit.")
        var quantity: String
        @OptionGroup var at: AtOption
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let answer = try await CustomerView(books: database.books).check(
                CustomerView.LimitQuestion(
                    subscription: subscription, meter: meter, quantity: try ExactDecimal(parsing: quantity),
                    at: try at.instant()))
            if case .refused(let current, let limit) = answer.check {
                throw LimitRefusal.exit(meter: meter, current: current, limit: limit, output)
            }
            if output.json {
                return output.print([
                    "status": .integer(200), "usage": try StandingText.json(answer.standing),
                ])
            }
            Terminal.print(
                "allowed: \(answer.standing.current) of \(StandingText.limit(answer.standing)) are used")
        }
    }

    struct Alerts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alerts",
            abstract:
                "Look who is near a limit and tell them: above 80 %, above 90 % and at 100 %, once a period.",
            discussion: """
                Notices go to the outbox, once for each level, meter and period, however often this runs: put it into \
                a timer beside `dueday run`. A subscription whose use cannot be rated is named, the others are told, and \
                the exit code is 1.

                EXAMPLES:
                  dueday usage alerts
                  dueday usage alerts --account acme --json
                """)

        @Option(help: "Only this account's.")
        var account: String?
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let view = CustomerView(
                books: try database.books(noting: "usage alerts", by: actor, account: account))
            let instant = try at.instant()
            var round = AlertRound(view)
            var last = ""
            while true {
                let page = try await database.books.reader.livingSubscriptions(account: account, after: last)
                guard let end = page.last else { break }
                try await round.look(at: page, at: instant)
                last = end
            }
            output.json ? output.print(try Self.json(round)) : Self.print(round)
            if round.failureCount > 0 { throw ExitCode(CommandFailure.Code.attention.rawValue) }
        }

        private static func print(_ round: AlertRound) {
            var table = Table([
                .left("SUBSCRIPTION"), .left("LEVEL"), .left("METER"), .right("USED"), .right("LIMIT"),
                .right("%"),
            ])
            for alert in round.alerts {
                table.add(
                    alert.subscription, alert.level.rawValue, alert.meter.meter.id, "\(alert.meter.current)",
                    StandingText.limit(alert.meter), StandingText.percent(alert.percentage))
            }
            round.alerts.isEmpty ? Terminal.print("nobody is near a limit") : table.print()
            if round.alertCount > round.alerts.count {
                Terminal.print("and \(round.alertCount - round.alerts.count) more: `dueday outbox list`")
            }
            for failure in round.failures {
                Terminal.note("subscription \(failure.subscription) cannot be rated: \(failure.reason)")
            }
            if round.failureCount > round.failures.count {
                Terminal.note("and \(round.failureCount - round.failures.count) more")
            }
        }

        private static func json(_ round: AlertRound) throws -> OrderedJSON {
            [
                "alerts": .array(try round.alerts.map(json)), "total": .integer(round.alertCount),
                "has_more": .bool(round.alertCount > round.alerts.count),
                "failures": .array(
                    round.failures.map {
                        ["subscription": .string($0.subscription), "error": .string($0.reason)]
                    }),
                "failures_total": .integer(round.failureCount),
            ]
        }

        private static func json(_ alert: CustomerView.Alert) throws -> OrderedJSON {
            [
                "subscription": .string(alert.subscription), "account": .string(alert.account),
                "level": .string(alert.level.rawValue), "usage": try StandingText.json(alert.meter),
            ]
        }
    }
}

/// The answer of a hard limit: 402, as an application hands it on.
enum LimitRefusal {
    static func message(_ meter: String, current: ExactDecimal, limit: ExactDecimal) -> String {
        "\(meter): \(current) of \(limit) are used, and the plan allows no more"
    }

    /// Prints the answer.
    ///
    /// - Returns: what the command ends with.
    static func exit(
        meter: String, current: ExactDecimal, limit: ExactDecimal, _ output: OutputOptions
    ) -> ExitCode {
        let message = message(meter, current: current, limit: limit)
        if output.json {
            output.print([
                "status": .integer(402), "error": "Usage limit exceeded", "message": .string(message),
                "usage": ["current": .string("\(current)"), "limit": .string("\(limit)")],
            ])
        } else {
            Terminal.print("402 Usage limit exceeded: \(message)")
        }
        return ExitCode(CommandFailure.Code.attention.rawValue)
    }
}
