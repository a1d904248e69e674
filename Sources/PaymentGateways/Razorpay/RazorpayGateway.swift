public import Billing
import Glibc
public import HTTPTransport

/// Razorpay's recurring debits behind the payment port (PROCESSORS 1b).
///
/// Razorpay has no idempotency keys for payments. At most one success for a debit rests on its rule that an order is
/// paid once: each debit has one order, found again by its receipt, and before anything is asked for the order is
/// read.
public struct RazorpayGateway: PaymentGateway {
    private(set) var connection: RazorpayConnection
    let customers = RazorpayCustomers()
    let now: @Sendable () -> Int64

    /// A gateway for one account. Copies share its rate limit.
    ///
    /// - Parameter now: seconds since 1970, this machine's clock by default; only notices to customers are dated by
    ///   it.
    public init(
        _ configuration: RazorpayConfiguration, transport: HTTPTransport,
        now: (@Sendable () -> Int64)? = nil
    ) throws(GatewayConfigurationError) {
        try configuration.check()
        connection = RazorpayConnection(configuration, transport: transport)
        self.now = now ?? { Int64(time(nil)) }
    }

    /// "razorpay".
    public var processor: String { "razorpay" }

    /// Asked first, always; sent again a quarter of an hour after the last send, as long as the order may still be
    /// used; given up three days after the notice has run out. A debit that failed is watched for three days.
    public var repetition: RepetitionRule {
        .byLookUp(
            quietSeconds: 15 * 60, absenceSeconds: MandateRule.noticeSeconds + MandateRule.lateSuccessSeconds,
            watchSeconds: MandateRule.lateSuccessSeconds)
    }

    /// The debit's facts as bytes. What Razorpay cannot debit gives an empty body, which ``send(_:)`` refuses.
    public func prepare(_ request: ChargeRequest) -> PreparedCharge {
        PreparedCharge(
            attemptID: request.attemptID, idempotencyKey: request.idempotencyKey, apiVersion: "",
            body: RazorpayDebitPlan(request)?.bytes ?? [], customerReference: request.customerReference,
            amountMinorUnits: request.amountMinorUnits, currencyCode: request.currencyCode)
    }

    /// Finds or makes the order, and asks for the debit where none has been asked for and its notice has run out; all of
    /// it within the time that an attempt's lease outlasts.
    public func send(_ charge: PreparedCharge) async -> ChargeAnswer {
        let budget = TimeBudget(milliseconds: connection.configuration.longestChargeMilliseconds)
        return await within(budget).debit(charge)
    }

    /// The same gateway for requests that must be over together.
    func within(_ budget: TimeBudget) -> RazorpayGateway {
        var gateway = self
        gateway.connection = connection.within(budget)
        return gateway
    }

    func debit(_ charge: PreparedCharge) async -> ChargeAnswer {
        guard let plan = RazorpayDebitPlan(charge.body), IdentifierRule.isPathSegment(plan.customer) else {
            return .refused(
                code: charge.currencyCode == "INR"
                    ? DeclineCode.malformedCharge.rawValue : "currency_not_supported")
        }
        if plan.amount < 100 { return .refused(code: DeclineCode.amountTooSmall.rawValue) }
        let standing: RazorpayStanding
        switch await existingOrder(plan) {
        case .found(let found): standing = found
        case .failed(let answer): return answer
        case .none:
            switch await makeOrder(plan) {
            case .found(let made): standing = made
            case .failed(let answer): return answer
            case .none: return .unknown(reason: "the order was neither made nor found")
            }
        }
        if let answer = standing.answer { return answer }
        if let debitAt = standing.debitAt, now() < debitAt {
            return .announced(reference: standing.order.id, debitAt: debitAt)
        }
        return await debit(plan, standing.order)
    }

    /// Reads the order of the receipt and its payments.
    public func lookUp(_ charge: PreparedCharge, sentAtOrAfter: Int64) async -> LookUpAnswer {
        guard let plan = RazorpayDebitPlan(charge.body) else { return .unknown(reason: "malformed charge") }
        switch await existingOrder(plan) {
        case .none: return .absent
        case .failed(let answer): return .unknown(reason: answer.reason)
        case .found(let standing):
            if case .unknown(let reason)? = standing.answer { return .unknown(reason: reason) }
            if let answer = standing.answer { return .found(answer) }
            guard let debitAt = standing.debitAt, now() < debitAt else { return .absent }
            return .found(.announced(reference: standing.order.id, debitAt: debitAt))
        }
    }

