import FoundationEssentials
import HTTPTransport

/// Requests to Razorpay under the account's key and rate limit.
///
/// Razorpay has no keys for payments, so that a POST never goes twice by itself: each has a connection of its own,
/// because libcurl repeats a request on a kept connection that has died (PROCESSORS 0.2).
struct RazorpayConnection: Sendable {
    let configuration: RazorpayConfiguration
    private let transport: HTTPTransport
    private let gate: RequestGate
    /// Of all requests that it makes from now on; nil: each has its own time-out only.
    private var budget: TimeBudget?

    /// How a request ended.
    enum Reply<Object: Sendable>: Sendable {
        case object(Object)
        /// Razorpay itself has said no; it was not executed, or what was executed has failed.
        case refused(RazorpayWire.Failure, label: String)
        /// It was not executed: nothing left, or there were too many requests.
        case notExecuted(reason: String)
        /// Our key is not taken.
        case unavailable(reason: String)
        case unknown(reason: String)
    }

    init(_ configuration: RazorpayConfiguration, transport: HTTPTransport) {
        self.configuration = configuration
        self.transport = transport
        gate = RequestGate(
            ratePerSecond: configuration.requestsPerSecond, maximumInFlight: configuration.maximumInFlight)
    }

    /// The same connection for requests that must be over together.
    func within(_ budget: TimeBudget) -> RazorpayConnection {
        var connection = self
        connection.budget = budget
        return connection
    }

    /// Reads; repeated at once where Razorpay had no time or no answer. The path's ids are checked by whoever puts
    /// them in.
    func get<Object: Decodable & Sendable>(_ type: Object.Type, _ target: String) async -> Reply<Object> {
        let request = request(.get, target)
        var repetitions = 0
        while true {
            let outcome = await send(request)
            let isRepeated: Bool =
                switch outcome {
                case .response(let response): response.status == 429 || response.status >= 500
                case .indeterminate: true
                case .notSent, nil: false
                }
            guard isRepeated, repetitions < configuration.repetitions else {
                return Self.read(type, outcome)
            }
            repetitions += 1
            let random = UInt64.random(in: .min ... .max)
            let pause = BackOff.milliseconds(beforeRepetition: repetitions, random: random)
            guard (try? await Task.sleep(for: .milliseconds(pause))) != nil else {
                return Self.read(type, outcome)
            }
        }
    }

    /// Writes once, on a connection of its own.
    func post<Object: Decodable & Sendable>(
        _ type: Object.Type, _ path: String, body: [UInt8], refundKey: String? = nil
    ) async -> Reply<Object> {
        var request = writing(.post, path, body: body)
        if let refundKey { request.headers.add(name: "X-Refund-Idempotency", value: refundKey) }
        return Self.read(type, await send(request))
    }

    /// Changes what is there, once.
    func patch<Object: Decodable & Sendable>(
        _ type: Object.Type, _ path: String, body: [UInt8]
    ) async -> Reply<Object> {
        Self.read(type, await send(writing(.patch, path, body: body)))
    }

    private func writing(_ method: HTTPMethod, _ path: String, body: [UInt8]) -> HTTPRequest {
        var request = request(method, path)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = body
        request.usesFreshConnection = true
        return request
    }

    private func request(_ method: HTTPMethod, _ target: String) -> HTTPRequest {
        let credentials = "\(configuration.keyID):\(configuration.keySecret.revealed)"
        var request = HTTPRequest(method, configuration.baseURL + target)
        request.headers = [
            "Authorization": "Basic \(Data(credentials.utf8).base64EncodedString())",
            "Accept": "application/json", "User-Agent": "dueday",
        ]
        request.connectTimeoutMilliseconds = configuration.connectTimeoutMilliseconds
        request.totalTimeoutMilliseconds = configuration.totalTimeoutMilliseconds
        request.allowsPlainLoopback = configuration.isPlain
        request.proxy = configuration.proxy
        request.authoritiesFile = configuration.authoritiesFile
        return request
    }

    private func send(_ request: HTTPRequest) async -> HTTPOutcome? {
        let isOver: @Sendable () -> Bool = { [budget] in
            budget.map { $0.timeout(request.totalTimeoutMilliseconds) == nil } ?? false
        }
        let outcome: HTTPOutcome?? = await gate.run(unless: isOver) { [transport, budget] in
            guard let budget else { return await transport.send(request) }
            guard let timeout = budget.timeout(request.totalTimeoutMilliseconds) else { return nil }
            var request = request
            request.totalTimeoutMilliseconds = timeout
            return await transport.send(request)
        }
        return outcome ?? nil
    }

    /// Only Razorpay's own words are definite, whatever the status: a page of a proxy is no answer.
    private static func read<Object: Decodable & Sendable>(
        _ type: Object.Type, _ outcome: HTTPOutcome?
    ) -> Reply<Object> {
        let response: HTTPResponse
        switch outcome {
        case nil:
            return .notExecuted(reason: "its time was over before its turn came, or it was cancelled")
        case .notSent(.invalidRequest(let detail)): return .unavailable(reason: "not sendable: \(detail)")
        case .notSent(let reason): return .notExecuted(reason: reason.message)
        case .indeterminate(let reason): return .unknown(reason: reason.message)
        case .response(let received): response = received
        }
        if response.status == 200 {
            return decode(type, response).map { .object($0) } ?? .unknown(reason: "garbled answer, HTTP 200")
        }
        guard let failure = decode(RazorpayWire.ErrorAnswer.self, response)?.error else {
            return .unknown(reason: "no answer of Razorpay's, HTTP \(response.status)")
        }
        let label = "\(failure.word), HTTP \(response.status)"
        switch (response.status, failure.code) {
        case (401, _), (403, _): return .unavailable(reason: label)
        case (429, _): return .notExecuted(reason: label)
        case (400, let code) where code == "GATEWAY_ERROR" || code.hasPrefix("BAD_REQUEST"),
            (404, let code) where code.hasPrefix("BAD_REQUEST"):
            return .refused(failure, label: label)
        // The bank had no answer: whether it has acted is not known.
        default: return .unknown(reason: label)
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ response: HTTPResponse) -> Value? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(type, from: Data(response.body))
    }
}
