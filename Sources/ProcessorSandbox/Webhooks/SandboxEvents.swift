/// What a change means in the processors' events: the difference between what was and what is.
enum SandboxEvents {
    static func events(of entry: JournalEntry, before world: World, now: Int64) -> [SandboxEvent] {
        stripe(of: entry, before: world).map { stripeEvent($0.type, $0.object, now: now) }
            + razorpay(of: entry, before: world).map { razorpayEvent($0.type, $0.entities, now: now) }
    }

    // MARK: Stripe

    private typealias StripeChange = (type: String, object: JSONValue)

    private static func stripe(of entry: JournalEntry, before world: World) -> [StripeChange] {
        var changes: [StripeChange] = []
        if let intent = entry.intent, let type = type(of: intent, before: world.intent(intent.id)) {
            changes.append(("payment_intent.\(type)", StripeObjects.intent(intent)))
        }
        if let refund = entry.refund, let intent = entry.intent {
            changes.append(("refund.created", StripeObjects.refund(refund)))
            changes.append(("charge.refunded", StripeObjects.charge(of: intent)))
        }
        if let dispute = entry.dispute, dispute.processor == "stripe" {
            let object = StripeObjects.dispute(dispute)
            let ofDispute: [StripeChange] =
                switch dispute.status {
                case .open:
                    [("charge.dispute.created", object), ("charge.dispute.funds_withdrawn", object)]
                case .won: [("charge.dispute.funds_reinstated", object), ("charge.dispute.closed", object)]
                case .lost: [("charge.dispute.closed", object)]
                }
            changes += ofDispute
        }
        if let session = entry.session, session.method != nil, !session.isRazorpays {
            changes.append(("setup_intent.succeeded", StripeObjects.setupIntent(session)))
            changes.append(("checkout.session.completed", StripeObjects.session(session)))
        }
        if let method = entry.method, let old = world.methods[method.id],
            let type = type(of: method, before: old)
        {
            changes.append(("payment_method.\(type)", StripeObjects.method(method)))
        }
        return changes
    }

    private static func type(of intent: IntentRecord, before old: IntentRecord?) -> String? {
        guard intent.chargeID != nil, old?.status != intent.status || old?.failureCode != intent.failureCode
        else { return nil }
        switch intent.status {
        case .succeeded: return "succeeded"
        case .processing: return "processing"
        case .requiresAction: return "requires_action"
        case .canceled: return "canceled"
        case .requiresPaymentMethod: return intent.failureCode == nil ? nil : "payment_failed"
        case .requiresConfirmation: return nil
        }
    }

    private static func type(of method: MethodRecord, before old: MethodRecord) -> String? {
        if method.customer == nil && old.customer != nil { return "detached" }
        let isSame =
            method.last4 == old.last4 && method.expiryMonth == old.expiryMonth
            && method.expiryYear == old.expiryYear
        return isSame ? nil : "automatically_updated"
    }

    private static func stripeEvent(_ type: String, _ object: JSONValue, now: Int64) -> SandboxEvent {
        let id = StripeCall.newID("evt_")
        let body: JSONValue = [
            "id": .string(id), "object": "event", "api_version": "2026-06-24.dahlia",
            "created": .integer(now), "livemode": false, "pending_webhooks": 1, "type": .string(type),
            "data": ["object": object],
        ]
        return SandboxEvent(id: id, processor: "stripe", type: type, body: body.text)
    }

    // MARK: Razorpay

    private typealias RazorpayChange = (type: String, entities: [String: JSONValue])

    private static func razorpay(of entry: JournalEntry, before world: World) -> [RazorpayChange] {
        if let refund = entry.razorpayRefund {
            let entities = ["refund": RazorpayObjects.refund(refund)]
            return [("refund.created", entities), ("refund.processed", entities)]
        }
        if let dispute = entry.dispute, dispute.processor == "razorpay" {
            let entities = ["dispute": RazorpayObjects.dispute(dispute)]
            let type = dispute.status == .open ? "created" : dispute.status.rawValue
            return [("payment.dispute.\(type)", entities)]
        }
        if let session = entry.session, session.isRazorpays,
            let token = session.method.flatMap({ world.methods[$0] })
        {
            return [("token.confirmed", ["token": RazorpayObjects.token(token)])]
        }
        guard let payment = entry.payment, let order = world.razorpay.order(payment.orderID),
            world.razorpay.payment(payment.id)?.status != payment.status
        else { return [] }
        let entity = RazorpayObjects.payment(payment)
        var paid = world.razorpay
        paid.apply(entry)
        switch payment.status {
        case .created: return []
        case .failed: return [("payment.failed", ["payment": entity])]
        case .authorized: return [("payment.authorized", ["payment": entity])]
        case .refunded: return [("refund.processed", ["payment": entity])]
        case .captured:
            return [
                ("payment.authorized", ["payment": entity]), ("payment.captured", ["payment": entity]),
                ("order.paid", ["payment": entity, "order": RazorpayObjects.order(order, in: paid)]),
            ]
        }
    }

    private static func razorpayEvent(
        _ type: String, _ entities: [String: JSONValue], now: Int64
    ) -> SandboxEvent {
        let body: JSONValue = [
            "entity": "event", "account_id": "acc_sandbox", "event": .string(type),
            "contains": .array(entities.keys.sorted().map(JSONValue.string)),
            "payload": .object(entities.mapValues { ["entity": $0] }), "created_at": .integer(now),
        ]
        return SandboxEvent(
            id: RazorpayCall.newID("evt_"), processor: "razorpay", type: type, body: body.text)
    }
}
