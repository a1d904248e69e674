public import Billing
import BillingCalendar
public import BillingFormats
import BillingRun
public import Monetary

extension SimulationAnswer {
    /// What the books hold at the end of a simulation.
    init(of books: any BooksInspection, until: Instant) async throws {
        let invoices = try await books.allInvoices()
        let byID = Dictionary(uniqueKeysWithValues: invoices.map { ($0.id, $0) })
        self.init(
            invoices: invoices.map(SimulationAnswer.Invoice.init),
            payments: try await books.allAttempts().compactMap { attempt in
                byID[attempt.invoice].flatMap { Payment(attempt, of: $0) }
            },
            subscriptions: try await books.allSubscriptions().map(SimulationAnswer.Subscription.init),
            balances: try await books.allBalances().map { Balance($0, at: until) })
    }
}

extension SimulationAnswer.Payment {
    /// nil where the charge has no result.
    fileprivate init?(_ attempt: PaymentAttempt, of invoice: Invoice) {
        guard let sentAt = attempt.sentAt, !attempt.state.isLive, attempt.state != .notExecuted else {
            return nil
        }
        self.init(
            invoice: invoice.number, at: "\(sentAt)", method: attempt.method,
            amount: invoice.content.currency.majorUnits(attempt.charge.amountMinorUnits),
            result: attempt.state == .succeeded ? "succeeded" : "failed", code: attempt.declineCode?.rawValue)
    }
}

extension SimulationAnswer.Subscription {
    fileprivate init(_ subscription: Subscription) {
        self.init(
            id: subscription.id, status: subscription.status.rawValue,
            currentPeriodStart: "\(subscription.currentPeriod.start)",
            currentPeriodEnd: "\(subscription.currentPeriod.end)",
            cancelAtPeriodEnd: subscription.cancelAtPeriodEnd)
    }
}

extension SimulationAnswer.Balance {
    fileprivate init(_ record: AccountRecord, at: Instant) {
        self.init(
            account: record.account.id, currency: record.account.currency.code,
            balance: record.account.currency.majorUnits(record.balance.minorUnits(at: at)))
    }
}

extension SimulationAnswer.Invoice {
    /// An issued invoice as answers show it.
    public init(_ invoice: Billing.Invoice) {
        let content = invoice.content
        let major = content.currency.majorUnits
        self.init(
            number: invoice.number, account: content.account, subscription: content.subscription,
            kind: content.kind.rawValue, status: invoice.status.rawValue, currency: content.currency.code,
            issuedAt: "\(content.issuedAt)", dueAt: "\(content.dueAt)",
            lines: content.lines.map { SimulationAnswer.Line($0, currency: content.currency) },
            taxes: content.taxes.map { SimulationAnswer.Tax($0, currency: content.currency) },
            subtotal: major(content.subtotalMinorUnits), discount: major(content.discountMinorUnits),
            tax: major(content.taxMinorUnits), total: major(content.totalMinorUnits),
            balanceApplied: major(content.balanceAppliedMinorUnits),
            amountDue: major(content.amountDueMinorUnits), amountPaid: major(invoice.amountPaidMinorUnits))
    }
}

extension SimulationAnswer.Line {
    /// A line as answers show it.
    public init(_ line: InvoiceLine, currency: Currency) {
        self.init(
            kind: line.kind.rawValue, item: line.item, quantity: "\(line.quantity)",
            periodStart: "\(line.period.start)", periodEnd: "\(line.period.end)",
            amount: currency.majorUnits(line.amountMinorUnits),
            discount: currency.majorUnits(line.discountMinorUnits),
            net: currency.majorUnits(line.netMinorUnits), explanation: line.explanation(currency: currency))
    }
}

extension SimulationAnswer.Tax {
    fileprivate init(_ tax: TaxAmount, currency: Currency) {
        self.init(
            jurisdiction: tax.jurisdiction, name: tax.name, category: tax.category.rawValue,
            rate: "\(tax.rate)", base: currency.majorUnits(tax.baseMinorUnits),
            amount: currency.majorUnits(tax.amountMinorUnits))
    }
}
