import BillingCalendar
import Monetary

/// What one event gives an invoice, by the places its lines have on it (3.10).
struct InvoiceMaterial {
    var usage: [InvoiceLine] = []
    /// Older period first.
    var minimums: [InvoiceLine] = []
    var lateUsage: [InvoiceLine] = []
    /// Plan, then add-ons by id, for the period that opens.
    var opening: [InvoiceLine] = []
    var pending: [PendingLine] = []
    /// The number of the period that opens; nil where none does.
    var openingPeriod: Int?

    /// Proration lines in the order made, then one-time lines by the order bought.
    var lines: [InvoiceLine] {
        usage + minimums + lateUsage + opening + pendingInOrder.map(\.line)
    }

    /// The place that an opening line has on the invoice, from 1.
    func place(ofOpening index: Int) -> Int {
        usage.count + minimums.count + lateUsage.count + index + 1
    }

    /// The place that a pending line has on the invoice, from 1.
    func place(ofPending id: Int) -> Int? {
        pendingInOrder.firstIndex { $0.id == id }.map { place(ofOpening: opening.count + $0) }
    }

    /// Credits of charges that waited as well learn where those stand (4.1).
    mutating func nameCredited(on invoice: InvoiceDraft.Identity) {
        for index in pending.indices {
            guard let id = pending[index].credits, let line = place(ofPending: id),
                case .credit(let net, let share, _) = pending[index].line.derivation
            else { continue }
            pending[index].line.derivation = .credit(
                netMinorUnits: net, share: share, of: ChargedLine(invoice: invoice, line: line))
        }
    }

    private var pendingInOrder: [PendingLine] {
        pending.filter { $0.line.kind != .oneTime } + pending.filter { $0.line.kind == .oneTime }
    }
}

extension BillingContext {
    /// Makes an invoice of the material, or none where every line is zero (3.7).
    ///
    /// The order is the law: coupons look at amounts, taxes at what coupons left, the balance at the total with
    /// tax, and the due date at what is then still to be paid.
    func issue(
        _ material: InvoiceMaterial, identity: InvoiceDraft.Identity, issuedAt: Instant,
        redemptions: [Redemption], balance: inout AccountBalance
    ) throws -> (invoice: InvoiceDraft, entries: [BalanceEntry])? {
        var lines = material.lines
        guard lines.contains(where: { $0.amountMinorUnits != 0 }) else { return nil }
        let coupons = try Discounts.apply(redemptions, to: &lines, openingPeriod: material.openingPeriod)

        let rules = TaxRules(
            table: catalog.tax, seller: catalog.seller, buyer: account,
            issueDate: sellerZone.date(of: issuedAt))
        for index in lines.indices where lines[index].tax == nil {
            lines[index].tax = rules.tax(for: lines[index].taxCode)
        }
        let taxes = try TaxTotals.amounts(
            of: lines.compactMap { line in line.tax.map { (line.netMinorUnits, $0) } }, table: catalog.tax)

        var invoice = InvoiceDraft(
            identity: identity, account: account.id, currency: account.currency, issuedAt: issuedAt,
            dueAt: issuedAt.adding(seconds: Int64(account.paymentTermsDays) * 86_400), lines: lines,
            taxes: taxes, taxIsIncluded: catalog.tax.inclusive, taxRounding: catalog.tax.rounding,
            coupons: coupons, balanceAppliedMinorUnits: 0, amountDueMinorUnits: 0)
        let settlement = balance.settle(
            total: invoice.totalMinorUnits,
            minimum: catalog.seller.minimumChargeMinorUnits[account.currency] ?? 0, at: issuedAt)
        invoice.balanceAppliedMinorUnits = settlement.appliedMinorUnits
        invoice.amountDueMinorUnits = settlement.dueMinorUnits
        return (invoice, settlement.entries)
    }
}
