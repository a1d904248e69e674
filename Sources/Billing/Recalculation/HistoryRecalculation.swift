import BillingCalendar
import Monetary

extension BillingContext {
    /// Works a subscription's issued invoices out again from today's facts: the use that is known now, and this
    /// context's catalogue and account. Nothing is changed; what would differ is told with its cause.
    ///
    /// What stays as it was then: periods and shares, quantities, what add-ons raised, which lines a coupon covered.
    /// Items that are not sold any more keep their price. A minimum that only today's facts would make due is not
    /// told.
    ///
    /// - Parameter usage: the answers to ``BilledHistory/usageWindows``.
    public func recalculate(
        _ history: BilledHistory, usage: UsageTotals
    ) throws(BillingError) -> Recalculation {
        try refusing { () throws -> Recalculation in
            var recalculation = HistoryRecalculation(history, usage: usage, context: self)
            return try recalculation.result()
        }
    }
}

/// Goes through the invoices of one subscription in the order of issue: a credit follows the charge it takes back, and
/// a minimum the plan lines of its period, which stand on earlier invoices.
struct HistoryRecalculation {
    private let history: BilledHistory
    private let usage: UsageTotals
    private let context: BillingContext
    private let prices: TodaysPrices
    private var charges: [Charge] = []
    private var periods: [PeriodRecalculation?]

    /// A line as it was issued and as it would be today.
    private struct Charge {
        var line: ChargedLine
        var issued: InvoiceLine
        var today: InvoiceLine
    }

    init(_ history: BilledHistory, usage: UsageTotals, context: BillingContext) {
        self.history = history
        self.usage = usage
        self.context = context
        prices = TodaysPrices(context: context, subscription: history.subscription)
        periods = history.closedPeriods.map { _ in nil }
    }

    mutating func result() throws -> Recalculation {
        let invoices = history.invoices.filter { $0.status != .void }
        let differences = try invoices.compactMap { try difference(of: $0) }
        var late: [LateDifference] = []
        for index in periods.indices { late += try period(index).late }
        return Recalculation(
            subscription: history.subscription.id, invoiceCount: invoices.count, invoices: differences,
            lateUsage: late)
    }

    private mutating func difference(of invoice: Invoice) throws -> InvoiceDifference? {
        let issued = invoice.content.lines
        var lines = issued
        var parts = issued.map { _ in [DifferencePart]() }
        let inArrears = lines.indices.filter { issued[$0].isInArrears }
        for index in lines.indices.filter({ !issued[$0].isInArrears }) + inArrears {
            parts[index] = try self.parts(of: issued[index])
            lines[index].amountMinorUnits += parts[index].reduce(0) { $0 + $1.minorUnits }
            if lines[index].kind == .prorationCharge { try recalculateDiscount(of: &lines[index]) }
            rememberCharge(
                ChargedLine(invoice: invoice.content.identity, line: index + 1), issued[index], lines[index])
        }
        let nets = try CouponComparison(invoice.content, today: lines, coupons: context.catalog.coupons)
        let rules = TaxRules(
            table: context.catalog.tax, seller: context.catalog.seller, buyer: context.account,
            issueDate: context.sellerZone.date(of: invoice.content.issuedAt))
        for index in lines.indices {
            parts[index] += nets.parts[index]
            lines[index].discountMinorUnits = lines[index].amountMinorUnits - nets.nets[index]
            lines[index].tax = tax(of: issued[index], rules)
            updateCharge(issued[index], lines[index])
        }
        let taxes = try TaxComparison(
            invoice.content,
            today: zip(issued, lines).map { issued, line in
                TaxComparison.TaxedLine(issued: issued, netMinorUnits: line.netMinorUnits, tax: line.tax)
            }, table: context.catalog.tax)
        let different = lines.indices.filter { !parts[$0].isEmpty }.map { index in
            LineDifference(
                number: index + 1, issued: issued[index], netNowMinorUnits: lines[index].netMinorUnits,
                parts: parts[index])
        }
        guard !different.isEmpty || !taxes.differences.isEmpty else { return nil }
        return InvoiceDifference(
            invoice: invoice, lines: different, taxes: taxes.differences,
            totalNowMinorUnits: taxes.totalMinorUnits,
            creditNotes: history.creditNotes.filter { $0.content.invoice == invoice.id })
    }

