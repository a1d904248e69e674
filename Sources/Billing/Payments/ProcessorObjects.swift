/// A charge as the processor has it now.
public struct ProcessorCharge: Sendable, Hashable {
    /// The processor's id.
    public var reference: String
    /// Dueday's id of the attempt, from the charge's metadata; nil: somebody else's charge.
    public var attemptID: String?
    /// Dueday's id of the invoice, from the metadata.
    public var invoiceID: String?
    /// Minor units of `currencyCode`.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String
    /// Seconds since 1970 by the processor's clock.
    public var createdAt: Int64
    /// What an answer to a send would say now, amount and currency not compared.
    public var standing: ChargeAnswer
    /// Minor units given back so far; 0 where the processor does not say.
    public var refundedMinorUnits: Int64

    /// A charge as a gateway reads it.
    public init(
        reference: String, attemptID: String?, invoiceID: String?, amountMinorUnits: Int64,
        currencyCode: String, createdAt: Int64, standing: ChargeAnswer, refundedMinorUnits: Int64 = 0
    ) {
        self.reference = reference
        self.attemptID = attemptID
        self.invoiceID = invoiceID
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
        self.createdAt = createdAt
        self.standing = standing
        self.refundedMinorUnits = refundedMinorUnits
    }

    /// What it means for the attempt it names: a contradiction, to be looked at by people, where it is another charge than
    /// the one that was prepared (PROCESSORS 6, amount tampering).
    public func answer(to charge: PreparedCharge) -> ChargeAnswer {
        guard attemptID == charge.attemptID else {
            return .contradicts(reason: "\(reference) belongs to attempt \(attemptID ?? "of nobody")")
        }
        guard amountMinorUnits == charge.amountMinorUnits, currencyCode == charge.currencyCode else {
            return .contradicts(
                reason: "\(reference) is of \(amountMinorUnits) \(currencyCode), prepared were "
                    + "\(charge.amountMinorUnits) \(charge.currencyCode)")
        }
        return standing
    }
}

/// The charges of ours since an instant.
public enum ChargeListing: Sendable, Hashable {
    /// Those with our metadata, newest first.
    case charges([ProcessorCharge])
    /// The processor could not be asked, or not to the end: nothing is concluded.
    case unknown(reason: String)
}

/// A refund as the processor has it now.
public struct ProcessorRefund: Sendable, Hashable {
    /// The processor's id.
    public var reference: String
    /// Dueday's id, from the metadata; nil: made by hand on the processor's own pages.
    public var refundID: String?
    /// The processor's id of the charge.
    public var chargeReference: String
    /// Minor units of `currencyCode`.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String
    /// What an answer to a send would say now.
    public var standing: RefundAnswer

    /// A refund as a gateway reads it.
    public init(
        reference: String, refundID: String?, chargeReference: String, amountMinorUnits: Int64,
        currencyCode: String, standing: RefundAnswer
    ) {
        self.reference = reference
        self.refundID = refundID
        self.chargeReference = chargeReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
        self.standing = standing
    }
}

/// A customer's objection to a charge, raised at the bank.
public struct ProcessorDispute: Sendable, Hashable {
    /// How it stands.
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        /// Open: the seller or the bank is to act.
        case open
        case won
        /// Lost, or given up by the seller.
        case lost
    }

    /// The processor's id.
    public var reference: String
    /// The processor's id of the charge.
    public var chargeReference: String
    /// Minor units of `currencyCode` in dispute.
    public var amountMinorUnits: Int64
    /// ISO 4217, upper case.
    public var currencyCode: String
    /// How it stands now.
    public var status: Status
    /// Whether the processor has taken the money away from us, which it does before anything is decided.
    public var isWithdrawn: Bool
    /// The processor's word for the objection ("fraudulent", "product_not_received").
    public var reason: String?

    /// A dispute as a gateway reads it.
    public init(
        reference: String, chargeReference: String, amountMinorUnits: Int64, currencyCode: String,
        status: Status, isWithdrawn: Bool, reason: String?
    ) {
        self.reference = reference
        self.chargeReference = chargeReference
        self.amountMinorUnits = amountMinorUnits
        self.currencyCode = currencyCode
        self.status = status
        self.isWithdrawn = isWithdrawn
        self.reason = reason
    }
}

extension ProcessorDispute {
    /// What is asked for in objections that leave the consent to pay alone: what was got for it, or how much.
    private static let reasonsWithConsent: Set<String> = [
        "duplicate", "product_not_received", "product_unacceptable", "credit_not_processed",
    ]

    /// Whether the card's holder may have never agreed to be charged, or does not any more: charging the card again would
    /// only be disputed again. A reason that is not known counts as such.
    public var deniesConsent: Bool { !Self.reasonsWithConsent.contains(reason ?? "") }
}
