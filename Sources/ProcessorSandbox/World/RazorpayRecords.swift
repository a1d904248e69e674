// What the sandbox keeps of Razorpay's orders, payments and refunds. Instants are seconds since 1970, amounts paise.

struct OrderRecord: Codable, Sendable {
    var id: String
    var amount: Int64
    var currency: String
    var receipt: String?
    var notes: [String: String]
    /// The token of the announced debit.
    var token: String?
    /// From when on the announced debit may be asked for.
    var paymentAfter: Int64?
    var createdAt: Int64
}

struct PaymentRecord: Codable, Sendable {
    /// Razorpay's states.
    enum Status: String, Codable, Sendable {
        case created, authorized, captured, failed, refunded
    }

    var id: String
    var orderID: String
    var amount: Int64
    var currency: String
    var customer: String
    var token: String
    var status: Status
    /// The words of scripts ("insufficient_funds"); set where it failed.
    var failureCode: String?
    /// Whether it waits for the customer's consent.
    var waitsForCustomer = false
    /// When a failed one turns out to have succeeded.
    var capturesAt: Int64?
    /// When one that was authorized and not captured goes back to its customer.
    var returnsAt: Int64?
    /// Whether it went back without ever having been captured: it has paid nothing.
    var wasNeverCaptured = false
    var notes: [String: String]
    var refunded: Int64 = 0
    var createdAt: Int64

    /// Whether the money is, or was, taken.
    var isTaken: Bool { status == .captured || (status == .refunded && !wasNeverCaptured) }

    /// As Razorpay shows it: one that was given back as a whole is not shown as captured any more.
    var shownStatus: Status { status == .captured && refunded == amount ? .refunded : status }
}

struct RazorpayRefundRecord: Codable, Sendable {
    var id: String
    var paymentID: String
    var amount: Int64
    var currency: String
    var notes: [String: String]
    var key: String?
    /// The request's body, which a repeat under the key must equal.
    var body: String
    var createdAt: Int64
}

/// An objection to a charge, at either processor.
struct DisputeRecord: Codable, Sendable {
    enum Status: String, Codable, Sendable {
        case open, won, lost
    }

    var id: String
    var processor: String
    /// `pi_…` or `pay_…`.
    var chargeReference: String
    /// Stripe's `ch_…`.
    var chargeID: String?
    var amount: Int64
    var currency: String
    var status: Status
    var reason: String
    var createdAt: Int64

    /// Taken away at once, and given back to the winner.
    var isWithdrawn: Bool { status != .won }
}

/// A page on which a customer saves a card: Stripe's Checkout in setup mode, Razorpay's registration link.
struct SessionRecord: Codable, Sendable {
    var id: String
    var customer: String
    /// Empty at Razorpay.
    var setupIntentID: String
    /// Set when the customer has finished.
    var method: String?
    var metadata: [String: String]
    var createdAt: Int64

    /// Razorpay keeps its links as invoices.
    var isRazorpays: Bool { id.hasPrefix("inv_") }
}
