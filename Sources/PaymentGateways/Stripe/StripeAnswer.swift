import Billing
import FoundationEssentials
import HTTPTransport

/// What an answer of Stripe's means for a charge: the table of PROCESSORS 1a.
///
/// The rule behind it: only what Stripe itself has said is definite. A page of a proxy, a garbled body, a status
/// without Stripe's words are not answers, whatever their number is.
struct StripeAnswer {
    let sent: StripeChargeForm
    let mode: GatewayMode

    /// The meaning of an answer to `POST /v1/payment_intents`.
    func read(_ response: HTTPResponse) -> ChargeAnswer {
        if response.status == 200 {
            guard let intent = Self.decode(StripeWire.PaymentIntent.self, response) else {
                return .unknown(reason: Self.label("garbled answer", response))
            }
            return read(intent)
        }
        guard let failure = Self.decode(StripeWire.ErrorAnswer.self, response)?.error else {
            return .unknown(reason: Self.label("no answer of Stripe's", response))
        }
        return read(failure, response)
    }

    /// The meaning of a PaymentIntent that carries this attempt's id.
    func read(_ intent: StripeWire.PaymentIntent) -> ChargeAnswer {
        if let strangeness = strangeness(of: intent) { return .contradicts(reason: strangeness) }
        return Self.standing(of: intent, mode: mode)
    }

    /// What a PaymentIntent says by itself, whatever was sent.
    static func standing(of intent: StripeWire.PaymentIntent, mode: GatewayMode) -> ChargeAnswer {
        if let isLive = intent.livemode, isLive != (mode == .live) {
            return .contradicts(
                reason: "\(intent.id) has livemode \(isLive), the gateway's mode is \(mode.rawValue)")
        }
        if intent.status == "succeeded", let received = intent.amountReceived, received != intent.amount {
            return .contradicts(reason: "\(intent.id) received \(received) of \(intent.amount)")
        }
        switch intent.status {
        case "succeeded":
            return .succeeded(reference: intent.id)
        case "processing":
            return .pending(reference: intent.id)
        case "requires_action":
            return .needsAction(reference: intent.id)
        case "requires_payment_method":
            // Where a failed confirmation leaves it. Without an error it was never confirmed.
            guard let failure = intent.lastPaymentError else { break }
            return declined(failure, reference: intent.id)
        case "canceled":
            return .refused(code: "canceled")
        default:
            break
        }
        return .unknown(reason: "unexpected status \(intent.status) of \(intent.id)")
    }

    private func read(_ failure: StripeWire.Failure, _ response: HTTPResponse) -> ChargeAnswer {
        let code = failure.code ?? failure.type ?? "http_\(response.status)"
        switch response.status {
        case 401, 403:
            return .unavailable(reason: Self.label(code, response))
        case 429:
            return .notExecuted(reason: Self.label(code, response))
        case 400, 402, 404:
            // Stripe-Should-Retry outranks the status: the answer is not Stripe's last word.
            if response.headers["Stripe-Should-Retry"] == "true" {
                return .unknown(reason: Self.label(code, response))
            }
            if failure.type == "idempotency_error" {
                return .contradicts(reason: Self.label("the key was used for another request", response))
            }
            if response.status == 402 || failure.type == "card_error" {
                return Self.declined(failure, reference: failure.paymentIntent?.id)
            }
            if failure.type == "api_error" { return .unknown(reason: Self.label(code, response)) }
            // Whatever word Stripe has for it: about an amount no card is to blame.
            let isOfAmount = failure.param == "amount" && !DeclineCode(rawValue: code).isAboutRequest
            return .refused(code: isOfAmount ? DeclineCode.amountNotAccepted.rawValue : code)
        default:
            return .unknown(reason: Self.label(code, response))
        }
    }

    /// A decline by the most telling word, the bank's before Stripe's, and with all that was advised.
    private static func declined(_ failure: StripeWire.Failure, reference: String?) -> ChargeAnswer {
        if let reference, [failure.code, failure.declineCode].contains("authentication_required") {
            return .needsAction(reference: reference)
        }
        let details = DeclineDetails(
            DeclineCode(rawValue: failure.declineCode ?? failure.code ?? "card_declined"),
            advice: failure.adviceCode.flatMap(DeclineDetails.Advice.init),
            networkDeclineCode: failure.networkDeclineCode, networkAdviceCode: failure.networkAdviceCode,
            fingerprint: failure.paymentMethod?.card?.fingerprint)
        return .declined(details, reference: reference)
    }

    /// Why this PaymentIntent cannot be the one that was sent, or nil. Nothing is settled on such a one.
    private func strangeness(of intent: StripeWire.PaymentIntent) -> String? {
        if intent.amount != sent.amount || intent.currency != sent.currency {
            return "\(intent.id) is of \(intent.amount) \(intent.currency), "
                + "sent were \(sent.amount) \(sent.currency)"
        }
        if let attempt = intent.metadata?["bc_attempt"], attempt != sent.attemptID {
            return "\(intent.id) belongs to attempt \(attempt)"
        }
        return nil
    }

    // MARK: Reading

    static func decode<Value: Decodable>(_ type: Value.Type, _ response: HTTPResponse) -> Value? {
        // Whatever is wrong with it, it is no answer of Stripe's: callers say "garbled" and settle nothing by it.
        try? JSONDecoder().decode(type, from: Data(response.body))
    }

    /// What logs need to find the request at Stripe; none of Stripe's free text.
    static func label(_ word: String, _ response: HTTPResponse) -> String {
        var label = "\(word), HTTP \(response.status)"
        if let id = response.headers["Request-Id"] { label += ", request \(id)" }
        if response.headers["Idempotent-Replayed"] == "true" { label += ", replayed" }
        if let advice = response.headers["Stripe-Should-Retry"] { label += ", should retry: \(advice)" }
        return label
    }
}
