import HTTPTransport

/// The state of one walk through a list of Stripe's, page after page, newest first. It does no input or output: it
/// says what to ask next and takes the answers.
struct StripeListing<Element: StripeListed & Sendable>: Sendable {
    enum Step {
        case more
        case done([Element])
        case failed(String)
    }

    private let path: String
    private let query: [(name: String, value: String)]
    private let isWanted: @Sendable (Element) -> Bool
    private var lastID: String?
    private var matches: [Element] = []

    /// - Parameter path: its ids have been checked.
    init(
        _ path: String, query: [(name: String, value: String)] = [],
        where isWanted: @escaping @Sendable (Element) -> Bool = { _ in true }
    ) {
        self.path = path
        self.query = query
        self.isWanted = isWanted
    }

    /// Path and query of the next page.
    var nextTarget: String {
        var pairs = query + [("limit", "100")]
        if let lastID { pairs.append(("starting_after", lastID)) }
        return "\(path)?\(FormEncoding.encode(pairs))"
    }

    /// All pages are read even after a match: a second match is an alarm.
    mutating func take(_ response: HTTPResponse) -> Step {
        guard response.status == 200,
            let page = StripeAnswer.decode(StripeWire.Page<Element>.self, response)
        else { return .failed(StripeAnswer.label("no list", response)) }
        matches += page.data.filter(isWanted)
        if !page.hasMore { return .done(matches) }
        guard let last = page.data.last?.id, last != lastID else {
            return .failed("the list says it has more and does not go on")
        }
        lastID = last
        return .more
    }
}

/// What Stripe lists: its id leads to the next page.
protocol StripeListed: Decodable {
    var id: String { get }
}

extension StripeListing<StripeWire.PaymentIntent> {
    /// The intents since then, of one customer or of all.
    init(
        intentsCreatedAtOrAfter instant: Int64, customer: String?, expand: String? = nil,
        where isWanted: @escaping @Sendable (StripeWire.PaymentIntent) -> Bool
    ) {
        var query: [(name: String, value: String)] = []
        if let customer { query.append(("customer", customer)) }
        query.append(("created[gte]", String(instant)))
        if let expand { query.append(("expand[]", expand)) }
        self.init("/v1/payment_intents", query: query, where: isWanted)
    }
}

extension StripeConnection {
    /// A whole list, or why there is none.
    enum Listed<Element: Sendable>: Sendable {
        case done([Element])
        case failed(String)
    }

    /// One object.
    enum Read<Object: Sendable>: Sendable {
        case found(Object)
        /// Stripe itself says that it has no such object.
        case absent
        case failed(String)
    }

    /// Walks through all pages.
    func readAll<Element>(
        _ listing: StripeListing<Element>, apiVersion: String? = nil
    ) async -> Listed<Element> {
        var listing = listing
        while true {
            switch await get(listing.nextTarget, apiVersion: apiVersion) {
            case .notSent(let reason), .unsendable(let reason), .indeterminate(let reason):
                return .failed(reason)
            case .response(let response):
                switch listing.take(response) {
                case .more: continue
                case .failed(let reason): return .failed(reason)
                case .done(let elements): return .done(elements)
                }
            }
        }
    }

    /// Reads one object at a path whose ids have been checked.
    func read<Object: Decodable & Sendable>(
        _ type: Object.Type, _ target: String, apiVersion: String? = nil
    ) async -> Read<Object> {
        switch await get(target, apiVersion: apiVersion) {
        case .notSent(let reason), .unsendable(let reason), .indeterminate(let reason):
            return .failed(reason)
        case .response(let response):
            if response.status == 200, let object = StripeAnswer.decode(type, response) {
                return .found(object)
            }
            let failure = StripeAnswer.decode(StripeWire.ErrorAnswer.self, response)?.error
            if response.status == 404, failure?.code == "resource_missing" { return .absent }
            return .failed(StripeAnswer.label(failure?.code ?? "no answer of Stripe's", response))
        }
    }
}
