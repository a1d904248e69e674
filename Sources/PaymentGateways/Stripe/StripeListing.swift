import HTTPTransport

/// The state of one look-up by list, page after page, newest first. It does no input or output: it says what to
/// ask next and takes the answers.
struct StripeListing {
    enum Step {
        case more
        case done([StripeWire.PaymentIntent])
        case failed(String)
    }

    private let attemptID: String
    private let customer: String?
    private let createdAtOrAfter: Int64
    private var lastID: String?
    private var matches: [StripeWire.PaymentIntent] = []

    init(attemptID: String, customer: String?, createdAtOrAfter: Int64) {
        self.attemptID = attemptID
        self.customer = customer
        self.createdAtOrAfter = createdAtOrAfter
    }

    /// Path and query of the next page.
    var nextTarget: String {
        var pairs: [(name: String, value: String)] = []
        if let customer { pairs.append(("customer", customer)) }
        pairs += [("created[gte]", String(createdAtOrAfter)), ("limit", "100")]
        if let lastID { pairs.append(("starting_after", lastID)) }
        return "/v1/payment_intents?\(FormEncoding.encode(pairs))"
    }

    /// All pages are read even after a match: a second match is an alarm.
    mutating func take(_ response: HTTPResponse) -> Step {
        guard response.status == 200,
            let page = StripeAnswer.decode(StripeWire.PaymentIntentList.self, response)
        else { return .failed(StripeAnswer.label("no list", response)) }
        matches += page.data.filter { $0.metadata?["bc_attempt"] == attemptID }
        if !page.hasMore { return .done(matches) }
        guard let last = page.data.last?.id, last != lastID else {
            return .failed("the list says it has more and does not go on")
        }
        lastID = last
        return .more
    }
}
