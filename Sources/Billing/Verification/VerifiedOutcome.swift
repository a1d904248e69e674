import BillingCalendar
import Monetary

extension BillingContext {
    /// What ``InvoiceDraft/verify()`` finds, and what only the account and the catalogue can tell (1.1, 8, 10.3).
    public func verify(_ invoice: InvoiceDraft) -> [VerificationFinding] {
        var verification = InvoiceVerification(invoice: invoice)
        let place = "invoice"
        if invoice.account != account.id || invoice.currency != account.currency {
            verification.note(place, "it is for \(invoice.account) in \(invoice.currency.code) (rule 1.1)")
        }
        if invoice.taxIsIncluded != catalog.tax.inclusive || invoice.taxRounding != catalog.tax.rounding {
            verification.note(place, "its taxes are not made by the catalogue's way (rule 8)")
        }
        let dueAt = invoice.issuedAt.adding(seconds: Int64(account.paymentTermsDays) * 86_400)
        if invoice.dueAt != dueAt {
            verification.note(place, "due \(invoice.dueAt) and should be \(dueAt) (rule 10.3)")
        }
        let minimum = catalog.seller.minimumChargeMinorUnits[account.currency] ?? 0
        if invoice.amountDueMinorUnits > 0 && invoice.amountDueMinorUnits < minimum {
            verification.note(
                place, "\(invoice.amountDueMinorUnits) is due, below the minimum of \(minimum) (rule 9.2)")
        }
        return invoice.verify() + verification.findings
    }
}

extension BillingOutcome {
    /// The outcome, once the second evaluator agrees with its invoice: what every run and command asks before it
    /// writes.
    ///
    /// - Throws: ``BillingError/wrongInvoice(_:)``; the caller parks the subscription or refuses the command.
    public func verified(in context: BillingContext) throws(BillingError) -> BillingOutcome {
        guard let invoice else { return self }
        let findings = context.verify(invoice)
        guard findings.isEmpty else { throw .wrongInvoice(findings) }
        return self
    }
}
