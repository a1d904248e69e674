/// The parts of Stripe's objects that decide what became of a charge. Names are Stripe's, in
/// camel case.
enum StripeWire {
    struct PaymentIntent: Decodable {
        let id: String
        let status: String
        let amount: Int64
        let currency: String
        let amountReceived: Int64?
        let livemode: Bool?
        let metadata: [String: String]?
        let lastPaymentError: Failure?
    }

    /// The `error` of an answer and the `last_payment_error` of a PaymentIntent have the same fields.
    struct Failure: Decodable {
        struct Intent: Decodable {
            let id: String
        }

        let type: String?
        let code: String?
        let declineCode: String?
        let adviceCode: String?
        let paymentIntent: Intent?
    }

    struct ErrorAnswer: Decodable {
        let error: Failure
    }

    struct PaymentIntentList: Decodable {
        let data: [PaymentIntent]
        let hasMore: Bool
    }
}