    /// What today's facts change at a line's amount.
    private mutating func parts(of line: InvoiceLine) throws -> [DifferencePart] {
        switch line.derivation {
        case .charge(let quantity, let price, let share):
            guard let today = prices.price(of: line, charged: price, share: share), today.minorUnits != price
            else { return [] }
            let item = ChargedItem(
                window: .plan, id: line.item, quantity: quantity, priceMinorUnits: today.minorUnits,
                taxCode: line.taxCode)
            let major = context.account.currency.majorUnits
            return part(
                .changedPrice, try item.amount(for: share) - line.amountMinorUnits,
                "\(today.name) is \(major(today.minorUnits)), then \(major(price))")
        case .credit(let net, let share, _):
            guard let charge = charge(takenBackBy: line) else { return [] }
            // What a credit note had taken back of the charge it takes back of today's as well.
            let today = charge.today.netMinorUnits - (charge.issued.netMinorUnits - net)
            let amount = try -(Ratio(today) * share.ratio()).rounded()
            return part(.follows, amount - line.amountMinorUnits, "the charge it takes back is another")
        case .usage:
            guard let (period, segment) = place(ofSegment: line) else { return [] }
            return try self.period(period).segments[segment].parts
        case .minimum(let inputs):
            guard inputs.minimumBeforeMinorUnits == 0,
                let index = history.closedPeriods.firstIndex(where: { $0.period == line.period })
            else { return [] }
            return try period(index).minimumParts
        case .lateUsage:
            // What it has billed is counted at the usage line of its segment.
            return []
        }
    }

    private func part(_ cause: DifferenceCause, _ minorUnits: Int64, _ detail: String) -> [DifferencePart] {
        minorUnits == 0 ? [] : [DifferencePart(cause: cause, minorUnits: minorUnits, detail: detail)]
    }

    /// A closed period is worked out when its usage is, which is after all charges for its time.
    private mutating func period(_ index: Int) throws -> PeriodRecalculation {
        if let known = periods[index] { return known }
        let closed = history.closedPeriods[index]
        let planChange = charges.reduce(Int64(0)) { sum, charge in
            guard charge.issued.countsForMinimum(of: closed, context.catalog) else { return sum }
            return sum + charge.today.amountMinorUnits - charge.issued.amountMinorUnits
        }
        let made = try PeriodRecalculation(
            closed, of: history.subscription, usage: usage, planChange: planChange, context: context)
        periods[index] = made
        return made
    }

    private func place(ofSegment line: InvoiceLine) -> (period: Int, segment: Int)? {
        for (index, closed) in history.closedPeriods.enumerated() where closed.number == line.periodNumber {
            let segment = closed.segments.firstIndex { $0.meter == line.item && $0.period == line.period }
            if let segment { return (index, segment) }
        }
        return nil
    }

    private mutating func rememberCharge(
        _ line: ChargedLine, _ issued: InvoiceLine, _ today: InvoiceLine
    ) {
        guard !issued.isInArrears else { return }
        charges.append(Charge(line: line, issued: issued, today: today))
    }

    /// The charge that a credit names.
    private func charge(takenBackBy line: InvoiceLine) -> Charge? {
        guard let credited = line.derivation.creditedLine else { return nil }
        return charges.last { $0.line == credited }
    }

    /// Once coupons and taxes of its invoice are known.
    private mutating func updateCharge(_ issued: InvoiceLine, _ today: InvoiceLine) {
        guard let index = charges.lastIndex(where: { $0.issued == issued }) else { return }
        charges[index].today = today
    }

    /// The same percent of today's amount, where coupons had reduced a proration charge when it was made (4.4).
    private func recalculateDiscount(of line: inout InvoiceLine) throws {
        line.discountMinorUnits = 0
        for discount in line.discounts {
            guard let percent = discount.percent else { continue }
            line.discountMinorUnits += try Discounts.share(percent, of: line.netMinorUnits)
        }
    }

    /// A credit is taxed like the charge it takes back (4.8); all else by the tax code of today.
    private func tax(of line: InvoiceLine, _ rules: TaxRules) -> LineTax? {
        switch line.derivation {
        case .credit: return charge(takenBackBy: line)?.today.tax ?? line.tax
        case .charge, .usage, .lateUsage, .minimum:
            let code =
                context.catalog.plans[line.plan]?.taxCode ?? context.catalog.addOns[line.item]?.taxCode
            return rules.tax(for: code ?? line.taxCode)
        }
    }
}

extension InvoiceLine {
    /// Lines of a closed period look at the charges for its time, some of which stand behind them (3.10, 6.1).
    fileprivate var isInArrears: Bool { kind == .usage || kind == .minimum || kind == .lateUsage }

    /// Plan and plan proration lines whose window lies in the period (6.1).
    fileprivate func countsForMinimum(of closed: ClosedPeriod, _ catalog: Catalog) -> Bool {
        closed.number == periodNumber && !isInArrears && fillsMinimum(catalog)
    }
}
