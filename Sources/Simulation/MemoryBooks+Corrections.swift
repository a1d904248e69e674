import Billing
import BillingCalendar
import BillingRun
import Monetary

extension MemoryBooks {
    func claimInvoice(_ numberOrID: String, at: Instant) throws -> InvoiceStanding {
        guard let invoice = invoices.last(where: { $0.number == numberOrID || $0.id == numberOrID }),
            let subscription = subscriptions[invoice.content.subscription],
            let account = accounts[invoice.content.account]
        else { throw BillingError.unknown(kind: "invoice", id: numberOrID) }
        var standing = InvoiceStanding(
            invoice: invoice, balance: account.balance, subscription: subscription,
            catalog: inForce.catalog, creditNotes: creditNotes.filter { $0.content.invoice == invoice.id },
            payments: manualPayments.filter { $0.invoice == invoice.id },
            liveAttempt: liveAttempt(of: invoice.id),
            othersAreInArrears: othersAreInArrears(beside: invoice, asOf: at))
        for other in invoices
        where other.content.subscription == subscription.id && other.status != .void && other.id != invoice.id
        {
            for line in other.content.lines {
                guard let credited = line.derivation.creditedLine,
                    credited.invoice == invoice.content.identity
                else { continue }
                standing.proratedMinorUnits[credited.line, default: 0] -= line.netMinorUnits
            }
        }
        let numbers = Set(invoice.content.lines.map(\.periodNumber))
        standing.closedPeriods = (closedPeriods[subscription.id] ?? [])
            .filter { numbers.contains($0.number) }
        standing.returnedMinorUnits = try claimCharge(ofInvoice: invoice.id)?.returnedMinorUnits ?? 0
        return standing
    }

    func write(_ correction: InvoiceCorrection, by author: CorrectionAuthor) -> CreditNote? {
        let invoice = correction.invoice
        guard let index = invoiceIndex[invoice.id] else { return nil }
        invoices[index] = invoice
        if invoice.status != .open {
            openInvoices[invoice.content.account]?.removeAll { $0 == invoice.id }
            collections[invoice.id]?.end()
            queueRounds(of: invoice.id)
        }
        if let subscription = correction.subscription {
            subscriptions[subscription.id] = subscription
            queueBoundary(of: subscription)
        }
        for closed in correction.closedPeriods { keep(closed) }
        accounts[invoice.content.account]?.balance = correction.balance
        switch correction.act {
        case .voided, .writtenOff: return nil
        case .paid(let payment):
            manualPayments.append(payment)
            return nil
        case .credited(let draft):
            let year = inForce.sellerZone.date(of: draft.issuedAt).year
            let sequence = (creditNoteNumbers[year] ?? 0) + 1
            creditNoteNumbers[year] = sequence
            let note = CreditNote(
                id: "\(draft.invoice)/credit/\(draft.identity.ordinal)",
                number: inForce.catalog.seller.creditNoteNumberFormat.number(year: year, sequence: sequence),
                content: draft)
            creditNotes.append(note)
            return note
        }
    }
}
