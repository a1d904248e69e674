import Billing
import BillingFormats
import BillingRun
import BillingStore
import Monetary

/// A command on a subscription: noted, run, and told how the subscription stands and what was issued.
struct ChangedSubscription {
    private let verb: String
    private let id: String
    private let account: String?
    private let actor: ActorOptions
    private let output: OutputOptions

    /// - Parameter account: whose it is to be, where the command makes it.
    init(
        _ verb: String, _ id: String, of account: String? = nil, _ actor: ActorOptions,
        _ output: OutputOptions
    ) {
        self.verb = verb
        self.id = id
        self.account = account
        self.actor = actor
        self.output = output
    }

    /// - Parameters:
    ///   - wasSo: how the subscription stood before, for `words` to be told.
    ///   - words: what else to say then.
    func report(
        where wasSo: (Subscription) -> Bool = { _ in false }, telling words: String = "",
        _ command: (SubscriptionCommands) async throws -> [Invoice]
    ) async throws {
        let id = id
        let database = try await Database.open(try await Settings.load())
        let before =
            account == nil ? try await database.books.reader.subscription(id)?.subscription : nil
        let account = account ?? before?.accountID
        let books = try database.books(
            noting: "subscription \(verb)", by: actor, account: account, subject: id)
        let invoices = try await command(SubscriptionCommands(books: books))
        if let before, wasSo(before) { Terminal.note(words) }
        let claim = try await database.books.reading { try await $0.claimSubscription(id) }
        let subscription = claim.subscription
        let isManual = claim.account.account.collection == .manual
        if output.json {
            return output.print(
                [
                    "subscription": SubscriptionText.json(subscription),
                    "invoices": .array(invoices.map(InvoiceText.json)),
                ])
        }
        SubscriptionText.print(subscription)
        for invoice in invoices {
            let currency = invoice.content.currency
            Terminal.print(
                "issued \(invoice.number): \(currency.majorUnits(invoice.content.totalMinorUnits)) \(currency.code), "
                    + "due \(currency.majorUnits(invoice.content.amountDueMinorUnits)); "
                    + (isManual
                        ? "`dueday payment record` when it is paid"
                        : "`dueday run --account \(invoice.content.account)` charges it"))
        }
    }
}
