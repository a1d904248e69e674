/// Orders: one for each debit, found again by its receipt.
enum RazorpayOrders {
    private struct Body: Decodable {
        struct Notification: Decodable {
            let tokenId: String
            let paymentAfter: Int64?
        }

        let amount: Int64
        let currency: String
        let receipt: String?
        let uniqueReceipt: Bool?
        let notification: Notification?
        let notes: [String: String]?
    }

    /// An account's limit, which Razorpay sets by its kind: five lakh rupees.
    private static let mostMinorUnits: Int64 = 50_000_000

    static func create(_ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        let body = try call.body(Body.self)
        guard body.amount >= 100 else {
            throw RazorpayFailure(
                description: "Order amount less than minimum amount allowed",
                reason: "amount_less_than_minimum_amount", field: "amount")
        }
        guard body.amount <= mostMinorUnits else {
            throw RazorpayFailure(description: "Amount exceeds maximum amount allowed.", field: "amount")
        }
        guard body.currency.utf8.count == 3, body.currency == body.currency.uppercased() else {
            throw RazorpayFailure(description: "Currency is not supported", reason: "invalid_currency")
        }
        guard (body.receipt ?? "").count <= 40 else {
            throw RazorpayFailure(description: "The receipt may not be greater than 40 characters.")
        }
        try checkNotes(body.notes ?? [:])
        if let existing = body.receipt.flatMap({ call.world.razorpay.order(receipt: $0) }) {
            return try repeated(existing, body, call)
        }
        let order = OrderRecord(
            id: RazorpayCall.newID("order_"), amount: body.amount, currency: body.currency,
            receipt: body.receipt, notes: body.notes ?? [:], token: body.notification?.tokenId,
            paymentAfter: body.notification.map { $0.paymentAfter ?? call.now + 129_900 },
            createdAt: call.now)
        return RazorpayResult(
            json: RazorpayObjects.order(order, in: RazorpayWorld()), entry: JournalEntry(order: order))
    }

    private static func repeated(
        _ existing: OrderRecord, _ body: Body, _ call: RazorpayCall
    ) throws(RazorpayFailure) -> RazorpayResult {
        guard call.configuration.repeatsOrders, body.uniqueReceipt == true,
            existing.amount == body.amount, existing.currency == body.currency
        else { throw RazorpayFailure(description: "Order receipt should be unique.") }
        return RazorpayResult(json: RazorpayObjects.order(existing, in: call.world.razorpay))
    }

    static func retrieve(_ id: String, _ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        guard let order = call.world.razorpay.order(id) else { throw .noSuchID }
        return RazorpayResult(json: RazorpayObjects.order(order, in: call.world.razorpay))
    }

    private struct NotesBody: Decodable {
        let notes: [String: String]
    }

    /// The notes, and nothing else of an order, may be changed.
    static func update(_ id: String, _ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        let body = try call.body(NotesBody.self)
        guard var order = call.world.razorpay.order(id) else { throw .noSuchID }
        try checkNotes(body.notes)
        order.notes = body.notes
        return RazorpayResult(
            json: RazorpayObjects.order(order, in: call.world.razorpay), entry: JournalEntry(order: order))
    }

    private static func checkNotes(_ notes: [String: String]) throws(RazorpayFailure) {
        guard notes.count <= 15, notes.values.allSatisfy({ $0.count <= 256 }) else {
            throw RazorpayFailure(description: "The notes are too many or too long.")
        }
    }

    static func payments(of id: String, _ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        guard call.world.razorpay.order(id) != nil else { throw .noSuchID }
        let payments = call.world.razorpay.payments(of: id).reversed()
            .filter { call.configuration.showsFailedPayments || $0.status != .failed }
            .map(RazorpayObjects.payment)
        return RazorpayResult(json: RazorpayObjects.collection(payments))
    }

    /// Newest first; `receipt`, `from`, `to`, `count` up to 100, `skip`, `expand[]=payments`.
    static func list(_ call: RazorpayCall) throws(RazorpayFailure) -> RazorpayResult {
        guard let query = call.query else { throw RazorpayFailure(description: "The query is malformed") }
        func integer(_ name: String, _ otherwise: Int64) throws(RazorpayFailure) -> Int64 {
            guard let text = query[name] else { return otherwise }
            guard let value = Int64(text), value >= 0 else {
                throw RazorpayFailure(description: "The \(name) must be an integer.")
            }
            return value
        }
        let (from, to) = (try integer("from", 0), try integer("to", .max))
        let (count, skip) = (try integer("count", 10), try integer("skip", 0))
        guard (1...100).contains(count) else {
            throw RazorpayFailure(description: "The count may not be greater than 100.")
        }
        let expands = query.list("expand").contains("payments")
        let world = call.world.razorpay
        let named = query["receipt"].map { receipt in world.order(receipt: receipt).map { [$0] } ?? [] }
        let page = (named ?? world.orders.reversed()).filter { (from...to).contains($0.createdAt) }
            .dropFirst(Int(skip)).prefix(Int(count))
        return RazorpayResult(
            json: RazorpayObjects.collection(
                page.map {
                    RazorpayObjects.order(
                        $0, in: world, expandsPayments: expands,
                        showsFailed: call.configuration.showsFailedPayments)
                }))
    }
}
