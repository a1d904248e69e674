import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import Postgres
import ProcessorSandbox

/// Customers with a monthly plan, each with one open invoice, and what their cards answer.
struct Customers: Sendable {
    /// One customer: the answers of the default card and of the backup, if there is one.
    struct Customer: Sendable {
        var account: String
        var card: [SandboxOutcome]
        var backup: [SandboxOutcome]?
    }

    var all: [Customer]

    /// The methods as the processor has them.
    var methods: [ScriptedMethod] {
        all.flatMap { customer in
            [ScriptedMethod(id: "pm_\(customer.account)", outcomes: customer.card)]
                + (customer.backup.map { [ScriptedMethod(id: "pm_\(customer.account)_2", outcomes: $0)] }
                    ?? [])
        }
    }

    private static let catalog = """
        seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
        plans: {pro: {prices: [{currency: USD, interval: month, amount: "79.00"}]}}
        tax: {jurisdictions: {US-CA: [{name: CA sales tax, rate: "8.25"}]}}
        """

    /// Fills an empty database; nobody has a session in it afterwards.
    func fill(url: String) async throws {
        let books = PostgresBooks(ConnectionOptions(url: url, applicationName: "fault campaign"))
        try await books.migrate()
        let catalog = try CatalogFile.parse(Self.catalog, fileName: "catalog")
        try await books.applyCatalog(catalog, source: Self.catalog, at: Stage.start)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<4 {
                group.addTask {
                    for index in stride(from: lane, to: all.count, by: 4) {
                        try await add(all[index], to: books)
                    }
                }
            }
            try await group.waitForAll()
        }
        await books.close()
    }

    private func add(_ customer: Customer, to books: PostgresBooks) async throws {
        let accounts = AccountCommands(books: books)
        let account = customer.account
        try await accounts.add(
            Account(
                id: account, currency: try Currency(code: "USD"), timeZoneID: "UTC", country: "US",
                region: "CA"),
            at: Stage.start)
        var methods = [PaymentMethod(id: "pm_\(account)")]
        if customer.backup != nil { methods.append(PaymentMethod(id: "pm_\(account)_2")) }
        for (place, method) in methods.enumerated() {
            try await accounts.setPaymentMethod(
                PaymentMethodOrder(account: account, method: method, makeDefault: place == 0), at: Stage.start
            )
        }
        try await SubscriptionCommands(books: books).subscribe(
            SubscribeOrder(
                subscription: "sub_\(account)", account: account, plan: "pro",
                interval: BillingInterval(.month)),
            at: Stage.start)
    }
}
