import Billing
import BillingCalendar
import BillingRun
import BillingStore
import PaymentGateways

/// Asks about checkouts that nobody has told of: a customer whose browser never came back has paid all the same, also after
/// the checkout had expired, and what was paid must not be forgotten, nor stand at the processor without our marks.
struct CheckoutWatch {
    /// What a run asks about at most; the rest is asked about by the next, the longest waiting first.
    private static let mostAsked = 500

    let database: Database
    let settings: Settings
    /// Whose; those of a run for one account or subscription are that one's alone.
    let scope: RunScope
    /// The run that asks: what is begun by it is in its counts.
    let run: String
    let at: Instant

    /// What asking came to.
    struct Result {
        /// What has begun now.
        var begun: [CheckoutBeginning] = []
        /// A line for each that people should look at.
        var lines: [String] = []
    }

    /// Asks one by one, in the order of who waits longest and at the processor's pace, books what was paid, and lets the
    /// others expire. One that cannot be asked about stays as it is, and a processor that says nothing is not asked about all
    /// of them.
    func look() async throws -> Result {
        var result = Result()
        var asked: [(checkout: Checkout, isOpen: Bool)] = []
        var kept: [String] = []
        // One for all: it keeps to the processor's limit from one question to the next.
        var gateways: [String: any CheckoutGateway] = [:]
        var silent = SilentProcessors()
        for checkout in try await database.books.checkoutsToAsk(scope, at: at, limit: Self.mostAsked) {
            let processor = checkout.processor
            guard !silent.contains(processor) else {
                kept.append(checkout.reference)
                continue
            }
            var isOpen = false
            do {
                let gateway = try gateways[processor] ?? Gateways.checkout(settings, processor)
                gateways[processor] = gateway
                isOpen = try await !look(at: checkout, gateway, &result)
                silent.note(processor, hasAnswered: true)
            } catch {
                let isUnreachable = (error as? CommandFailure)?.code == .unreachable
                silent.note(processor, hasAnswered: !isUnreachable)
                // Whatever it is, one checkout must not keep the run from the rest; it is told, and looked at again.
                kept.append(checkout.reference)
                result.lines.append(
                    "the checkout of \(checkout.order.subscription) \(try await state(of: checkout)): \(error)"
                )
            }
            asked.append((checkout, isOpen))
        }
        try await database.books.noteAsked(asked, at: at)
        try await database.books.expireCheckouts(scope, at: at, but: kept)
        return result
    }

    /// - Returns: false where it was not paid.
    private func look(
        at checkout: Checkout, _ gateway: any CheckoutGateway, _ result: inout Result
    ) async throws -> Bool {
        if checkout.state == .completed, let paid = checkout.paid {
            _ = try await CheckoutSteps.settleMarks(checkout, paid, at: gateway, database, settings)
            return true
        }
        guard let finding = try await CheckoutSteps.findingIfFinished(checkout, proof: nil, at: gateway)
        else {
            return false
        }
        let id = checkout.order.subscription
        let books = database.books.noting(
            AuditEntry(
                actor: "dueday run", action: "checkout confirm", account: checkout.order.account, subject: id,
                reason: checkout.state == .expired ? "paid after it expired" : "paid before it expired",
                detail: ["processor": checkout.processor, "reference": checkout.reference]))
        let commands = CheckoutCommands(
            books: books, gateways: try Gateways.make(settings), deployment: settings.deployment)
        result.begun.append(
            try await commands.begin(
                checkout, with: finding.method, paid: finding.paid, run: run, at: .now))
        guard let paid = finding.paid else { return true }
        let booking = try await CheckoutSteps.settleMarks(checkout, paid, at: gateway, database, settings)
        if case .owedBack(let attempt) = booking {
            result.lines.append(
                "what was paid at the checkout of \(id) is owed back: see `dueday alarms list`, \(attempt.id)"
            )
        }
        return true
    }

    /// Where it stands now, for a line of the report.
    private func state(of checkout: Checkout) async throws -> String {
        let known = try await database.books.reader.checkouts(
            account: checkout.order.account, subscription: checkout.order.subscription)
        return switch known.items.first(where: { $0.reference == checkout.reference })?.state {
        case .completed: "has begun"
        case .expired: "has expired, and is asked about again"
        case .pending, nil: "stays open"
        }
    }
}
