import HTTPTransport

/// Requests to Stripe under the account's key, its rate limit and its rules of repetition.
struct StripeConnection: Sendable {
    let configuration: StripeConfiguration
    private let transport: HTTPTransport
    private let gate: RequestGate
    private let clock = ContinuousClock()

    /// How a request ended, from the view of those who send it.
    enum Reply: Sendable {
        /// An answer, Stripe's or somebody's on the way.
        case response(HTTPResponse)
        /// Nothing left this machine.
        case notSent(reason: String)
        /// The request itself cannot be sent, now or later.
        case unsendable(reason: String)
        /// It left, and no whole answer came.
        case indeterminate(reason: String)
    }

    init(_ configuration: StripeConfiguration, transport: HTTPTransport) {
        self.configuration = configuration
        self.transport = transport
        gate = RequestGate(
            ratePerSecond: configuration.requestsPerSecond, maximumInFlight: configuration.maximumInFlight)
    }

    /// Reads. The path's ids are checked by whoever puts them in.
    func get(_ target: String, apiVersion: String? = nil) async -> Reply {
        await send(request(.get, target, apiVersion: apiVersion))
    }

    /// Writes, under a key where there is one. A body that is repeated under one key has one effect.
    func post(_ path: String, body: [UInt8], key: String?, apiVersion: String? = nil) async -> Reply {
        var request = request(.post, path, apiVersion: apiVersion)
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        request.body = body
        return await send(request)
    }

    private func request(_ method: HTTPMethod, _ target: String, apiVersion: String?) -> HTTPRequest {
        var request = HTTPRequest(method, configuration.baseURL + target)
        request.headers = [
            "Authorization": "Bearer \(configuration.secretKey.revealed)",
            "Stripe-Version": apiVersion ?? configuration.apiVersion, "Accept": "application/json",
            "User-Agent": "dueday",
        ]
        request.connectTimeoutMilliseconds = configuration.connectTimeoutMilliseconds
        request.totalTimeoutMilliseconds = configuration.totalTimeoutMilliseconds
        request.allowsPlainLoopback = configuration.isPlain
        request.proxy = configuration.proxy
        request.authoritiesFile = configuration.authoritiesFile
        return request
    }

    /// Sends, and sends again what Stripe says may be sent again, all within the one total time-out, the wait for its
    /// turn included: the lease of an attempt ends after it.
    private func send(_ request: HTTPRequest) async -> Reply {
        let budget = TimeBudget(milliseconds: configuration.totalTimeoutMilliseconds)
        var repetitions = 0
        while true {
            let reply = await once(request, within: budget)
            guard case .response(let response) = reply, repetitions < configuration.repetitions,
                Self.mayBeRepeated(request, response)
            else { return reply }
            repetitions += 1
            let pause = BackOff.milliseconds(
                beforeRepetition: repetitions, random: .random(in: .min ... .max))
            guard budget.left() - pause > Self.shortestTry,
                (try? await clock.sleep(for: .milliseconds(pause))) != nil
            else { return reply }
        }
    }

    /// A repetition with less time than this would only make an unknown.
    private static let shortestTry: Int64 = 5_000

    private func once(_ request: HTTPRequest, within budget: TimeBudget) async -> Reply {
        let isOver: @Sendable () -> Bool = { budget.timeout(request.totalTimeoutMilliseconds) == nil }
        let outcome: HTTPOutcome?? = await gate.run(unless: isOver) { [transport] in
            guard let timeout = budget.timeout(request.totalTimeoutMilliseconds) else { return nil }
            var request = request
            request.totalTimeoutMilliseconds = timeout
            return await transport.send(request)
        }
        return switch outcome ?? nil {
        case nil: .notSent(reason: "its time was over before its turn came, or it was cancelled")
        case .notSent(.invalidRequest(let detail)): .unsendable(reason: "not sendable: \(detail)")
        case .notSent(let reason): .notSent(reason: reason.message)
        case .indeterminate(let reason): .indeterminate(reason: reason.message)
        case .response(let response): .response(response)
        }
    }

    /// Stripe's word first; without it 409, 429 and everything from 500 on, as its own libraries do. A replayed
    /// failure stays what it is for as long as the key lives. A POST without a key goes once.
    static func mayBeRepeated(_ request: HTTPRequest, _ response: HTTPResponse) -> Bool {
        if request.method != .get && request.headers["Idempotency-Key"] == nil { return false }
        if response.headers["Idempotent-Replayed"] == "true" { return false }
        switch response.headers["Stripe-Should-Retry"] {
        case "true": return true
        case "false": return false
        default: return [409, 429].contains(response.status) || response.status >= 500
        }
    }
}
