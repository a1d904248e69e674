import BillingCalendar
import Monetary

@testable import Billing

/// January and the invoice of 1 February, in one of the stories.
struct BilledStory {
    /// What was billed then.
    enum Plot: Sendable { case plain, upgraded, canceled, coupon, minimum }

    var shop: Shop
    var outcome: BillingOutcome
    var invoices: [Invoice] = []
    private var creditNotes: [CreditNote] = []
    private var closedPeriods: [ClosedPeriod] = []

    init(_ story: Plot) throws {
        shop = Shop.metered(minimum: story == .minimum ? 10_000 : 0)
        shop.catalog.tax = TaxTable.sales("8.25")
        shop.catalog.coupons["HALF"] = Coupon(
            code: "HALF", discount: .percent(decimal("50")), duration: .forever)
        outcome = try shop.subscribe(shop.order(coupon: story == .coupon ? "HALF" : nil))
        try add(outcome)
        if story == .upgraded {
            let order = ChangeOrder(subscription: "sub", plan: "max")
            outcome = try shop.context.change(
                order, outcome.subject, usage: UsageTotals(), at: at("2024-01-16T12:00:00Z"))
        }
        try add(try shop.close(outcome, use: ["calls": story == .minimum ? "0" : "20"]))
        guard story == .canceled else { return }
        outcome = try shop.context.cancel(
            CancelOrder(subscription: "sub", when: .now), outcome.subject, usage: UsageTotals(),
            at: at("2024-02-01"))
    }

    mutating func add(_ outcome: BillingOutcome) throws {
        self.outcome = outcome
        if let draft = outcome.invoice {
            let number = "\(invoices.count + 1)"
            invoices.append(Invoice(id: number, number: number, content: draft))
        }
        for closed in outcome.closedPeriods {
            closedPeriods.removeAll { $0.period == closed.period }
            closedPeriods.append(closed)
        }
    }

    /// Credits an invoice, named by its place from 1.
    mutating func credit(_ invoice: Int, _ extent: CreditNoteOrder.Extent) throws {
        let invoice = invoices[invoice - 1]
        let earlier = creditNotes.filter { $0.content.invoice == invoice.id }
        let note = try invoice.credit(
            CreditNoteOrder(extent: extent, reason: "r"), after: earlier, at: at("2024-02-02"))
        creditNotes.append(
            CreditNote(id: "c\(creditNotes.count)", number: "C\(creditNotes.count)", content: note))
    }

    func recalculate(_ today: Shop, use: [String: String], late: String? = nil) throws -> Recalculation {
        var subscription = outcome.subscription
        subscription.lateUsageSince = late.map { at($0) }
        let history = BilledHistory(
            subscription: subscription, invoices: invoices, creditNotes: creditNotes,
            closedPeriods: closedPeriods)
        let totals = history.usageWindows.filter { $0.period.start == at("2024-01-01") }
            .map { ($0, ratio(use[$0.meter] ?? "0")) }
        return try today.context.recalculate(
            history, usage: UsageTotals(Dictionary(uniqueKeysWithValues: totals)))
    }
}

extension Shop {
    mutating func price(of plan: String, _ minorUnits: Int64) {
        catalog.plans[plan]?.prices[0].amountMinorUnits = minorUnits
    }

    mutating func calls(included: String, price: String) {
        catalog.plans["pro"]?.limits["calls"] = .metered(
            included: decimal(included),
            overage: [currency("USD"): Overage(model: .perUnit(unitPrice: decimal(price)))])
    }
}

extension Recalculation {
    var lines: [String] {
        invoices.flatMap { difference in
            difference.texts.map { "\(difference.invoice.number): \($0)" }
        } + lateUsage.map { "late \($0.kind) \($0.item) \($0.minorUnits) \($0.fateText) (\($0.detail))" }
    }
}

extension InvoiceDifference {
    var texts: [String] {
        lines.map { line in
            "\(line.number) \(line.issued.kind.rawValue) \(line.issued.item) "
                + "\(line.issued.netMinorUnits) → \(line.netNowMinorUnits) (\(line.parts.text))"
        }
            + taxes.map { tax in
                "tax \(tax.jurisdiction) \(tax.name) \(tax.issuedMinorUnits) → \(tax.nowMinorUnits) (\(tax.parts.text))"
            } + [remedyText]
    }

    private var remedyText: String {
        switch remedy {
        case .creditNote(let net, let tax): "credit note \(net) + \(tax)"
        case .credited: "credited"
        case .undercharged(let minorUnits): "undercharged \(minorUnits)"
        case .totalsAgree: "totals agree"
        }
    }
}

extension [DifferencePart] {
    var text: String {
        map { "\($0.cause.rawValue) \($0.minorUnits): \($0.detail)" }.joined(separator: "; ")
    }
}

extension LateDifference {
    var fateText: String {
        switch remedy {
        case .nextInvoice(let at): "next invoice \(at)"
        case .notBilled: "not billed"
        }
    }
}

extension TaxTable {
    /// Of the tests' region: one rate, later another.
    static func sales(
        _ rate: String, then later: String? = nil, from date: (Int, Int, Int)? = nil
    ) -> TaxTable {
        var rows = [TaxRow(name: "Sales", rate: .all(decimal(rate)))]
        if let later, let date {
            let from = try? CivilDate(year: date.0, month: date.1, day: date.2)
            rows.append(TaxRow(name: "Sales", rate: .all(decimal(later)), validFrom: from))
        }
        return TaxTable(jurisdictions: ["US-CA": rows])
    }
}
