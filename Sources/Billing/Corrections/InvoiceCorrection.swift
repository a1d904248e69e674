public import BillingCalendar
import Monetary

/// What a correction of an invoice comes to: everything that is written in one transaction.
public struct InvoiceCorrection: Sendable {
    /// What was done.
    public enum Act: Sendable, Hashable {
        case credited(CreditNoteDraft)
        case paid(ManualPayment)
        /// Its whole issue is taken back; the number stays used (10.2).
        case voided
        /// What is still asked for is given up.
        case writtenOff
    }

    /// What was done.
    public var act: Act
    /// The invoice as it stands afterwards; its content is as it was issued.
    public var invoice: Invoice
    /// Set where its status changed (11.3), or what can still be credited of its charges (4.1).
    public var subscription: Subscription?
    /// Billed periods of which something is not charged any more (6.1).
    public var closedPeriods: [ClosedPeriod] = []
    /// The account's balance afterwards.
    public var balance: AccountBalance
    /// What changed it, expired grants included.
    public var balanceEntries: [BalanceEntry]
    /// The booking of the act itself.
    public var posting: [LedgerEntry]
    /// What others are told, but for the credit note, which has no number yet.
    public var notices: [Notice]
    /// When it counts as done.
    public var at: Instant
}

extension InvoiceStanding {
    /// Takes back a part of the invoice, or all that is left of it (10.2).
    ///
    /// - Throws: see ``Invoice/credit(_:after:refundable:returned:at:)``; also where a charge for the open invoice is
    ///   under way, whose amount would no longer be right, where unused time was credited of what is ordered (4.1),
    ///   and where the second evaluator does not agree.
    public func credit(_ order: CreditNoteOrder, at: Instant) throws(BillingError) -> InvoiceCorrection {
        if invoice.status == .open { try refuseBesideCharge("credited") }
        let byBank = payments.reduce(0) { $0 + $1.appliedMinorUnits }
        let note = try invoice.credit(
            order, after: creditNotes, refundable: invoice.amountPaidMinorUnits - byBank,
            returned: returnedMinorUnits, at: at
        )
        .verified(against: invoice, after: creditNotes)
        try refuseProrated(note)
        var correction = began(.credited(note), at: at)
        try takeBack(note, from: &correction)
        correction.invoice.amountCreditedMinorUnits += note.settlement.reductionMinorUnits
        correction.give(note.settlement.balanceMinorUnits, cause: .creditNote)
        correction.posting = LedgerPosting.credited(note)
        settle(&correction)
        return correction
    }

    /// Records money that arrived by bank; what the invoice does not ask for goes to the account's balance. An invoice
    /// that was written off takes it as well: so much of the loss is taken back, and when nothing of it is left the
    /// invoice is paid.
    ///
    /// - Throws: `rule("11.5", …)` beside a charge under way; `invalid` for an amount or a reference that cannot be;
    ///   `duplicate` for a reference that the invoice has.
    public func record(_ order: ManualPaymentOrder, at: Instant) throws(BillingError) -> InvoiceCorrection {
        try AmountLimit.check(
            given: order.amountMinorUnits, invoice.content.currency, for: "a payment")
        guard (1...200).contains(order.reference.utf8.count) else {
            throw .invalid(
                "a reference of \(order.reference.utf8.count) bytes", "1 to 200 bytes, as the bank gave it")
        }
        guard !payments.contains(where: { $0.reference == order.reference }) else {
            throw .duplicate(kind: "payment of invoice \(invoice.number)", id: order.reference)
        }
        if !order.toBalance { try refuseBesideCharge("paid by bank") }
        let isAsked = invoice.status == .open || invoice.status == .uncollectible
        let asked = isAsked && !order.toBalance ? invoice.outstandingMinorUnits : 0
        let payment = ManualPayment(
            invoice: invoice.id, reference: order.reference, amountMinorUnits: order.amountMinorUnits,
            appliedMinorUnits: min(asked, order.amountMinorUnits), receivedAt: at)
        var correction = began(.paid(payment), at: at)
        correction.invoice.amountPaidMinorUnits += payment.appliedMinorUnits
        correction.give(payment.balanceMinorUnits, cause: .overpaid)
        correction.posting = LedgerPosting.received(
            payment, wasUncollectible: invoice.status == .uncollectible)
        settle(&correction)
        return correction
    }

