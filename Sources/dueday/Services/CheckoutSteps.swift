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
        let gateway = try Gateways.checkout(settings, checkout.processor)
        guard let finding = try await findingIfFinished(checkout, proof: proof, at: gateway) else {
            throw CommandFailure.usage(
                "the customer has not finished \(checkout.reference) yet"
                    + (checkout.processor == "razorpay" ? ": nothing is captured on it" : ""))
        }
        return finding
    }

    /// nil where its customer has not finished.
    static func findingIfFinished(
        _ checkout: Checkout, proof: CheckoutProof?, at gateway: any CheckoutGateway
    ) async throws -> (method: SavedMethod, paid: CheckoutPayment?)? {
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
        if checkout.state != .completed {
            let commands = CheckoutCommands(
                books: books, gateways: try Gateways.make(settings), deployment: settings.deployment)
            try await commands.begin(checkout, with: finding.method, paid: finding.paid, at: .now)
        }
        guard let paid = finding.paid else { return nil }
        return try await settleMarks(
            checkout, paid, at: try Gateways.checkout(settings, checkout.processor), database, settings)
    }

    /// Where what was paid stands; our marks are written on it where it is a charge.
    static func settleMarks(
        _ checkout: Checkout, _ paid: CheckoutPayment, at gateway: any CheckoutGateway, _ database: Database,
        _ settings: Settings
    ) async throws -> CheckoutBooking {
        let commands = CheckoutCommands(
            books: database.books, gateways: try Gateways.make(settings), deployment: settings.deployment)
        let booking = try await commands.booking(of: paid, checkout)
        switch booking {
        case .paid(let attempt), .owedBack(let attempt): try await mark(checkout, paid, attempt, at: gateway)
        case .onBalance: break
        }
        try await database.books.noteMarked(checkout)
        return booking
    }

    /// Writes our marks on what was paid at the processor, so that its lists show which charge of ours it is.
    private static func mark(
        _ checkout: Checkout, _ paid: CheckoutPayment, _ attempt: PaymentAttempt,
        at gateway: any CheckoutGateway
    ) async throws {
        switch await gateway.markCheckout(
            checkout.reference, attempt: attempt.id, invoice: attempt.invoice)
        {
        case .marked: return
        case .unknown(let reason):
            throw CommandFailure.unreachable(
                "\(checkout.processor): \(reason); \(checkout.order.subscription) has begun and its payment is booked, "
                    + "the next run, or confirming again, shows in \(checkout.processor)'s list whose payment "
                    + "\(paid.reference) is"
            )
        }
    }
}
