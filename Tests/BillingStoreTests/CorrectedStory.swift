import Billing
import BillingCalendar
import BillingRun
import Monetary
import ScenarioGenerator
import Testing

@testable import BillingStore

/// A subscription to which everything happens that charges or credits, by chance; after each step its charges are
/// counted.
struct CorrectedStory {
    let books: any BillingBooks & BooksInspection
    let subscriptions: SubscriptionCommands
    let corrections: InvoiceCorrections
    var dice: Dice
    var now = instant("2024-01-01T05:00:00Z")
    /// What happened, in words that do not tell the engines apart.
    var told: [String] = []
    private var references = 0

    init(_ books: any BillingBooks & BooksInspection, seed: UInt64) {
        self.books = books
        subscriptions = SubscriptionCommands(books: books)
        corrections = InvoiceCorrections(books: books, author: "ann")
        dice = Dice(seed: seed)
    }

    mutating func begin() async throws {
        try await AccountCommands(books: books).add(.sample("acct_1", collection: .manual), at: now)
        let order = SubscribeOrder(
            subscription: "sub_1", account: "acct_1", plan: "big", interval: .init(.month),
            addOns: ["database": ExactDecimal(2)])
        _ = try await subscriptions.subscribe(order, at: now)
    }

    mutating func step() async throws {
        // Some things happen within one second.
        now = now.adding(seconds: Int64(dice.pick([0, 0, 1, 3_600, 86_400, 9 * 86_400])))
        do {
            try await act()
        } catch let error as BillingError {
            told.append("refused: \(error)")
        }
        try await count()
    }

    mutating func end() async throws {
        _ = try await subscriptions.cancel(
            CancelOrder(subscription: "sub_1", when: .now, prorate: true), at: now)
        try await count()
    }

    private mutating func act() async throws {
        let proration = dice.pick(ProrationBehavior.allCases)
        switch dice.number(in: 0...9) {
        case 0...2:
            let order = ChangeOrder(
                subscription: "sub_1", plan: dice.pick(["pro", "big"]),
                quantity: ExactDecimal(Int64(dice.number(in: 1...3))), proration: proration)
            tell("change", try await subscriptions.change(order, at: now))
        case 3, 4:
            let order = AddOnOrder(
                subscription: "sub_1", set: ["database": ExactDecimal(Int64(dice.number(in: 0...3)))],
                proration: proration)
            tell("add-ons", try await subscriptions.setAddOns(order, at: now))
        case 5:
            let invoice = try await anInvoice()
            guard invoice.outstandingMinorUnits > 0 else { return }
            references += 1
            let order = ManualPaymentOrder(
                amountMinorUnits: invoice.outstandingMinorUnits, reference: "r\(references)")
            tell("pay", [try await corrections.record(order, for: invoice.number, at: now).invoice])
        case 6:
            let invoice = try await anInvoice()
            tell("void", [try await corrections.void(invoice.number, reason: "r", at: now).invoice])
        default:
            let invoice = try await anInvoice()
            let result = try await corrections.credit(
                invoice.number, CreditNoteOrder(extent: extent(of: invoice), reason: "r"), at: now)
            tell("credit \(result.creditNote?.content.totalMinorUnits ?? 0)", [result.invoice])
        }
    }

    private mutating func extent(of invoice: Invoice) -> CreditNoteOrder.Extent {
        switch dice.number(in: 0...3) {
        case 0: return .whole
        case 1: return .amount(minorUnits: Int64(dice.number(in: 1...9_000)))
        case 2: return .lines([.init(line: dice.number(in: 1...invoice.content.lines.count), part: .rest)])
        default:
            return .lines([
                .init(
                    line: dice.number(in: 1...invoice.content.lines.count),
                    part: .amount(minorUnits: Int64(dice.number(in: 1...9_000))))
            ])
        }
    }

    private mutating func anInvoice() async throws -> Invoice { dice.pick(try await books.allInvoices()) }

    private mutating func tell(_ what: String, _ invoices: [Invoice]) {
        told.append(
            "\(now) \(what): "
                + invoices.map { "\($0.number) \($0.status) \($0.content.totalMinorUnits)" }
                .joined(separator: ", "))
    }

    /// What each item was charged in advance less all that took it back, invoices that were voided aside.
    private mutating func count() async throws {
        var left: [String: Int64] = [:]
        var lines: [(line: InvoiceLine, credited: Int64)] = []
        for invoice in try await books.allInvoices() where invoice.status != .void {
            let at = now
            let notes = try await books.transaction { try await $0.claimInvoice(invoice.number, at: at) }
                .creditNotes.flatMap(\.content.lines)
            for (index, line) in invoice.content.lines.enumerated() {
                let credited = notes.filter { $0.line == index + 1 }
                    .reduce(0) { $0 + $1.netMinorUnits(taxIsIncluded: false) }
                lines.append((line, credited))
            }
        }
        let waiting = try await books.allSubscriptions().flatMap(\.pendingLines).map { ($0.line, Int64(0)) }
        for (line, credited) in lines + waiting {
            switch line.kind {
            case .plan, .addon, .prorationCharge, .prorationCredit:
                left[line.item, default: 0] += line.netMinorUnits - credited
            case .usage, .minimum, .lateUsage, .oneTime: continue
            }
        }
        try await countMinimums()
        for (item, left) in left.sorted(by: { $0.key < $1.key }) {
            told.append("\(item): \(left) left")
            #expect(left >= 0, "\(item) was credited \(-left) more than it was charged")
        }
    }

    /// What fills the minimum of each period is what its plan, plan proration and usage lines come to, invoices that were
    /// voided aside; the minimum that was charged is what its lines come to (6.1).
    private func countMinimums() async throws {
        let histories = try await books.transaction { try await $0.billedHistories(of: "acct_1") }
        for history in histories.subscriptions {
            let subscription = history.subscription
            let lines =
                history.invoices.filter { $0.status != .void }.flatMap(\.content.lines)
                + subscription.pendingLines.map(\.line)
            func sum(_ number: Int, of kinds: Set<InvoiceLine.Kind>) -> Int64 {
                lines.filter { $0.periodNumber == number && kinds.contains($0.kind) && $0.item != "database" }
                    .reduce(0) { $0 + $1.amountMinorUnits }
            }
            let plan: Set<InvoiceLine.Kind> = [.plan, .prorationCharge, .prorationCredit]
            if subscription.status != .canceled {
                #expect(subscription.planChargesMinorUnits == sum(subscription.periodNumber, of: plan))
            }
            for closed in history.closedPeriods {
                let filled =
                    closed.segments.reduce(closed.planChargesMinorUnits) { $0 + $1.chargedMinorUnits }
                    - closed.voidedMinorUnits
                #expect(filled == sum(closed.number, of: plan.union([.usage, .lateUsage])))
                let minimum = closed.minimum?.chargedMinorUnits ?? 0
                #expect(minimum == sum(closed.number, of: [.minimum]))
            }
        }
    }
}
