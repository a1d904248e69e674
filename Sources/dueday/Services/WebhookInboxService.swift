import Billing
import BillingCalendar
import BillingRun
import BillingStore
import FaultInjection
import PaymentGateways
import WebhookServer

/// Takes processors' messages: reads them raw, writes them down, acknowledges them, and works them off behind that.
struct WebhookInboxService: Sendable {
    let books: PostgresBooks
    let inbox: ProcessorInbox
    let readers: [String: any WebhookReader]

    /// The readers of the processors whose webhook secrets are set.
    ///
    /// - Throws: ``CommandFailure`` where there is none, or a mode is none.
    static func readers(_ settings: Settings) throws -> [String: any WebhookReader] {
        var readers: [String: any WebhookReader] = [:]
        let stripe = secrets(Settings.stripeWebhookSecret, Settings.stripeWebhookPrevious, settings)
        if !stripe.isEmpty {
            guard let mode = settings.text(Settings.stripeMode).flatMap(GatewayMode.init) else {
                throw CommandFailure.usage("stripe.mode is test or live")
            }
            readers["stripe"] = StripeWebhook(secrets: stripe, mode: mode)
        }
        let razorpay = secrets(Settings.razorpayWebhookSecret, Settings.razorpayWebhookPrevious, settings)
        if !razorpay.isEmpty { readers["razorpay"] = RazorpayWebhook(secrets: razorpay) }
        guard !readers.isEmpty else {
            throw CommandFailure.usage(
                "no webhook secret is set: set stripe.webhook.secret or razorpay.webhook.secret")
        }
        return readers
    }

    private static func secrets(
        _ newest: Settings.Key, _ previous: Settings.Key, _ settings: Settings
    ) -> [Secret] {
        [settings.text(newest), settings.text(previous)].compactMap { $0.map { Secret($0) } }
            .filter { !$0.revealed.isEmpty }
    }

    /// The answer to one request. 200 says that the message is committed, or that it concerns nobody here.
    func answer(_ request: WebhookServer.Request, recorded: @Sendable () -> Void) async
        -> WebhookServer.Answer
    {
        if request.path == "/healthz" { return await health(request.method) }
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, parts[1] == "webhooks",
            let reader = readers[String(parts[2])]
        else { return .init(404, "nothing listens here") }
        guard request.method == "POST" else { return .init(405, "only POST") }
        let event: ProcessorEvent
        do throws(WebhookRefusal) {
            event = try reader.read(
                body: request.body, now: Instant.now.secondsSinceEpoch, header: request.header)
        } catch {
            Terminal.note("refused a message to \(request.path): \(error)")
            return .init(error == .tooLarge ? 413 : 400, error.description)
        }
        if event.subject == .other { return .init(200, "not followed") }
        do {
            let isNew = try await inbox.record(event)
            KillPoint.beforeEventIsAcknowledged.pass()
            if isNew { recorded() }
            return .init(200, isNew ? "recorded" : "known")
        } catch {
            Terminal.note("cannot write a message down: \(CommandFailure(explaining: error).message)")
            return .init(503, "not written down; send it again")
        }
    }

    private func health(_ method: String) async -> WebhookServer.Answer {
        guard method == "GET" || method == "HEAD" else { return .init(405, "only GET") }
        do {
            _ = try await books.transaction { try await $0.chargingIsOn() }
            return .init(200, "ok")
        } catch {
            return .init(503, "the database is out of reach")
        }
    }

    /// Works off what is due until nothing is.
    func workOff() async {
        do {
            while case let batch = try await inbox.workOff(limit: 50), !batch.results.isEmpty {
                for result in batch.results where !result.isHandled {
                    Terminal.note("\(result.processor) message \(result.id) waits: \(result.outcome)")
                }
            }
        } catch {
            Terminal.note("cannot work off messages: \(CommandFailure(explaining: error).message)")
        }
    }
}
