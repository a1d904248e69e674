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
                code: charge.currencyCode == "INR" ? "malformed_charge" : "currency_not_supported")
        }
        if plan.amount < 100 { return .refused(code: "amount_too_small") }
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

    // MARK: The order

    /// An order with its payments, none, or the answer that ends it.
    private enum Found {
        case found(RazorpayStanding)
        case none
        case failed(ChargeAnswer)
    }

    private func existingOrder(_ plan: RazorpayDebitPlan) async -> Found {
        let query = FormEncoding.encode([("receipt", plan.receipt), ("expand[]", "payments")])
        switch await connection.get(
            RazorpayWire.Collection<RazorpayWire.Order>.self, "/v1/orders?\(query)")
        {
        case .object(let orders):
            let ours = orders.items.filter { $0.receipt == plan.receipt }
            guard let order = ours.first else { return .none }
            guard ours.count == 1 else {
                let ids = ours.map(\.id).joined(separator: ", ")
                return .failed(.unknown(reason: "several orders for one debit: \(ids)"))
            }
            return await standing(of: order, plan)
        case let reply: return .failed(Self.unread(reply))
        }
    }

    /// A question that is refused has told nothing of the debit.
    private static func unread<Object>(_ reply: RazorpayConnection.Reply<Object>) -> ChargeAnswer {
        if case .refused(_, let label) = reply { return .unknown(reason: label) }
        return reply.answer
    }

    /// The order as it is, never trusted to be the one that was asked for.
    private func standing(of order: RazorpayWire.Order, _ plan: RazorpayDebitPlan) async -> Found {
        guard order.amount == plan.amount, order.currency == plan.currency,
            order.notes?["bc_attempt"] == plan.attempt
        else {
            return .failed(
                .unknown(
                    reason: "\(order.id) is of \(order.amount) \(order.currency), sent were "
                        + "\(plan.amount) \(plan.currency)"))
        }
        if let payments = order.payments {
            return .found(RazorpayStanding(order: order, payments: payments.items))
        }
        switch await payments(of: order.id) {
        case .object(let payments):
            return .found(RazorpayStanding(order: order, payments: payments.items))
        case let reply: return .failed(Self.unread(reply))
        }
    }

    func payments(
        of order: String
    ) async -> RazorpayConnection.Reply<RazorpayWire.Collection<RazorpayWire.Payment>> {
        guard IdentifierRule.isPathSegment(order) else { return .unknown(reason: "malformed order id") }
        return await connection.get(
            RazorpayWire.Collection<RazorpayWire.Payment>.self, "/v1/orders/\(order)/payments")
    }

    /// A repeated receipt gives the same order, or a refusal upon which the order is read; both are documented.
    private func makeOrder(_ plan: RazorpayDebitPlan) async -> Found {
        let debitAt =
            connection.configuration.announcesDebits
            ? MandateRule.debitAt(announcedAt: now(), cycleEndsAt: plan.cycleEndsAt) : nil
        switch await connection.post(
            RazorpayWire.Order.self, "/v1/orders", body: plan.order(debitAt: debitAt))
        {
        case .object(let order): return await standing(of: order, plan)
        case .refused(let failure, _) where failure.description == "Order receipt should be unique.":
            return await existingOrder(plan)
        case let reply: return .failed(reply.answer)
        }
    }

    // MARK: The debit

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
            return await readBack(order, plan) ?? failure.answer(label: label)
        case .unavailable(let reason): return .unavailable(reason: reason)
        case .notExecuted(let reason): return .notExecuted(reason: reason)
        case .unknown(let reason): return .unknown(reason: reason)
        }
    }

    /// The notice has not been delivered yet, or not long enough ago.
    private static let tooEarly: Set<String> = [
        "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED", "pre_debit_notification_not_sent",
    ]

    /// What the order says now; nil where it shows no payment.
    private func readBack(_ order: RazorpayWire.Order, _ plan: RazorpayDebitPlan) async -> ChargeAnswer? {
        switch await existingOrder(plan) {
        case .found(let standing): standing.answer
        case .failed(let answer): .unknown(reason: answer.reason)
        case .none: .unknown(reason: "\(order.id) is not shown any more")
        }
    }
}

/// The customers' addresses, which every debit must name; read once.
actor RazorpayCustomers {
    private var known: [String: RazorpayWire.Customer] = [:]

    func find(
        _ id: String, _ connection: RazorpayConnection
    ) async -> RazorpayConnection.Reply<RazorpayWire.Customer> {
        if let customer = known[id] { return .object(customer) }
        let reply = await connection.get(RazorpayWire.Customer.self, "/v1/customers/\(id)")
        if case .object(let customer) = reply { known[id] = customer }
        return reply
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

extension RazorpayWire.Failure {
    /// A bank that gave no answer may have acted; only the order tells.
    var isDefinite: Bool { code != "GATEWAY_ERROR" }

    fileprivate func answer(label: String) -> ChargeAnswer {
        isDefinite ? .refused(code: word) : .unknown(reason: label)
    }
}

extension RazorpayConnection.Reply {
    /// What a reply without the object means for a charge.
    var answer: ChargeAnswer {
        switch self {
        case .object: .unknown(reason: "unexpected object")
        case .refused(let failure, let label): failure.answer(label: label)
        case .notExecuted(let reason): .notExecuted(reason: reason)
        case .unavailable(let reason): .unavailable(reason: reason)
        case .unknown(let reason): .unknown(reason: reason)
        }
    }

    /// Why there is no object, in one line.
    var reason: String {
        switch self {
        case .object: ""
        case .refused(_, let label): label
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason): reason
        }
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
