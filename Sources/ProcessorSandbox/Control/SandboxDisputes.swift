/// A customer's objection at the bank, and how it ends.
enum SandboxDisputes {
    /// Nil where no such charge has taken money.
    static func raise(
        charge reference: String, amount: Int64?, reason: String, in state: SandboxState
    ) -> JournalEntry? {
        if let intent = state.world.intent(reference), intent.status == .succeeded {
            return JournalEntry(
                dispute: DisputeRecord(
                    id: StripeCall.newID("dp_"), processor: "stripe", chargeReference: reference,
                    chargeID: intent.chargeID, amount: amount ?? intent.amount, currency: intent.currency,
                    status: .open, reason: reason, createdAt: state.now))
        }
        guard let payment = state.world.razorpay.payment(reference), payment.status == .captured else {
            return nil
        }
        return JournalEntry(
            dispute: DisputeRecord(
                id: RazorpayCall.newID("disp_"), processor: "razorpay", chargeReference: reference,
                amount: amount ?? payment.amount, currency: payment.currency, status: .open, reason: reason,
                createdAt: state.now))
    }
}
