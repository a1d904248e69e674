import ArgumentParser
import BillingStore

/// dueday webhooks endpoint
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Webhooks of payment processors, taken here, and webhooks to other programs.",
        discussion: """
            Without a subcommand it is `dueday webhooks serve`.

            EXAMPLE: dueday webhooks events --waiting
            """,
        subcommands: [WebhooksServe.self, WebhookEvents.self, WebhookEndpoints.self],
        defaultSubcommand: WebhooksServe.self)
}
