import ArgumentParser
import Billing
import BillingFormats
import BillingStore

/// dueday webhooks events
struct WebhookEvents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List the processors' messages and what came of them, the latest first.",
        discussion: """
            EXAMPLES:
              dueday webhooks events
              dueday webhooks events --waiting --processor stripe --json
            """)

    @Option(help: "stripe or razorpay.")
    var processor: String?
    @Flag(help: "Only those that are still to be worked off.")
    var waiting = false
    @OptionGroup var page: PageOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let database = try await Database.open(try await Settings.load())
        let events = try await database.books.reader.events(
            processor: processor, isHandled: waiting ? false : nil, page: page.request)
        if output.json {
            return output.print(
                PageOptions.json(events, "events") { record in
                    [
                        "processor": .string(record.event.processor), "id": .string(record.event.id),
                        "type": .string(record.event.type), "received_at": .string("\(record.receivedAt)"),
                        "handled_at": .text(record.handledAt.map { "\($0)" }),
                        "next_try_at": .text(record.handledAt == nil ? "\(record.nextTryAt)" : nil),
                        "tries": .integer(record.tries), "outcome": .text(record.outcome),
                    ]
                })
        }
        var table = Table([
            .left("  MESSAGE"), .left("FROM"), .left("TYPE"), .left("RECEIVED"), .left("HANDLED"),
            .right("TRIES"),
            .left("OUTCOME"),
        ])
        for record in events.items {
            table.add(
                "  \(record.event.id)", record.event.processor, record.event.type, "\(record.receivedAt)",
                record.handledAt.map { "\($0)" } ?? "not yet", "\(record.tries)", record.outcome ?? "")
        }
        table.print()
        page.printRest(events)
    }
}
