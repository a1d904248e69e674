import Billing

extension RazorpayWire.Failure {
    /// A bank that gave no answer may have acted; only the order tells.
    var isDefinite: Bool { code != "GATEWAY_ERROR" }

    func answer(label: String) -> ChargeAnswer {
        guard isDefinite else { return .unknown(reason: label) }
        return .refused(code: field == "amount" ? DeclineCode.amountNotAccepted.rawValue : word)
    }
}

extension RazorpayConnection.Reply {
    /// What a reply without the object means for a charge.
    var answer: ChargeAnswer {
        switch self {
        case .object: .unknown(reason: "unexpected object")
        case .refused(let failure, let label): failure.answer(label: label)
        case .notExecuted(let reason): .notExecuted(reason: reason)
        case .unavailable(let reason): .unavailable(reason: reason)
        case .unknown(let reason): .unknown(reason: reason)
        }
    }

    /// Why there is no object, in one line.
    var reason: String {
        switch self {
        case .object: ""
        case .refused(_, let label): label
        case .notExecuted(let reason), .unavailable(let reason), .unknown(let reason): reason
        }
    }
}
