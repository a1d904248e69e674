public import Billing
public import BillingCalendar

/// What is read and written about money that came with a checkout and went on its account's balance.
public protocol PrepaidTransaction: Sendable {
    /// Locks the account on whose balance a processor's charge stands; nil where it is none of these.
    ///
    /// - Parameter processor: nil: whichever has a charge of that id.
    func claimPrepayment(_ reference: String, processor: String?) async throws -> PrepaymentCase?

    /// Locks the accounts of refunds whose answers are to be settled: those of money on a balance.
    func claimPrepayments(ofRefunds ids: [String]) async throws -> [PrepaymentCase]

    /// Keeps a refund that was made at the processor, or that it failed after all; each once. The balance is the caller's.
    ///
    /// - Returns: false where it was kept before, or a failure has nothing to take back.
    func keep(
        outside refund: ProcessorRefund, isBack: Bool, of prepayment: Prepayment, at: Instant
    ) async throws -> Bool

    /// Notes what the account's balance is without as long as a processor has the money of a dispute; minor units.
    func hold(_ minorUnits: Int64, for dispute: ProcessorDispute, processor: String) async throws
}

/// Money on a balance with its refunds, locked.
public struct PrepaymentCase: Sendable, Hashable {
    /// What was paid.
    public var prepayment: Prepayment
    /// Its refunds in the order made.
    public var refunds: [Refund]
    /// Those that were made on the processor's own pages and did not fail, in the order learnt of.
    public var outside: [OutsideRefund]

    /// A case as a store reads it.
    public init(prepayment: Prepayment, refunds: [Refund], outside: [OutsideRefund]) {
        self.prepayment = prepayment
        self.refunds = refunds
        self.outside = outside
    }
}
