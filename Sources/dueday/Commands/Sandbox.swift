import ArgumentParser
import BillingFormats
import Foundation
import ProcessorSandbox

/// dueday sandbox
struct Sandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract:
            "Run the processor sandbox: a local server that speaks the processors' protocols and moves no money.",
        discussion: """
            It is Stripe to whom signs in with \(ProcessorSandbox.secretKey), and Razorpay to whom signs in with \
            \(ProcessorSandbox.razorpayKeyID) and the secret \(ProcessorSandbox.razorpaySecret). To use it, set \
            DUEDAY_STRIPE_URL or DUEDAY_RAZORPAY_URL to the address that it prints, and the key likewise.

            Its books are at /_sandbox/books, what it would tell at /_sandbox/events. The rest of /_sandbox plays the \
            customers and their banks: POST payment_methods (scripts), payment_intents/ID and payments/ID (the bank's \
            last word), checkout_sessions/ID (a card is saved), orders/ID (paid), disputes, disputes/ID, clock, faults, keys, webhooks.

            EXAMPLES:
              dueday sandbox --port 12111 --journal sandbox.jsonl
              dueday sandbox --stripe-webhook http://127.0.0.1:8787/webhooks/stripe --webhook-secret whsec_local
              dueday sandbox --requests-per-second 25 --key-lifetime 3600
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port = 12_111

    @Option(help: "Keep its books in this file, so that they outlive the server.", completion: .file())
    var journal: String?

    @Option(help: "Answer more requests a second than this with 429.")
    var requestsPerSecond: Int?

    @Option(help: "Forget Stripe's idempotency keys after so many seconds.")
    var keyLifetime: Int64 = 24 * 3_600

    @Flag(help: "Demand that Razorpay's debits are announced 36 hours before.")
    var demandsNotice = false

    @Option(help: "Send Stripe's events to this address on this machine.")
    var stripeWebhook: String?

    @Option(help: "Send Razorpay's events to this address on this machine.")
    var razorpayWebhook: String?

    @Option(help: "The secret that events are signed with.")
    var webhookSecret = "whsec_sandbox"

    func validate() throws {
        guard requestsPerSecond.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--requests-per-second must be above zero")
        }
        guard keyLifetime > 0 else { throw ValidationError("--key-lifetime must be above zero") }
    }

    func run() async throws {
        var configuration = SandboxConfiguration()
        configuration.port = port
        configuration.journalPath = journal
        configuration.requestsPerSecond = requestsPerSecond
        configuration.keyLifetimeSeconds = keyLifetime
        configuration.demandsNotice = demandsNotice
        configuration.webhooks = [("stripe", stripeWebhook), ("razorpay", razorpayWebhook)]
            .compactMap { processor, url in
                url.map { WebhookEndpoint(processor: processor, url: $0, secret: webhookSecret) }
            }
        let termination = await Termination.noticed()
        let sandbox = try await ProcessorSandbox.start(configuration)
        Terminal.print(
            "sandbox at \(sandbox.baseURL), key \(ProcessorSandbox.secretKey); stop it with Ctrl-C")
        await termination.wait()
        await sandbox.stop()
    }
}
