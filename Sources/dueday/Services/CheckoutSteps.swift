import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Monetary
import PaymentGateways

/// What a checkout is made of: its amount, its page, and the subscription that begins when it is finished.
enum CheckoutSteps {
    /// What the first invoice would ask for now; nothing is written.
    static func firstInvoice(
        _ order: SubscribeOrder, _ database: Database
    ) async throws -> (amount: Int64, Currency) {
        let asked = try await SubscriptionCommands(books: database.books).amountAsked(by: order, at: .now)
        let account = try await database.books.reading { try await $0.claimAccount(order.account).account }
        return (asked, account.currency)
    }

    /// Opens the page or order at a processor.
    static func open(
        _ request: CheckoutRequest, at processor: String, _ settings: Settings
    ) async throws -> (reference: String, url: String?, expiresAt: Int64?) {
        switch try await Gateways.checkout(settings, processor).openCheckout(request) {
        case .opened(let reference, let url, let expiresAt): return (reference, url, expiresAt)
        case .refused(let code):
            throw CommandFailure.usage(
                "\(processor) opens no checkout for \(request.customerReference): \(code)")
        case .unknown(let reason):
            throw CommandFailure.unreachable("\(processor): \(reason); nothing was bought, start again")
        }
    }

    /// The method that the customer saved, and what was paid with it; an error where there is none.
    static func finding(
        _ checkout: Checkout, proof: CheckoutProof?, _ settings: Settings
    ) async throws -> (method: SavedMethod, paid: CheckoutPayment?) {
        guard let finding = try await findingIfFinished(checkout, proof: proof, settings) else {
            throw CommandFailure.usage(
                "the customer has not finished \(checkout.reference) yet"
                    + (checkout.processor == "razorpay" ? ": nothing is captured on it" : ""))
        }
        return finding
    }

    /// nil where its customer has not finished.
    private static func findingIfFinished(
        _ checkout: Checkout, proof: CheckoutProof?, _ settings: Settings
    ) async throws -> (method: SavedMethod, paid: CheckoutPayment?)? {
        let gateway = try Gateways.checkout(settings, checkout.processor)
        switch await gateway.checkoutFinding(checkout.reference, proof: proof) {
        case .finished(let method, let paid):
            guard method.customerReference == checkout.customer else {
                throw CommandFailure.usage(
                    "\(checkout.reference) was finished by another customer than \(checkout.customer): nothing began"
                        + (paid.map {
                            "; \($0.reference) was paid for it, give it back on the pages of \(checkout.processor)"
                        } ?? ""))
            }
            return (method, paid)
        case .open: return nil
        case .refused(let reason): throw CommandFailure.usage("\(reason): nothing began")
        case .unknown(let reason):
            throw CommandFailure.unreachable("\(checkout.processor): \(reason); confirm again")
        }
    }

    /// Begins a subscription whose customer has finished, books what was paid, and writes our marks on it at the
    /// processor; all of it may be done again.
    ///
    /// - Parameter books: those that note who confirmed it.
    /// - Returns: where the money stands; nil where none was paid.
    static func begin(
        _ checkout: Checkout, _ finding: (method: SavedMethod, paid: CheckoutPayment?), books: PostgresBooks,
        _ database: Database, _ settings: Settings
    ) async throws -> CheckoutBooking? {
        func commands(_ books: PostgresBooks) throws -> CheckoutCommands {
            CheckoutCommands(
                books: books, gateways: try Gateways.make(settings), deployment: settings.deployment)
        }
        if checkout.state != .completed {
            try await commands(books).begin(checkout, with: finding.method, paid: finding.paid, at: .now)
        }
        guard let paid = finding.paid else { return nil }
        let booking = try await commands(database.books).booking(of: paid, checkout)
        switch booking {
        case .paid(let attempt), .owedBack(let attempt): try await mark(checkout, paid, attempt, settings)
        case .onBalance: break
        }
        return booking
    }

    /// Writes our marks on what was paid at the processor, so that its lists show which charge of ours it is.
    private static func mark(
        _ checkout: Checkout, _ paid: CheckoutPayment, _ attempt: PaymentAttempt, _ settings: Settings
    ) async throws {
        let gateway = try Gateways.checkout(settings, checkout.processor)
        switch await gateway.markCheckout(
            checkout.reference, attempt: attempt.id, invoice: attempt.invoice)
        {
        case .marked: return
        case .unknown(let reason):
            throw CommandFailure.unreachable(
                "\(checkout.processor): \(reason); \(checkout.order.subscription) has begun and its payment is booked, "
                    + "confirm again so that \(checkout.processor)'s list shows whose payment \(paid.reference) is"
            )
        }
    }

    /// Looks at checkouts whose time is over before they expire: a customer whose browser never came back has paid all the
    /// same, and what was paid must not be forgotten. One that cannot be asked about stays as it is.
    ///
    /// - Parameter scope: whose; those of a run for one account or subscription are that one's alone.
    /// - Returns: a line for each that people should look at.
    static func expire(
        _ scope: RunScope, _ database: Database, _ settings: Settings, at: Instant
    ) async throws -> [String] {
        var lines: [String] = []
        var kept: [String] = []
        for checkout in try await database.books.overdueCheckouts(at: at) where checkout.takesMoney {
            guard scope.covers(checkout) else {
                kept.append(checkout.reference)
                continue
            }
            let id = checkout.order.subscription
            do {
                guard let finding = try await findingIfFinished(checkout, proof: nil, settings) else {
                    continue
                }
                let books = database.books.noting(
                    AuditEntry(
                        actor: "dueday run", action: "checkout confirm", account: checkout.order.account,
                        subject: id, reason: "paid before it expired",
                        detail: ["processor": checkout.processor, "reference": checkout.reference]))
                let booking = try await begin(checkout, finding, books: books, database, settings)
                if case .owedBack(let attempt)? = booking {
                    lines.append(
                        "what was paid at the checkout of \(id) is owed back: see `dueday alarms list`, \(attempt.id)"
                    )
                }
            } catch {
                // Whatever it is, one checkout must not keep the run from the rest; it is told, and looked at again.
                kept.append(checkout.reference)
                let now = try await database.books.reader.checkouts(subscription: id).items.first?.state
                lines.append(
                    "the checkout of \(id) \(now == .completed ? "has begun" : "stays open"): \(error)")
            }
        }
        try await database.books.expireCheckouts(at: at, but: kept)
        return lines
    }
}

extension RunScope {
    fileprivate func covers(_ checkout: Checkout) -> Bool {
        switch self {
        case .everything: true
        case .account(let id): checkout.order.account == id
        case .subscription(let id): checkout.order.subscription == id
        case .invoices: false
        }
    }
}

extension Checkout {
    /// Whether its processor takes the first invoice's amount at once.
    fileprivate var takesMoney: Bool { processor == "razorpay" }
}