    /// By this machine's clock, which dates the notices too.
    public func isDue(debitAt: Int64) -> Bool { now() >= debitAt }

    /// Razorpay takes no debit back. One that has not been asked for is never asked for again, which is as good.
    public func cancel(_ charge: PreparedCharge, reference: String) async -> CancelAnswer {
        switch await lookUp(charge, sentAtOrAfter: 0) {
        case .absent, .found(.announced): .canceled
        case .unknown(let reason): .unknown(reason: reason)
        case .found(.pending(let payment)):
            .unknown(reason: "\(payment) is with the bank or waits for its customer")
        case .found(let answer): .settled(answer)
        }
    }

    /// The one request that moves money. Its answer does not say whether it did: the order is read afterwards.
    private func debit(_ plan: RazorpayDebitPlan, _ order: RazorpayWire.Order) async -> ChargeAnswer {
        let customer: RazorpayWire.Customer
        switch await customers.find(plan.customer, connection) {
        case .object(let found): customer = found
        case let reply: return reply.answer
        }
        let body = plan.payment(order: order.id, email: customer.email, contact: customer.contact)
        switch await connection.post(
            RazorpayWire.Debit.self, "/v1/payments/create/recurring", body: body)
        {
        case .object(let debit):
            guard debit.isConfirmed(for: order.id, secret: connection.configuration.keySecret) else {
                return .unknown(reason: "\(debit.razorpayPaymentId) is not confirmed by its signature")
            }
            return await readBack(order, plan) ?? .pending(reference: debit.razorpayPaymentId)
        case .refused(let failure, let label):
            if Self.tooEarly.contains(failure.reason ?? "") || Self.tooEarly.contains(failure.code) {
                return .announced(reference: order.id, debitAt: now() + 3_600)
            }
            if let shown = await readBack(order, plan) { return shown }
            guard let payment = failure.metadata?.paymentId else { return failure.answer(label: label) }
            return await read(payment, order, label: label)
        case .unavailable(let reason): return .unavailable(reason: reason)
        case .notExecuted(let reason): return .notExecuted(reason: reason)
        case .unknown(let reason): return .unknown(reason: reason)
        }
    }

    /// The notice has not been delivered yet, or not long enough ago.
    private static let tooEarly: Set<String> = [
        "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED", "pre_debit_notification_not_sent",
    ]

    /// A refusal that names a payment is about that one, also where its order does not show it yet: it stands, and may
    /// still succeed.
    private func read(_ payment: String, _ order: RazorpayWire.Order, label: String) async -> ChargeAnswer {
        guard IdentifierRule.isPathSegment(payment),
            case .object(let found) = await connection.get(
                RazorpayWire.Payment.self, "/v1/payments/\(payment)"), found.orderId == order.id,
            let answer = RazorpayStanding(order: order, payments: [found]).answer
        else { return .unknown(reason: "\(label), about \(payment)") }
        return answer
    }

    /// What the order says now; nil where it shows no payment.
    private func readBack(_ order: RazorpayWire.Order, _ plan: RazorpayDebitPlan) async -> ChargeAnswer? {
        switch await existingOrder(plan) {
        case .found(let standing): standing.answer
        case .failed(let answer): .unknown(reason: answer.reason)
        case .none: .unknown(reason: "\(order.id) is not shown any more")
        }
    }
}

extension RazorpayWire.Debit {
    /// An answer without a signature is taken: nothing is concluded from it but that the order is to be read.
    fileprivate func isConfirmed(for order: String, secret: Secret) -> Bool {
        if let razorpayOrderId, razorpayOrderId != order { return false }
        guard let razorpaySignature else { return true }
        return RazorpayCheckout.isConfirmed(
            order: order, payment: razorpayPaymentId, signature: razorpaySignature, keySecret: secret)
    }
}

extension ChargeAnswer {
    fileprivate var reason: String {
        switch self {
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason),
            .contradicts(let reason):
            reason
        case .refused(let code): "refused: \(code)"
        case .succeeded, .declined, .needsAction, .pending, .announced: "unexpected"
        }
    }
}
