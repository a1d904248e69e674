/// A request to Stripe's API with what it may look at. Endpoints compute; they change nothing themselves.
struct StripeCall {
    let form: StripeForm
    let world: World
    let now: Int64
    let idempotencyKey: String?
    let apiVersion: String?
    let enforcesAmountLimits: Bool
    let letsReadCharges: Bool

    /// The customer named in a parameter.
    func customer(in parameter: String) throws(StripeFailure) -> String? {
        guard let id = form[parameter], !id.isEmpty else { return nil }
        guard world.customers[id] != nil else { throw .noSuch("customer", id, parameter: parameter) }
        return id
    }

    /// Whether an object comes with its charge.
    func expandsCharge(_ name: String) throws(StripeFailure) -> Bool {
        guard form.list("expand").contains(name) else { return false }
        guard letsReadCharges else { throw .noRight("rak_charge_read") }
        return true
    }

    func method(_ id: String, parameter: String, status: Int = 400) throws(StripeFailure) -> MethodRecord {
        guard let method = world.methods[id] ?? StripeTestCards.method(id: id, createdAt: now) else {
            throw .noSuch("PaymentMethod", id, parameter: parameter, status: status)
        }
        return method
    }

    /// An id such as Stripe's: a prefix and 24 random letters and digits.
    static func newID(_ prefix: String) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var generator = SystemRandomNumberGenerator()
        return prefix + String((0..<24).map { _ in alphabet[Int(generator.next(upperBound: UInt64(62)))] })
    }
}

/// What an endpoint answers and what is to be changed for it.
struct StripeResult {
    var status = 200
    var json: JSONValue
    /// Nil for requests that only read.
    var entry: JournalEntry?
    /// The result is kept, but its first answer is lost.
    var isUnheard = false
}
