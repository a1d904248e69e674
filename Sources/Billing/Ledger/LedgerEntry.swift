import Monetary

/// One side of a booking; the entries of a booking add up to zero in their currency.
public struct LedgerEntry: Sendable, Hashable, Codable {
    /// The accounts of the double-entry ledger.
    public enum LedgerAccount: Sendable, Hashable, Codable {
        case receivable, revenue, processorClearing, customerBalance, badDebt, goodwill
        /// Money that arrived on the seller's bank account without a processor.
        case bank
        /// Money of customers that is to go back to them: what credit notes promise, and what was charged twice. In debit
        /// where it went before a credit note said why.
        case refundsPayable
        /// Money that a processor has taken away until a dispute is decided.
        case disputed
        case tax(jurisdiction: String, name: String)

        /// The name under which it is stored: "tax:US-CA:CA sales tax".
        public var name: String {
            switch self {
            case .receivable: "receivable"
            case .revenue: "revenue"
            case .processorClearing: "processor_clearing"
            case .customerBalance: "customer_balance"
            case .badDebt: "bad_debt"
            case .goodwill: "goodwill"
            case .bank: "bank"
            case .refundsPayable: "refunds_payable"
            case .disputed: "disputed"
            case .tax(let jurisdiction, let name): "tax:\(jurisdiction):\(name)"
            }
        }
    }

    /// The side that is booked on.
    public var account: LedgerAccount
    /// Debits above zero, credits below; minor units.
    public var minorUnits: Int64
}

/// The bookings of what happens to invoices and balances.
public enum LedgerPosting {
    /// At issue: what is due and what the balance paid, against revenue and taxes.
    public static func issued(_ invoice: InvoiceDraft) -> [LedgerEntry] {
        let revenue = invoice.totalMinorUnits - invoice.taxMinorUnits
        var entries = [
            LedgerEntry(account: .receivable, minorUnits: invoice.amountDueMinorUnits),
            LedgerEntry(account: .customerBalance, minorUnits: invoice.balanceAppliedMinorUnits),
            LedgerEntry(account: .revenue, minorUnits: -revenue),
        ]
        for tax in invoice.taxes {
            guard let name = tax.name else { continue }
            entries.append(
                LedgerEntry(
                    account: .tax(jurisdiction: tax.jurisdiction, name: name),
                    minorUnits: -tax.amountMinorUnits))
        }
        return entries.filter { $0.minorUnits != 0 }
    }

    /// A charge that succeeded.
    public static func paid(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .processorClearing, minorUnits: minorUnits),
            LedgerEntry(account: .receivable, minorUnits: -minorUnits),
        ]
    }

    /// What will not be collected any more.
    public static func uncollectible(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .badDebt, minorUnits: minorUnits),
            LedgerEntry(account: .receivable, minorUnits: -minorUnits),
        ]
    }

    /// A credit note: revenue and taxes back, against what is asked for, what is sent back and the balance.
    public static func credited(_ note: CreditNoteDraft) -> [LedgerEntry] {
        let settlement = note.settlement
        var entries = [
            LedgerEntry(account: .revenue, minorUnits: note.totalMinorUnits - note.taxMinorUnits)
        ]
        for tax in note.taxes {
            guard let name = tax.name else { continue }
            entries.append(
                LedgerEntry(
                    account: .tax(jurisdiction: tax.jurisdiction, name: name),
                    minorUnits: tax.amountMinorUnits))
        }
        entries += [
            LedgerEntry(account: .receivable, minorUnits: -settlement.reductionMinorUnits),
            LedgerEntry(account: .refundsPayable, minorUnits: -settlement.refundMinorUnits),
            LedgerEntry(account: .customerBalance, minorUnits: -settlement.balanceMinorUnits),
        ]
        return entries.filter { $0.minorUnits != 0 }
    }

    /// A charge that succeeded late, after its invoice had been given up.
    public static func recovered(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .processorClearing, minorUnits: minorUnits),
            LedgerEntry(account: .badDebt, minorUnits: -minorUnits),
        ]
    }

    /// A charge that succeeded beside another payment of its invoice: owed back to the customer.
    public static func surplus(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .processorClearing, minorUnits: minorUnits),
            LedgerEntry(account: .refundsPayable, minorUnits: -minorUnits),
        ]
    }

    /// Money that went back to a customer.
    public static func refunded(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .refundsPayable, minorUnits: minorUnits),
            LedgerEntry(account: .processorClearing, minorUnits: -minorUnits),
        ]
    }

    /// A refund that the bank did not take: the money is with us again.
    public static func refundFailed(_ minorUnits: Int64) -> [LedgerEntry] { reversed(refunded(minorUnits)) }

    /// A dispute: the processor has taken the money away.
    public static func disputeWithdrawn(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .disputed, minorUnits: minorUnits),
            LedgerEntry(account: .processorClearing, minorUnits: -minorUnits),
        ]
    }

    /// A dispute that was won: the processor has given the money again.
    public static func disputeReinstated(_ minorUnits: Int64) -> [LedgerEntry] {
        reversed(disputeWithdrawn(minorUnits))
    }

    /// A dispute that was lost: what was taken away stays away.
    public static func disputeLost(_ minorUnits: Int64) -> [LedgerEntry] {
        [
            LedgerEntry(account: .badDebt, minorUnits: minorUnits),
            LedgerEntry(account: .disputed, minorUnits: -minorUnits),
        ]
    }

    private static func reversed(_ entries: [LedgerEntry]) -> [LedgerEntry] {
        entries.map { LedgerEntry(account: $0.account, minorUnits: -$0.minorUnits) }
    }

    /// Money that arrived by bank: what it pays of an invoice, and what goes to the balance.
    ///
    /// - Parameter wasUncollectible: the invoice had been written off, so that a loss is taken back and no claim paid.
    public static func received(_ payment: ManualPayment, wasUncollectible: Bool = false) -> [LedgerEntry] {
        [
            LedgerEntry(account: .bank, minorUnits: payment.amountMinorUnits),
            LedgerEntry(
                account: wasUncollectible ? .badDebt : .receivable, minorUnits: -payment.appliedMinorUnits),
            LedgerEntry(account: .customerBalance, minorUnits: -payment.balanceMinorUnits),
        ].filter { $0.minorUnits != 0 }
    }

    /// Credit given or expired, and money that came in before an invoice, or goes back or is disputed. What invoices do to a balance is in their own
    /// booking.
    public static func balance(_ entry: BalanceEntry) -> [LedgerEntry] {
        switch entry.cause {
        case .granted, .expired:
            [
                LedgerEntry(account: .goodwill, minorUnits: entry.minorUnits),
                LedgerEntry(account: .customerBalance, minorUnits: -entry.minorUnits),
            ]
        case .prepaid:
            [
                LedgerEntry(account: .processorClearing, minorUnits: entry.minorUnits),
                LedgerEntry(account: .customerBalance, minorUnits: -entry.minorUnits),
            ]
        case .returned:
            [
                LedgerEntry(account: .refundsPayable, minorUnits: entry.minorUnits),
                LedgerEntry(account: .customerBalance, minorUnits: -entry.minorUnits),
            ]
        case .disputed:
            [
                LedgerEntry(account: .disputed, minorUnits: entry.minorUnits),
                LedgerEntry(account: .customerBalance, minorUnits: -entry.minorUnits),
            ]
        case .negativeInvoice, .applied, .carried, .carriedCollected, .creditNote, .overpaid, .voided: []
        }
    }
}
