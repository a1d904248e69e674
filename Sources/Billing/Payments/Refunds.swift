/// Money to be given back for one successful charge, whole or in part.
public struct RefundRequest: Sendable, Hashable {
    /// Why, in the words that processors take.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        case duplicate, fraudulent
        case requestedByCustomer = "requested_by_customer"
    }

    /// Dueday's id of the refund; goes with it as metadata.
    public var refundID: String
    /// Derived from the refund's id: doing it again sends the same.
    public var idempotencyKey: String
    /// The processor's id of the charge ("pi_…", "pay_…").
    public var chargeReference: String
    /// Minor units of `currencyCode`, above zero.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case; the charge's.
    public var currencyCode: String
    /// Digits after the point in the currency.
    public var currencyExponent: Int
    /// Why the money goes back.
    public var reason: Reason

    /// A request with all its parts.
    public init(
        refundID: String, idempotencyKey: String, chargeReference: String, amountMinorUnits: Int64,
        currencyCode: String, currencyExponent: Int, reason: Reason = .requestedByCustomer
    ) {
        self.refundID = refundID
        self.idempotencyKey = idempotencyKey
        self.chargeReference = chargeReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
        self.currencyExponent = currencyExponent
        self.reason = reason
    }

    /// The key of a refund: derived, as an attempt's is.
    public static func idempotencyKey(deployment: String, refund: String) -> String {
        "bc1:\(deployment):refund:\(refund)"
    }
}

/// A refund as it is stored and sent.
public struct PreparedRefund: Sendable, Hashable, Codable {
    /// Dueday's id of the refund, by which a look-up recognises it.
    public var refundID: String
    /// Sent with every repetition.
    public var idempotencyKey: String
    /// The processor's API version the bytes were made for; empty where it has none.
    public var apiVersion: String
    /// The exact request body.
    public var body: [UInt8]
    /// The processor's id of the charge that is given back.
    public var chargeReference: String
    /// What the bytes ask for; minor units.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String

    /// A stored refund with all its columns.
    public init(
        refundID: String, idempotencyKey: String, apiVersion: String, body: [UInt8],
        chargeReference: String, amountMinorUnits: Int64, currencyCode: String
    ) {
        self.refundID = refundID
        self.idempotencyKey = idempotencyKey
        self.apiVersion = apiVersion
        self.body = body
        self.chargeReference = chargeReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
    }
}

/// How one send of a refund ended. The cases mean what they mean of a ``ChargeAnswer``.
public enum RefundAnswer: Sendable, Hashable {
    /// The processor has given it back; the bank takes its days. It may still fail later, by an event.
    case succeeded(reference: String)
    case pending(reference: String)
    /// The bank did not take it; the money is with us.
    case failed(code: String, reference: String)
    /// Refused before it was executed: nothing to give back, or more than is left.
    case refused(code: String)
    case notExecuted(reason: String)
    case unavailable(reason: String)
    case unknown(reason: String)

    /// The processor's id of the refund, where it gave one.
    public var reference: String? {
        switch self {
        case .succeeded(let reference), .pending(let reference), .failed(_, let reference): reference
        case .refused, .notExecuted, .unavailable, .unknown: nil
        }
    }
}

/// What asking for a refund found.
public enum RefundLookUpAnswer: Sendable, Hashable {
    case found(RefundAnswer)
    /// The charge has no refund of that id.
    case absent
    case unknown(reason: String)
}
