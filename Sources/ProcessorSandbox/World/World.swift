/// Everything the sandbox knows. It changes only by ``apply(_:)``, so that replaying the journal gives it again.
struct World: Sendable {
    private(set) var customers: [String: CustomerRecord] = [:]
    private(set) var methods: [String: MethodRecord] = [:]
    private(set) var sessions: [String: SessionRecord] = [:]
    /// In the order in which they were made.
    private(set) var intents: [IntentRecord] = []
    private(set) var refunds: [RefundRecord] = []
    private(set) var results: [String: KeyedResult] = [:]
    private var intentIndex: [String: Int] = [:]
    private var intentsByCustomer: [String: [Int]] = [:]
    private(set) var razorpay = RazorpayWorld()
    /// At either processor, in the order in which they were raised.
    private(set) var disputes: [DisputeRecord] = []

    func intent(_ id: String) -> IntentRecord? { intentIndex[id].map { intents[$0] } }

    func position(ofIntent id: String) -> Int? { intentIndex[id] }

    /// Positions in ``intents`` of one customer's, or of all, oldest first.
    func positions(customer: String?) -> [Int] {
        guard let customer else { return Array(intents.indices) }
        return intentsByCustomer[customer] ?? []
    }

    func methods(customer: String) -> [MethodRecord] {
        methods.values.filter { $0.customer == customer }.sorted { $0.id < $1.id }
    }

    func dispute(_ id: String) -> DisputeRecord? { disputes.first { $0.id == id } }

    /// Stripe's first, each processor's in the order in which they were made.
    var charges: [SandboxCharge] {
        intents.compactMap(SandboxCharge.init)
            + razorpay.payments.map { SandboxCharge($0, order: razorpay.order($0.orderID)) }
    }

    mutating func apply(_ entry: JournalEntry) {
        if entry.clearsBooks == true { clearBooks() }
        if let customer = entry.customer { customers[customer.id] = customer }
        if let method = entry.method { methods[method.id] = method }
        if let id = entry.chargedMethod { methods[id]?.charges += 1 }
        if let intent = entry.intent { apply(intent) }
        if let refund = entry.refund { refunds.append(refund) }
        if let result = entry.result { results[result.key] = result }
        if let session = entry.session { sessions[session.id] = session }
        if let dispute = entry.dispute { apply(dispute) }
        razorpay.apply(entry)
    }

    private mutating func apply(_ intent: IntentRecord) {
        if let position = intentIndex[intent.id] {
            intents[position] = intent
            return
        }
        intentIndex[intent.id] = intents.count
        if let customer = intent.customer { intentsByCustomer[customer, default: []].append(intents.count) }
        intents.append(intent)
    }

    private mutating func apply(_ dispute: DisputeRecord) {
        if let position = disputes.firstIndex(where: { $0.id == dispute.id }) {
            disputes[position] = dispute
        } else {
            disputes.append(dispute)
        }
    }

    /// Charges, refunds, disputes and keys go, scripts begin anew; customers and methods stay.
    private mutating func clearBooks() {
        intents = []
        refunds = []
        disputes = []
        results = [:]
        intentIndex = [:]
        intentsByCustomer = [:]
        razorpay = RazorpayWorld()
        for id in methods.keys { methods[id]?.charges = 0 }
    }
}
