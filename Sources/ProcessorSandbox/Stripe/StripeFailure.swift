/// An answer in the form of Stripe's errors.
struct StripeFailure: Error {
    var status = 400
    var type = "invalid_request_error"
    var code: String?
    var parameter: String?
    let message: String

    var json: JSONValue {
        var error: [String: JSONValue] = ["type": .string(type), "message": .string(message)]
        if let code {
            error["code"] = .string(code)
            error["doc_url"] = .string(
                "https://stripe.com/docs/error-codes/\(code.replacing("_", with: "-"))")
        }
        if let parameter { error["param"] = .string(parameter) }
        return ["error": .object(error)]
    }

    var reply: SandboxReply { SandboxReply(status: status, json) }

    // MARK: The common ones

    static func missing(_ parameter: String) -> StripeFailure {
        StripeFailure(
            code: "parameter_missing", parameter: parameter, message: "Missing required param: \(parameter).")
    }

    static func unknown(_ parameter: String) -> StripeFailure {
        StripeFailure(
            code: "parameter_unknown", parameter: parameter,
            message: "Received unknown parameter: \(parameter)")
    }

    static func invalid(_ parameter: String, code: String? = nil, _ message: String) -> StripeFailure {
        StripeFailure(code: code, parameter: parameter, message: message)
    }

    /// 400 for an id in a parameter, 404 for one in the path.
    static func noSuch(_ kind: String, _ id: String, parameter: String, status: Int = 400) -> StripeFailure {
        StripeFailure(
            status: status, code: "resource_missing", parameter: parameter,
            message: "No such \(kind): '\(id)'")
    }

    /// A restricted key without a right.
    static func noRight(_ right: String) -> StripeFailure {
        StripeFailure(
            status: 403,
            message: "The provided key does not have the required permissions for this endpoint: \(right).")
    }

    static let unauthorized = StripeFailure(
        status: 401, message: "Invalid API Key provided. Use the sandbox's secret key.")

    static let rateLimited = StripeFailure(
        status: 429, code: "rate_limit", message: "Request rate limit exceeded.")

    static let keyInUse = StripeFailure(
        status: 409, type: "idempotency_error", code: "idempotency_key_in_use",
        message: "There is currently another in-progress request using this Idempotency Key.")

    static let keyWithOtherParameters = StripeFailure(
        type: "idempotency_error",
        message:
            "Keys for idempotent requests can only be used with the same parameters they were first used "
            + "with.")

    static let serverError = StripeFailure(
        status: 500, type: "api_error", message: "An unknown error occurred.")
}
