import Crypto
import FoundationEssentials

/// Recurring debits, with the rules of mandates, and money back.
enum RazorpayPayments {
    private struct Body: Decodable {
        let email: String
        let contact: String
        let amount: Int64
        let currency: String
        let orderId: String
        let customerId: String
        let token: String
        let recurring: Bool
        let notes: [String: String]?
    }

    /// Up to this many paise a debit needs no consent of its own.
    private static let limitWithoutConsent: Int64 = 1_500_000

    static func createRecurring(_ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        let body = try call.body(Body.self)
        guard let order = call.world.razorpay.order(body.orderId) else { throw .noSuchID }
        guard call.world.customers[body.customerId] != nil, let method = call.world.methods[body.token],
            method.customer == nil || method.customer == body.customerId
        else { throw .noSuchID }
        guard body.recurring, body.amount == order.amount, body.currency == order.currency else {
            throw RazorpayFailure(
                description: "Your payment amount is different from your order amount.")
        }
        guard body.currency == "INR" else {
            throw RazorpayFailure(description: "Currency is not supported", reason: "invalid_currency")
        }
        try checkOrder(order, call)
        try checkNotice(order, token: body.token, call)
        return debit(body, order, method, call)
    }

    /// Paid is paid, and a second debit beside one that is under way is not begun.
    private static func checkOrder(_ order: OrderRecord, _ call: RazorpayCall) throws(RazorpayFailure) {
        let payments = call.world.razorpay.payments(of: order.id)
        if payments.contains(where: \.isTaken) {
            throw RazorpayFailure(
                description: "Payment already done for this order.", reason: "order_already_paid")
        }
        if payments.contains(where: { $0.status == .authorized }) {
            throw RazorpayFailure(
                description: "The order has an authorized payment.", reason: "order_already_paid")
        }
    }

    private static func checkNotice(
        _ order: OrderRecord, token: String, _ call: RazorpayCall
    ) throws(RazorpayFailure) {
        guard call.configuration.demandsNotice else { return }
        guard order.token == token, let paymentAfter = order.paymentAfter else {
            throw RazorpayFailure(
                description: "No pre-debit notification was sent.",
                reason: "pre_debit_notification_not_sent")
        }
        guard call.now >= max(paymentAfter, order.createdAt + 129_900) else {
            throw RazorpayFailure(
                code: "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED",
                description: "The debit was promised for later.", reason: "NA")
        }
    }

    private static func debit(
        _ body: Body, _ order: OrderRecord, _ method: MethodRecord, _ call: RazorpayCall
    ) -> RazorpayResult {
        var payment = PaymentRecord(
            id: RazorpayCall.newID("pay_"), orderID: order.id, amount: body.amount, currency: body.currency,
            customer: body.customerId, token: body.token, status: .captured, notes: body.notes ?? [:],
            createdAt: call.now)
        let outcome = method.nextOutcome
        switch outcome {
        case .succeeds where body.amount > limitWithoutConsent, .requiresAction:
            payment.status = .created
            payment.waitsForCustomer = true
        case .succeeds where call.succeedsLate, .succeedsLate:
            payment.status = .failed
            payment.failureCode = "processing_error"
            payment.capturesAt = call.now + call.configuration.lateSuccessSeconds
        case .succeeds, .succeedsUnheard: break
        case .processes: payment.status = .created
        case .declines(let code): (payment.status, payment.failureCode) = (.failed, code)
        case .declinesUnheard: (payment.status, payment.failureCode) = (.failed, "declined")
        }
        let text = Array("\(order.id)|\(payment.id)".utf8)
        return RazorpayResult(
            json: [
                "razorpay_payment_id": .string(payment.id), "razorpay_order_id": .string(order.id),
                "razorpay_signature": .string(SandboxSignature.code(of: text, secret: call.keySecret)),
            ],
            entry: JournalEntry(chargedMethod: method.id, payment: payment),
            failure: payment.status == .failed
                ? .declined(payment.failureCode ?? "declined", payment: payment.id) : nil,
            isUnheard: outcome.isUnheard)
    }

    static func retrieve(_ id: String, _ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        guard let payment = call.world.razorpay.payment(id) else { throw .noSuchID }
        return RazorpayResult(json: RazorpayObjects.payment(payment))
    }

    // MARK: Money back

    private struct RefundBody: Decodable {
        let amount: Int64?
        let notes: [String: String]?
    }

    static func refund(_ id: String, _ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        let key = call.request.headers["x-refund-idempotency"]
        let text = String(decoding: call.request.body, as: UTF8.self)
        if let key {
            guard key.utf8.count >= 10, key.utf8.allSatisfy(isKeyByte) else {
                throw RazorpayFailure(description: "The idempotency key is not as it must be.")
            }
            if let earlier = call.world.razorpay.refunds.first(where: { $0.key == key }) {
                guard earlier.body == text, earlier.paymentID == id else {
                    throw RazorpayFailure(
                        description:
                            "Different request with the same idempotency key has already been processed.",
                        source: "NA", reason: "NA")
                }
                return RazorpayResult(json: RazorpayObjects.refund(earlier))
            }
        }
        let body = try call.body(RefundBody.self)
        guard var payment = call.world.razorpay.payment(id) else { throw .noSuchID }
        guard payment.status == .captured else {
            throw RazorpayFailure(
                description: "The payment status should be captured for action to be taken.")
        }
        let amount = body.amount ?? payment.amount - payment.refunded
        guard (1...max(payment.amount - payment.refunded, 1)).contains(amount),
            amount <= payment.amount - payment.refunded
        else {
            throw RazorpayFailure(
                description: "The total refund amount is greater than the refund payment amount")
        }
        payment.refunded += amount
        let refund = RazorpayRefundRecord(
            id: RazorpayCall.newID("rfnd_"), paymentID: id, amount: amount, currency: payment.currency,
            notes: body.notes ?? [:], key: key, body: text, createdAt: call.now)
        return RazorpayResult(
            json: RazorpayObjects.refund(refund),
            entry: JournalEntry(payment: payment, razorpayRefund: refund))
    }

    static func refunds(of id: String, _ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        guard call.world.razorpay.payment(id) != nil else { throw .noSuchID }
        let refunds = call.world.razorpay.refunds.filter { $0.paymentID == id }
        return RazorpayResult(json: RazorpayObjects.collection(refunds.map(RazorpayObjects.refund)))
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
