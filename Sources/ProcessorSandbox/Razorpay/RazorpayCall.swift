import FoundationEssentials

/// A request to Razorpay's API with what it may look at. Endpoints compute; they change nothing themselves.
struct RazorpayCall {
    let request: SandboxRequest
    let world: World
    let now: Int64
    let configuration: SandboxConfiguration
    /// The secret of the key that was used: it signs what goes to the customer's browser.
    let keySecret: String
    /// Whether a success is first told as a failure.
    let succeedsLate: Bool

    func body<Body: Decodable>(_ type: Body.Type) throws(RazorpayFailure) -> Body {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return try decoder.decode(type, from: Data(request.body)) } catch {
            throw RazorpayFailure(description: "The request is not as it must be: \(error)")
        }
    }

    /// The parameters of the address; their form is Stripe's too.
    var query: StripeForm? { StripeForm(request.query.utf8) }

    /// An id such as Razorpay's: a prefix and 14 letters and digits.
    static func newID(_ prefix: String) -> String { prefix + StripeCall.newID("").prefix(14) }
}

/// What an endpoint answers and what is to be changed for it.
struct RazorpayResult {
    var json: JSONValue
    /// Nil for requests that only read.
    var entry: JournalEntry?
    /// What was made has failed: the answer is an error.
    var failure: RazorpayFailure?
    /// The result is kept, but its answer is lost.
    var isUnheard = false
}
