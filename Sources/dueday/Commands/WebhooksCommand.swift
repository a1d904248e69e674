import ArgumentParser
import BillingStore

/// dueday webhooks endpoint
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Webhooks to other programs.",
        subcommands: [WebhookEndpoints.self])
}
