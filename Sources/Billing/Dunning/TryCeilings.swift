/// How often a method may be tried (11.6).
///
/// Visa allows 20 tries in 30 days for a card and acceptor, Mastercard 35 of one amount (PROCESSORS 3); the limits
/// here lie below both, and count what this worker tried.
public struct TryCeilings: Sendable, Hashable {
    /// The most tries of a method for one invoice in 30 days.
    public var perInvoice: Int
    /// The most tries of a card in 30 days over all invoices that it is charged for; nil: not counted.
    public var perCard: Int?

    /// 15 for an invoice (11.6); cards are not counted unless a number is given.
    public init(perInvoice: Int = 15, perCard: Int? = nil) {
        self.perInvoice = perInvoice
        self.perCard = perCard
    }

    /// What the worker goes by in service unless it is set.
    public static let service = TryCeilings(perCard: 15)
}
