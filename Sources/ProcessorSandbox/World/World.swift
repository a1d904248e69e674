/// Everything the sandbox knows. It changes only by ``apply(_:)``, so that replaying the journal gives it again.
struct World: Sendable {
    private(set) var customers: [String: CustomerRecord] = [:]
    private(set) var methods: [String: MethodRecord] = [:]
    /// In the order in which they were made.
    private(set) var intents: [IntentRecord] = []
    private(set) var refunds: [RefundRecord] = []
    private(set) var results: [String: KeyedResult] = [:]
    private var intentIndex: [String: Int] = [:]
    private var intentsByCustomer: [String: [Int]] = [:]

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

    var charges: [SandboxCharge] { intents.compactMap(SandboxCharge.init) }

    mutating func apply(_ entry: JournalEntry) {
        if entry.clearsBooks == true { clearBooks() }
        if let customer = entry.customer { customers[customer.id] = customer }
        if let method = entry.method { methods[method.id] = method }
        if let id = entry.chargedMethod { methods[id]?.charges += 1 }
        if let intent = entry.intent { apply(intent) }
        if let refund = entry.refund { refunds.append(refund) }
        if let result = entry.result { results[result.key] = result }
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

    /// Charges, refunds and keys go, scripts begin anew; customers and methods stay.
    private mutating func clearBooks() {
        intents = []
        refunds = []
        results = [:]
        intentIndex = [:]
        intentsByCustomer = [:]
        for id in methods.keys { methods[id]?.charges = 0 }
    }
}
