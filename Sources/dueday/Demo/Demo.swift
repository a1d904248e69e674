import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import HTTPTransport
import PrivatePostgres
import ProcessorSandbox

/// dueday demo
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show everything on this machine: a database, customers, a year of history, a billing run.",
        discussion: """
            Uses a folder of its own below the state folder and touches nothing else; each demo begins anew.

            EXAMPLES:
              dueday demo
              dueday demo --stop
            """)

    @Flag(help: "Stop the demo's database and sandbox, and remove its folder.")
    var stop = false

    @Option(help: ArgumentHelp("How many days of history.", visibility: .hidden))
    var days: Int64 = 365

    func run() async throws {
        let base = try await Settings.load()
        let folder = "\(base.text(Settings.stateDirectory) ?? "/var/lib/dueday")/demo"
        let stage = DemoStage(folder: folder)
        try await stage.clear()
        guard !stop else { return Terminal.print("stopped; \(folder) is gone") }
        try await stage.play(days: days)
    }
}

/// The demo's folder and what happens in it.
struct DemoStage {
    let folder: String
    private var configuration: String { "\(folder)/dueday.yaml" }

    /// Ends what an earlier demo left and removes its folder.
    func clear() async throws {
        DemoSandbox(folder: folder).stop()
        guard FileManager.default.fileExists(atPath: folder) else { return }
        _ = try await Database.privateCluster(try await settings()).stop()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// - Parameter days: of history, at least a week; who came before them is left out.
    func play(days: Int64) async throws {
        Terminal.print("Dueday demo, in \(folder)\n")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let sandbox = try await DemoSandbox(folder: folder).start()
        try writeSettings(sandbox: sandbox)
        Terminal.print("  ✓ the processor sandbox runs at \(sandbox)")
        let settings = try await settings()
        let worker = try await Worker(settings, isQuiet: true, auditsCharges: false)
        Terminal.print("  ✓ a private PostgreSQL is up, durable, on a unix socket")
        try await apply(DemoCatalog.yaml(withRetiredPlan: true), to: worker.database)
        let today = Instant(secondsSinceEpoch: Instant.now.secondsSinceEpoch / 900 * 900)
        let first = today.adding(seconds: -max(7, days) * 86_400)
        let lastRun = try await live(from: first, until: today, worker: worker, sandbox: sandbox)
        try await apply(DemoCatalog.yaml(withRetiredPlan: false), to: worker.database)
        Terminal.print(
            "  ✓ \(days == 365 ? "a year" : "\(days) days") of history; the last run before now was at \(lastRun)\n"
        )
        Terminal.print("$ dueday run\n")
        let report = try await worker.run(asOf: .now, scope: .everything, stages: Set(Stage.allCases))
        RunReportText(report).print()
        try await close(report, worker: worker)
    }

    /// Plays the history: customers come, use things, and there is a run every day until five days ago.
    ///
    /// - Returns: the instant of the last run.
    private func live(
        from first: Instant, until today: Instant, worker: Worker, sandbox: String
    ) async throws -> Instant {
        var history = DemoHistory()
        var coming = try history.customers(until: today).filter { $0.startsAt >= first }[...]
        let accounts = AccountCommands(books: worker.database.books)
        let subscriptions = SubscriptionCommands(books: worker.database.books)
        let registry = try SandboxRegistry(baseURL: sandbox)
        var started: [DemoHistory.Customer] = []
        var now = first
        let last = today.adding(seconds: -5 * 86_400)
        var day = 0
        while now <= last {
            while let customer = coming.first, customer.startsAt <= now {
                coming.removeFirst()
                try await accounts.add(customer.account, at: customer.startsAt)
                try await registry.register(customer.method.reference, outcomes: customer.outcomes)
                try await accounts.setPaymentMethod(
                    PaymentMethodOrder(account: customer.account.id, method: customer.method),
                    at: customer.startsAt)
                try await subscriptions.subscribe(customer.order, at: customer.startsAt)
                started.append(customer)
            }
            if day % 15 == 7 { try await use(started, at: now, &history, worker: worker) }
            _ = try await worker.run(asOf: now, scope: .everything, stages: Set(Stage.allCases))
            if day % 30 == 0, Terminal.errorIsTerminal {
                Terminal.noteInPlace("\r\u{1B}[K  … \(now)")
            }
            now = now.adding(seconds: 86_400)
            day += 1
        }
        if Terminal.errorIsTerminal { Terminal.noteInPlace("\r\u{1B}[K") }
        Terminal.print("  ✓ \(started.count) customers from \(DemoCompanies.places.count) places")
        return now.adding(seconds: -86_400)
    }

    private func use(
        _ customers: [DemoHistory.Customer], at now: Instant, _ history: inout DemoHistory, worker: Worker
    ) async throws {
        var events: [UsageEvent] = []
        for customer in customers {
            let id = customer.order.subscription
            let subscription = try await worker.database.books.transaction {
                try await $0.claimSubscription(id).subscription
            }
            guard subscription.status != .canceled else { continue }
            events += history.usage(of: subscription.terms.plan, by: customer, at: now)
        }
        _ = try await AccountCommands(books: worker.database.books).recordUsage(events)
    }

    private func apply(_ yaml: String, to database: Database) async throws {
        let path = "\(folder)/catalog.yaml"
        try yaml.write(toFile: path, atomically: true, encoding: .utf8)
        let catalog = try CatalogFile.parse(yaml, fileName: path)
        _ = try await database.books.applyCatalog(catalog, source: yaml, at: .now)
    }

    private func close(_ report: RunReport, worker: Worker) async throws {
        let issued = try await worker.database.books.reader.invoices(
            run: report.run.id, page: PageRequest(limit: 500))
        let shown = Self.worthOpening(issued.items)
        let count = ["No invoice", "One invoice", "Two invoices", "Three invoices"][shown.count]
        Terminal.print("\n\(count) to open:")
        for invoice in shown {
            let record = try await worker.database.books.reader.invoice(invoice.number)
            guard let path = record?.documentPath else { continue }
            Terminal.print("  \(worker.documents.url(path))")
        }
        let number = shown.first?.number ?? "INV"
        Terminal.print(
            """

            Go on with:
              export DUEDAY_CONFIG=\(configuration)
              dueday invoice explain \(number)      how every cent came about
              dueday invoice list --limit 10
              dueday parked list                         what could not be billed, and why
              dueday preview sub_1 --change plan=enterprise
              dueday catalog apply \(folder)/catalog.yaml
              dueday demo --stop                         stops the database and the sandbox
            """)
    }

    /// The invoices with the most lines, in different currencies where there are some.
    private static func worthOpening(_ invoices: [Invoice]) -> [Invoice] {
        let byLines = invoices.sorted { $0.content.lines.count > $1.content.lines.count }
        var chosen: [Invoice] = []
        for invoice in byLines
        where !chosen.contains(where: { $0.content.currency == invoice.content.currency }) {
            chosen.append(invoice)
        }
        chosen += byLines.filter { invoice in !chosen.contains { $0.id == invoice.id } }
        return Array(chosen.prefix(3))
    }

    private func settings() async throws -> Settings {
        try await Settings.load(environment: ["DUEDAY_CONFIG": configuration])
    }

    private func writeSettings(sandbox: String) throws {
        let yaml = """
            # The demo's settings: export DUEDAY_CONFIG=\(configuration)
            state:
              dir: "\(folder)"
            deployment: demo
            stripe:
              key: \(ProcessorSandbox.secretKey)
              mode: test
              url: \(sandbox)

            """
        try yaml.write(toFile: configuration, atomically: true, encoding: .utf8)
    }
}

/// Tells the sandbox what its methods answer.
struct SandboxRegistry {
    private let baseURL: String
    private let transport: HTTPTransport

    init(baseURL: String) throws {
        self.baseURL = baseURL
        transport = try HTTPTransport(maximumConnections: 2)
    }

    func register(_ method: String, outcomes: [String]) async throws {
        let body: OrderedJSON = ["id": .string(method), "outcomes": .array(outcomes.map { .string($0) })]
        var request = HTTPRequest(
            .post, "\(baseURL)/_sandbox/payment_methods", headers: ["Content-Type": "application/json"],
            body: Array(body.compact.utf8))
        request.allowsPlainLoopback = true
        guard case .response(let response) = await transport.send(request), response.status == 200 else {
            throw CommandFailure.unreachable("the sandbox at \(baseURL) did not take a payment method")
        }
    }
}
