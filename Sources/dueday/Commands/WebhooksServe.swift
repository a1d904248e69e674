import ArgumentParser
import BillingCalendar
import BillingRun
import BillingStore
import WebhookServer

/// dueday webhooks [serve]
struct WebhooksServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take the processors' webhooks at /webhooks/stripe and /webhooks/razorpay.",
        discussion: """
            Runs until it is stopped, behind a proxy that speaks TLS. A message is answered with 200 once it is \
            committed; then what it names is fetched from the processor and settled. GET /healthz says whether the \
            database answers. Without this command everything still settles, when the next run asks.

            EXAMPLES:
              dueday webhooks
              dueday webhooks serve --listen 127.0.0.1:8787
              dueday webhooks serve --record-only      the next run works the messages off
            """)

    @Option(help: "Address and port; port 0 takes a free one.")
    var listen = "127.0.0.1:8787"
    @Flag(help: "Write messages down and leave the rest to `dueday run`: the role dueday_webhook is enough.")
    var recordOnly = false

    func run() async throws {
        let (host, port) = try address()
        let settings = try await Settings.load()
        let readers = try WebhookInboxService.readers(settings)
        let database = try await Database.open(settings)
        let inbox = ProcessorInbox(
            books: database.books, gateways: try Gateways.make(settings),
            deployment: settings.text(Settings.deployment) ?? "default", now: { .now })
        let service = WebhookInboxService(books: database.books, inbox: inbox, readers: readers)
        let (wakeUps, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let termination = await Termination.noticed()
        let server: WebhookServer
        do {
            server = try await WebhookServer.start(host: host, port: port) { request in
                await service.answer(request) { waker.yield() }
            }
        } catch {
            throw CommandFailure.usage("cannot listen on \(error)")
        }
        Terminal.print(
            "listening on \(host):\(server.port) for \(readers.keys.sorted().joined(separator: ", "))")
        let worker = recordOnly ? nil : Self.work(service, wakeUps, waker)
        await termination.wait()
        await server.stop()
        waker.finish()
        await worker?.value
        await database.books.close()
    }

    /// Works off what came, at once after each message and every half minute for what was put off.
    private static func work(
        _ service: WebhookInboxService, _ wakeUps: AsyncStream<Void>, _ waker: AsyncStream<Void>.Continuation
    ) -> Task<Void, Never> {
        Task {
            let ticks = Task {
                while !Task.isCancelled {
                    waker.yield()
                    try? await Task.sleep(for: .seconds(30))  // cut short by the end of the command
                }
            }
            for await _ in wakeUps { await service.workOff() }
            ticks.cancel()
        }
    }

    private func address() throws -> (String, Int) {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65_535).contains(port), colon != listen.startIndex
        else { throw CommandFailure.usage("--listen is \"\(listen)\": it has the form 127.0.0.1:8787") }
        let host = listen[..<colon]
        return (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host), port)
    }
}
