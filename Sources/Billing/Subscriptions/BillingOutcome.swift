public import BillingCalendar
import Monetary

/// What a rule about a subscription starts from.
public struct BillingSubject: Sendable, Hashable {
    /// As the last event left it.
    public var subscription: Subscription
    /// The account's, which all its subscriptions share.
    public var balance: AccountBalance
    /// Closed periods that end after `subscription.lateUsageSince`; none where that is nil.
    public var closedPeriods: [ClosedPeriod]

    /// A subject with all its parts.
    public init(subscription: Subscription, balance: AccountBalance, closedPeriods: [ClosedPeriod] = []) {
        self.subscription = subscription
        self.balance = balance
        self.closedPeriods = closedPeriods
    }
}

/// What an event comes to; written in one transaction or not at all.
public struct BillingOutcome: Sendable, Hashable {
    /// What is stored in place of the old one.
    public var subscription: Subscription
    /// The account's balance after it.
    public var balance: AccountBalance
    /// Rows that lead from the old balance to the new one (9.3), in their order.
    public var balanceEntries: [BalanceEntry] = []
    /// nil where nothing is to be issued: no line, or none but zero amounts (3.7).
    public var invoice: InvoiceDraft?
    /// New and corrected closed periods.
    public var closedPeriods: [ClosedPeriod] = []
    /// The boundary that was billed, for its claim; nil for commands inside a period.
    public var boundary: Instant?
    /// What counts against the coupon's `maxRedemptions` (7.1).
    public var redeemed: Redemption?

    init(_ subject: BillingSubject) {
        subscription = subject.subscription
        balance = subject.balance
    }

    /// The subject for the next event on the same subscription.
    public var subject: BillingSubject { BillingSubject(subscription: subscription, balance: balance) }
}

extension BillingOutcome {
    /// Issues the material and remembers how its charges were taxed. Where no invoice is issued, pending lines,
    /// all of them zero, wait for the next one (3.7, 4.3).
    mutating func issue(
        _ material: InvoiceMaterial, kind: InvoiceDraft.Kind, at: Instant, issuedAt: Instant,
        context: BillingContext
    ) throws {
        let identity = InvoiceDraft.Identity(
            subscription: subscription.id, kind: kind, at: at,
            ordinal: kind == .change && subscription.issuedAt == at ? subscription.issuedCount : 0)
        var material = material
        material.nameCredited(on: identity)
        let issued = try context.issue(
            material, identity: identity, issuedAt: issuedAt, redemptions: subscription.redemptions,
            balance: &balance)
        rememberOpening(material, as: issued?.invoice)
        guard let issued else { return }
        rememberPending(material, as: issued.invoice)
        subscription.pendingLines = []
        subscription.collapsible = [:]
        invoice = issued.invoice
        balanceEntries += issued.entries
        if kind == .change {
            subscription.issuedAt = at
            subscription.issuedCount = identity.ordinal + 1
        }
    }

    /// Opening lines become the windows of the new period (4.1).
    ///
    /// - Parameter invoice: nil where none was issued, because every line is zero (3.7).
    private mutating func rememberOpening(_ material: InvoiceMaterial, as invoice: InvoiceDraft?) {
        guard material.openingPeriod != nil else { return }
        subscription.windows = material.opening.indices.map { index in
            let place = material.place(ofOpening: index)
            let line = invoice?.lines[place - 1] ?? material.opening[index]
            return ChargeWindow(
                item: line.kind == .plan ? .plan : .addOn(line.item), itemID: line.item,
                quantity: line.quantity, period: line.period, netMinorUnits: line.netMinorUnits,
                taxCode: line.taxCode, tax: line.tax,
                charged: invoice.map { ChargedLine(invoice: $0.identity, line: place) })
        }
    }

    /// Windows of charges that were pending learn their line and its tax (4.1, 4.8).
    private mutating func rememberPending(_ material: InvoiceMaterial, as invoice: InvoiceDraft) {
        for index in subscription.windows.indices {
            guard let id = subscription.windows[index].pendingLineID,
                let place = material.place(ofPending: id)
            else { continue }
            subscription.windows[index].tax = invoice.lines[place - 1].tax
            subscription.windows[index].pendingLineID = nil
            subscription.windows[index].charged = ChargedLine(invoice: invoice.identity, line: place)
        }
    }
}