    /// Takes the whole issue back, while nothing of it was paid or credited for unused time (4.1); what the balance had
    /// paid goes back to it.
    public func void(at: Instant) throws(BillingError) -> InvoiceCorrection {
        try requireOpen("voided")
        guard invoice.amountPaidMinorUnits == 0, invoice.amountCreditedMinorUnits == 0, creditNotes.isEmpty
        else {
            throw .rule(
                "10.2",
                "a part of invoice \(invoice.number) was paid or credited already: credit what is left of it")
        }
        try refuseBesideCharge("voided")
        try refuseProrated()
        var correction = began(.voided, at: at)
        takeBackAll(from: &correction)
        correction.invoice.status = .void
        correction.give(invoice.content.balanceAppliedMinorUnits, cause: .voided)
        correction.posting = LedgerPosting.issued(invoice.content).map {
            LedgerEntry(account: $0.account, minorUnits: -$0.minorUnits)
        }
        followPayment(&correction)
        return correction
    }

    /// Gives up what is still asked for. The subscription stays as it is: nothing was paid (11.3).
    public func writeOff(at: Instant) throws(BillingError) -> InvoiceCorrection {
        try requireOpen("written off")
        try refuseBesideCharge("written off")
        var correction = began(.writtenOff, at: at)
        correction.invoice.status = .uncollectible
        correction.posting = LedgerPosting.uncollectible(invoice.outstandingMinorUnits)
        return correction
    }

    private func began(_ act: InvoiceCorrection.Act, at: Instant) -> InvoiceCorrection {
        InvoiceCorrection(
            act: act, invoice: invoice, subscription: nil, balance: balance, balanceEntries: [], posting: [],
            notices: [], at: at)
    }

    private func requireOpen(_ what: String) throws(BillingError) {
        guard invoice.status == .open else {
            throw .rule(
                "10.2", "invoice \(invoice.number) is \(invoice.status.rawValue) and cannot be \(what)")
        }
    }

    /// Never two ways to pay at once (11.5).
    private func refuseBesideCharge(_ what: String) throws(BillingError) {
        guard let liveAttempt else { return }
        throw .rule(
            "11.5",
            "a charge for invoice \(invoice.number) is under way (\(liveAttempt.state.rawValue)), it cannot be \(what) "
                + "beside it: wait for its result, `dueday run --stage recover` asks for it")
    }

    /// An invoice of which nothing is asked for any more is paid, whether it was open or given up.
    private func settle(_ correction: inout InvoiceCorrection) {
        guard invoice.status == .open || invoice.status == .uncollectible,
            correction.invoice.outstandingMinorUnits == 0
        else { return }
        correction.invoice.status = .paid
        correction.invoice.paidAt = correction.at
        followPayment(&correction)
        if case .paid = correction.act {
            correction.notices.append(.paidByBank(correction.invoice, at: correction.at))
        }
    }

    private func followPayment(_ correction: inout InvoiceCorrection) {
        var changed = correction.subscription ?? subscription
        changed.invoicePaid(othersAreInArrears: othersAreInArrears)
        set(changed, &correction)
    }
}

extension InvoiceCorrection {
    /// Puts something on the balance, or what was taken from it back.
    fileprivate mutating func give(_ minorUnits: Int64, cause: BalanceEntry.Cause) {
        guard minorUnits != 0 else { return }
        balanceEntries += balance.expire(at: at)
        balanceEntries.append(balance.put(minorUnits, cause: cause, at: at))
    }
}

extension Notice {
    /// An invoice was paid without a processor.
    static func paidByBank(_ invoice: Invoice, at: Instant) -> Notice {
        let content = invoice.content
        return Notice(
            .invoicePaid, of: invoice.id, account: content.account, at: at,
            facts: [
                "invoice": invoice.id, "invoice_number": invoice.number, "subscription": content.subscription,
                "amount": content.currency.majorUnits(content.amountDueMinorUnits),
                "currency": content.currency.code, "method": "bank transfer",
            ])
    }

    /// A credit note was issued.
    public static func issued(_ note: CreditNote) -> Notice {
        let content = note.content
        let amount = content.currency.majorUnits
        return Notice(
            .creditNoteIssued, of: note.id, account: content.account, at: content.issuedAt,
            facts: [
                "credit_note": note.id, "credit_note_number": note.number, "invoice": content.invoice,
                "invoice_number": content.invoiceNumber, "amount": amount(content.totalMinorUnits),
                "currency": content.currency.code, "reason": content.reason,
                "reduction": amount(content.settlement.reductionMinorUnits),
                "refund": amount(content.settlement.refundMinorUnits),
                "balance": amount(content.settlement.balanceMinorUnits),
                "issued_at": content.issuedAt.description,
            ])
    }
}
