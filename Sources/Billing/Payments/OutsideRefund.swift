/// Money of a charge that somebody gave back on the processor's own pages. It has gone, whoever sent it, and counts like
/// a refund of ours.
public struct OutsideRefund: Sendable, Hashable {
    /// The processor's id.
    public var reference: String
    /// Minor units of the charge's currency.
    public var amountMinorUnits: Int64

    /// A refund as it was learnt of.
    public init(reference: String, amountMinorUnits: Int64) {
        self.reference = reference
        self.amountMinorUnits = amountMinorUnits
    }
}

/// What a processor has given back of one charge.
public enum RefundListing: Sendable, Hashable {
    /// Ours and those that were made by hand.
    case refunds([ProcessorRefund])
    /// The processor could not be asked, or not to the end: nothing is concluded.
    case unknown(reason: String)
}
