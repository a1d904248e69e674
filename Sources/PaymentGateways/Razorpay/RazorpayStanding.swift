import Billing

/// What an order and its payments say about the debit that they are for. Pure.
struct RazorpayStanding {
    let order: RazorpayWire.Order
    let payments: [RazorpayWire.Payment]

    /// The answer to the debit, or nil where none has been asked for yet.
    ///
    /// One captured payment settles it whatever else was tried. A failed one may still be captured within three
    /// days; that comes as an event or by asking.
    var answer: ChargeAnswer? {
        if let stranger = payments.first(where: { $0.amount != order.amount || $0.currency != order.currency }
        ) {
            return .unknown(
                reason: "\(stranger.id) is of \(stranger.amount) \(stranger.currency), its order of "
                    + "\(order.amount) \(order.currency)")
        }
        // Of two that were taken Razorpay has given one back at once: the other one pays.
        if let taken = payments.first(where: \.isKept) ?? payments.first(where: \.wasTaken) {
            return .succeeded(reference: taken.id)
        }
        if order.status == "paid" {
            return .unknown(reason: "\(order.id) is paid by no payment that is shown")
        }
        if let open = payments.first(where: { ["created", "authorized"].contains($0.status) }) {
            return .pending(reference: open.id)
        }
        guard let failed = payments.max(by: { $0.createdAt < $1.createdAt }) else { return nil }
        if failed.wasNeverTaken {
            // The bank said yes too late, and nobody captured it: the customer has the money back.
            return .declined(DeclineDetails("processing_error", source: "gateway"), reference: failed.id)
        }
        guard failed.status == "failed" else {
            return .unknown(reason: "unexpected status \(failed.status) of \(failed.id)")
        }
        let details = RazorpayDecline.details(
            reason: failed.errorReason, source: failed.errorSource, code: failed.errorCode)
        return .declined(details, reference: failed.id)
    }

    /// When the announced debit may be asked for; nil where none was announced.
    var debitAt: Int64? { order.notification?.paymentAfter }

    /// The charge as listings and events show it.
    var charge: ProcessorCharge {
        let answer = answer ?? debitAt.map { .announced(reference: order.id, debitAt: $0) }
        // What Razorpay gave back of a second success, or of one that it never captured, has paid nothing.
        let refunded = payments.first { $0.wasTaken && $0.id == answer?.reference }?.amountRefunded
        return ProcessorCharge(
            reference: answer?.reference ?? order.id, attemptID: order.notes?["bc_attempt"],
            invoiceID: order.notes?["bc_invoice"], amountMinorUnits: order.amount,
            currencyCode: order.currency.uppercased(), createdAt: order.createdAt,
            standing: answer ?? .notExecuted(reason: "\(order.id) has no payment"),
            refundedMinorUnits: refunded ?? 0)
    }
}

extension RazorpayWire.Payment {
    /// Captured, and not given back as a whole.
    var isKept: Bool { status == "captured" }

    /// Captured, whatever was given back since.
    var wasTaken: Bool { isKept || (status == "refunded" && captured == true) }

    /// Authorized late, never captured, and given back by Razorpay (PROCESSORS 1b). Where `captured` is not told nothing
    /// is concluded.
    var wasNeverTaken: Bool { status == "refunded" && captured == false }
}
