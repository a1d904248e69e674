/// Razorpay's entities as JSON, with the fields that integrations read.
enum RazorpayObjects {
    static func order(
        _ order: OrderRecord, in world: RazorpayWorld, expandsPayments: Bool = false, showsFailed: Bool = true
    ) -> JSONValue {
        let payments = world.payments(of: order.id)
        let isPaid = payments.contains(where: \.isTaken)
        var fields: [String: JSONValue] = [
            "id": .string(order.id), "entity": "order", "amount": .integer(order.amount),
            "amount_paid": .integer(isPaid ? order.amount : 0),
            "amount_due": .integer(isPaid ? 0 : order.amount), "currency": .string(order.currency),
            "receipt": JSONValue(order.receipt), "status": .string(world.status(of: order)),
            "attempts": .integer(Int64(payments.count)), "notes": notes(order.notes),
            "created_at": .integer(order.createdAt),
        ]
        if let token = order.token {
            fields["notification"] = [
                "token_id": .string(token), "payment_after": JSONValue(order.paymentAfter),
                "id": .string("notification_\(order.id.dropFirst(6))"),
            ]
        }
        if expandsPayments {
            let shown = payments.filter { showsFailed || $0.status != .failed }
            fields["payments"] = collection(shown.map(payment))
        }
        return .object(fields)
    }

    static func payment(_ payment: PaymentRecord) -> JSONValue {
        let failure = payment.failureCode.map { RazorpayFailure.declined($0, payment: payment.id) }
        let isFailed = payment.status == .failed
        return [
            "id": .string(payment.id), "entity": "payment", "amount": .integer(payment.amount),
            "currency": .string(payment.currency), "status": .string(payment.shownStatus.rawValue),
            "order_id": .string(payment.orderID), "method": "card",
            "amount_refunded": .integer(payment.refunded), "captured": .bool(payment.isTaken),
            "customer_id": .string(payment.customer), "token_id": .string(payment.token),
            "notes": notes(payment.notes), "error_code": isFailed ? JSONValue(failure?.code) : nil,
            "error_description": isFailed ? JSONValue(failure?.description) : nil,
            "error_source": isFailed ? JSONValue(failure?.source) : nil,
            "error_step": isFailed ? "payment_authorization" : nil,
            "error_reason": isFailed ? JSONValue(failure?.reason) : nil,
            "created_at": .integer(payment.createdAt),
        ]
    }

    static func refund(_ refund: RazorpayRefundRecord) -> JSONValue {
        [
            "id": .string(refund.id), "entity": "refund", "amount": .integer(refund.amount),
            "currency": .string(refund.currency), "payment_id": .string(refund.paymentID),
            "notes": notes(refund.notes), "status": "processed", "speed_processed": "normal",
            "created_at": .integer(refund.createdAt),
        ]
    }

    static func dispute(_ dispute: DisputeRecord) -> JSONValue {
        [
            "id": .string(dispute.id), "entity": "dispute", "payment_id": .string(dispute.chargeReference),
            "amount": .integer(dispute.amount), "currency": .string(dispute.currency),
            "amount_deducted": .integer(dispute.isWithdrawn ? dispute.amount : 0),
            "reason_code": .string(dispute.reason), "status": .string(dispute.status.rawValue),
            "phase": "chargeback", "created_at": .integer(dispute.createdAt),
        ]
    }

    static func customer(_ customer: CustomerRecord) -> JSONValue {
        [
            "id": .string(customer.id), "entity": "customer", "name": JSONValue(customer.name),
            "email": .string(email(of: customer)),
            "contact": .string(customer.contact ?? "+919876543210"), "notes": notes(customer.metadata),
            "created_at": .integer(customer.createdAt),
        ]
    }

    /// One that was registered by a test has an address made from its id.
    static func email(of customer: CustomerRecord) -> String {
        customer.email ?? "\(customer.id)@example.com"
    }

    /// A registration link, which Razorpay keeps as an invoice over one rupee.
    static func registration(_ session: SessionRecord) -> JSONValue {
        [
            "id": .string(session.id), "entity": "invoice", "type": "link", "amount": 100, "currency": "INR",
            "customer_id": .string(session.customer), "status": session.method == nil ? "issued" : "paid",
            "short_url": .string("https://rzp.sandbox.invalid/i/\(session.id)"),
            "notes": notes(session.metadata), "created_at": .integer(session.createdAt),
        ]
    }

    /// As in Razorpay's documentation, the card's expiry as texts and no customer, whom only the payment names.
    static func token(_ method: MethodRecord) -> JSONValue {
        [
            "id": .string(method.id), "entity": "token", "method": "card",
            "card": [
                "network": .string(method.brand.capitalized), "last4": .string(method.last4),
                "expiry_month": .string((method.expiryMonth < 10 ? "0" : "") + "\(method.expiryMonth)"),
                "expiry_year": .string("\(method.expiryYear)"),
            ],
            "recurring": true, "recurring_details": ["status": "confirmed", "failure_reason": nil],
            "created_at": .integer(method.createdAt),
        ]
    }

    static func collection(_ items: [JSONValue]) -> JSONValue {
        ["entity": "collection", "count": .integer(Int64(items.count)), "items": .array(items)]
    }

    /// An empty list where there is nothing: as Razorpay answers.
    private static func notes(_ notes: [String: String]) -> JSONValue {
        notes.isEmpty ? .array([]) : JSONValue(notes)
    }
}

extension String {
    /// "visa" as Razorpay writes it: "Visa".
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
