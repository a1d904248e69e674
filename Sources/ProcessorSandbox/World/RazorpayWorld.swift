/// Razorpay's side of the world: orders with their payments.
struct RazorpayWorld: Sendable {
    /// In the order in which they were made.
    private(set) var orders: [OrderRecord] = []
    private(set) var payments: [PaymentRecord] = []
    private(set) var refunds: [RazorpayRefundRecord] = []
    /// Failed payments that will turn out to have succeeded, and authorized ones that will go back.
    private(set) var laterChanges: Set<String> = []
    private var orderIndex: [String: Int] = [:]
    private var orderByReceipt: [String: String] = [:]
    private var paymentIndex: [String: Int] = [:]
    private var paymentsByOrder: [String: [String]] = [:]

    func order(_ id: String) -> OrderRecord? { orderIndex[id].map { orders[$0] } }

    func order(receipt: String) -> OrderRecord? { orderByReceipt[receipt].flatMap { order($0) } }

    func payment(_ id: String) -> PaymentRecord? { paymentIndex[id].map { payments[$0] } }

    func payments(of order: String) -> [PaymentRecord] {
        (paymentsByOrder[order] ?? []).compactMap(payment)
    }

    func refund(_ id: String) -> RazorpayRefundRecord? { refunds.first { $0.id == id } }

    /// `paid` stays when the money goes back.
    func status(of order: OrderRecord) -> String {
        let payments = payments(of: order.id)
        if payments.contains(where: \.isTaken) { return "paid" }
        return payments.isEmpty ? "created" : "attempted"
    }

    mutating func apply(_ entry: JournalEntry) {
        if let order = entry.order { apply(order) }
        if let payment = entry.payment { apply(payment) }
        if let refund = entry.razorpayRefund { refunds.append(refund) }
    }

    private mutating func apply(_ order: OrderRecord) {
        if let position = orderIndex[order.id] {
            orders[position] = order
            return
        }
        orderIndex[order.id] = orders.count
        orders.append(order)
        if let receipt = order.receipt { orderByReceipt[receipt] = order.id }
    }

    private mutating func apply(_ payment: PaymentRecord) {
        if payment.capturesAt == nil && payment.returnsAt == nil {
            laterChanges.remove(payment.id)
        } else {
            laterChanges.insert(payment.id)
        }
        if let position = paymentIndex[payment.id] {
            payments[position] = payment
            return
        }
        paymentIndex[payment.id] = payments.count
        paymentsByOrder[payment.orderID, default: []].append(payment.id)
        payments.append(payment)
    }
}
