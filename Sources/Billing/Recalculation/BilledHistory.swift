/// Everything that was billed to one subscription, for working it out again from today's facts.
public struct BilledHistory: Sendable, Hashable {
    /// As it stands now; says whether late use of closed periods will still be billed (5.7).
    public var subscription: Subscription
    /// In the order of issue.
    public var invoices: [Invoice]
    /// All credit notes over them.
    public var creditNotes: [CreditNote]
    /// All of them, oldest first, with what their segments and minimums were charged so far.
    public var closedPeriods: [ClosedPeriod]

    /// A history as a store reads it.
    public init(
        subscription: Subscription, invoices: [Invoice], creditNotes: [CreditNote],
        closedPeriods: [ClosedPeriod]
    ) {
        self.subscription = subscription
        self.invoices = invoices
        self.creditNotes = creditNotes
        self.closedPeriods = closedPeriods
    }

    /// The use that must be known now: that of every segment that was ever billed.
    public var usageWindows: [UsageWindow] {
        closedPeriods.flatMap { closed in closed.segments.map { $0.window(of: closed.subscription) } }
    }
}
