import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import Postgres
import ProcessorSandbox

/// Customers with a monthly plan, each with one open invoice, and what their cards and mandates answer.
struct Customers: Sendable {
    /// Whom a method is charged through.
    enum Processor: String, Sendable, CaseIterable {
        case stripe, razorpay
    }

    /// What a processor answers about a method, charge after charge; the last answer holds for ever after.
    struct Method: Sendable {
        var processor: Processor = .stripe
        var answers: [SandboxOutcome]
    }

    /// One customer: the default method and the backup, if there is one.
    struct Customer: Sendable {
        var account: String
        var method: Method
        var backup: Method?

        /// Razorpay debits rupees only.
        fileprivate var currency: String {
            [method, backup].contains { $0?.processor == .razorpay } ? "INR" : "USD"
        }

        /// With the names that the processors know them by.
        fileprivate var named: [(id: String, method: Method)] {
            [("pm_\(account)", method)] + (backup.map { [("pm_\(account)_2", $0)] } ?? [])
        }

        /// Only Razorpay wants to know whose method it charges.
        fileprivate func reference(_ method: Method) -> String? {
            method.processor == .razorpay ? "cust_\(account)" : nil
        }
    }

    var all: [Customer]

    /// The methods as the processors have them.
    var methods: [ScriptedMethod] {
        all.flatMap { customer in
            customer.named.map {
                ScriptedMethod(
                    id: $0.id, customer: customer.reference($0.method), outcomes: $0.method.answers)
            }
        }
    }

    /// Whether there are debits that are announced first, and that may succeed late.
    var haveMandates: Bool { all.contains { $0.currency == "INR" } }

    private static let catalog = """
        seller: {id: s, name: Seller, country: US, region: CA, time_zone: UTC}
        plans:
          pro:
            prices:
              - {currency: USD, interval: month, amount: "79.00"}
              - {currency: INR, interval: month, amount: "1999.00"}
        dunning: {default: {retries: [1d, 3d, 5d, 7d], final: cancel, customer_action: 3d}}
        tax: {jurisdictions: {US-CA: [{name: CA sales tax, rate: "8.25"}]}}
        """

    /// Fills an empty database; nobody has a session in it afterwards.
    func fill(url: String) async throws {
        let books = PostgresBooks(.campaign(url: url))
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
                id: account, currency: try Currency(code: customer.currency), timeZoneID: "UTC",
                country: "US",
                region: "CA"),
            at: Stage.start)
        for (place, item) in customer.named.enumerated() {
            let method = PaymentMethod(
                id: item.id, processor: item.method.processor.rawValue,
                customerReference: customer.reference(item.method))
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
