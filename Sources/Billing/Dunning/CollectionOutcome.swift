public import BillingCalendar

extension Subscription {
    /// A failed round of one of its invoices (11.3, 11.4).
    ///
    /// - Returns: the status that the invoice has now.
    public mutating func roundFailed(_ decision: DunningDecision, at: Instant) -> InvoiceStatus {
        switch decision {
        case .wait:
            return .open
        case .firstFailure:
            if status == .active { status = .pastDue }
            return .open
        case .finalAction(.cancel):
            if status != .canceled {
                cancel(at: at)
                pendingLines = []
            }
            return .uncollectible
        case .finalAction(.unpaid):
            if status != .canceled { status = .unpaid }
            return .open
        case .finalAction(.keep):
            if status == .active { status = .pastDue }
            return .open
        }
    }

    /// One of its invoices was paid: active again, when no other open one has failed or is past its due date
    /// (11.3).
    public mutating func invoicePaid(othersAreInArrears: Bool) {
        guard !othersAreInArrears, status == .pastDue || status == .unpaid else { return }
        status = .active
    }
}
