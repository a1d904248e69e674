/// Money that came with a checkout.
public struct CheckoutPayment: Sendable, Hashable {
    /// The processor's id.
    public var reference: String
    /// Minor units of the checkout's currency.
    public var amountMinorUnits: Int64

    /// A payment as a gateway reads it.
    public init(reference: String, amountMinorUnits: Int64) {
        self.reference = reference
        self.amountMinorUnits = amountMinorUnits
    }
}
