/// The parts of Stripe's objects that decide what became of a charge. Names are Stripe's, in camel case.
///
/// Each type names its keys: the decoder's own conversion would convert the forty that are not read as well, for every
/// answer.
enum StripeWire {
    struct PaymentIntent: StripeListed, Sendable {
        let id: String
        let status: String
        let amount: Int64
        let currency: String
        let amountReceived: Int64?
        let created: Int64?
        let livemode: Bool?
        let metadata: [String: String]?
        let lastPaymentError: Failure?
        let latestCharge: Expandable<Charge>?

        private enum CodingKeys: String, CodingKey {
            case id, status, amount, currency, created, livemode, metadata
            case amountReceived = "amount_received"
            case lastPaymentError = "last_payment_error"
            case latestCharge = "latest_charge"
        }
    }

    struct Charge: Decodable, Sendable {
        let id: String
        let amountRefunded: Int64?
        let paymentIntent: Expandable<Identified>?

        private enum CodingKeys: String, CodingKey {
            case id
            case amountRefunded = "amount_refunded"
            case paymentIntent = "payment_intent"
        }
    }

    /// The `error` of an answer and the `last_payment_error` of a PaymentIntent have the same fields.
    struct Failure: Decodable, Sendable {
        struct Intent: Decodable, Sendable {
            let id: String
        }

        struct Method: Decodable, Sendable {
            let card: Card?
        }

        let type: String?
        let code: String?
        /// The parameter that it is about.
        let param: String?
        let declineCode: String?
        let adviceCode: String?
        let networkDeclineCode: String?
        let networkAdviceCode: String?
        let paymentIntent: Intent?
        let paymentMethod: Method?

        private enum CodingKeys: String, CodingKey {
            case type, code, param
            case declineCode = "decline_code"
            case adviceCode = "advice_code"
            case networkDeclineCode = "network_decline_code"
            case networkAdviceCode = "network_advice_code"
            case paymentIntent = "payment_intent"
            case paymentMethod = "payment_method"
        }
    }

    struct ErrorAnswer: Decodable, Sendable {
        let error: Failure
    }

    struct Card: Decodable, Sendable {
        let brand: String?
        let last4: String?
        let expMonth: Int?
        let expYear: Int?
        let fingerprint: String?

        private enum CodingKeys: String, CodingKey {
            case brand, last4, fingerprint
            case expMonth = "exp_month"
            case expYear = "exp_year"
        }
    }

    struct PaymentMethod: StripeListed, Sendable {
        let id: String
        let type: String
        let customer: String?
        let card: Card?
    }

    struct Customer: Decodable, Sendable {
        struct InvoiceSettings: Decodable, Sendable {
            let defaultPaymentMethod: Expandable<Identified>?

            private enum CodingKeys: String, CodingKey {
                case defaultPaymentMethod = "default_payment_method"
            }
        }

        let id: String
        let deleted: Bool?
        let invoiceSettings: InvoiceSettings?

        private enum CodingKeys: String, CodingKey {
            case id, deleted
            case invoiceSettings = "invoice_settings"
        }
    }

    struct Refund: StripeListed, Sendable {
        let id: String
        let amount: Int64
        let currency: String
        let status: String?
        let failureReason: String?
        let paymentIntent: String?
        let metadata: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case id, amount, currency, status, metadata
            case failureReason = "failure_reason"
            case paymentIntent = "payment_intent"
        }
    }

    struct Dispute: Decodable, Sendable {
        let id: String
        let amount: Int64
        let currency: String
        let status: String
        let reason: String?
        let paymentIntent: String?
        let balanceTransactions: [Transaction]?

        struct Transaction: Decodable, Sendable {
            let amount: Int64
        }

        private enum CodingKeys: String, CodingKey {
            case id, amount, currency, status, reason
            case paymentIntent = "payment_intent"
            case balanceTransactions = "balance_transactions"
        }
    }

    /// A page of Stripe's to which a customer is sent: Checkout or the billing portal.
    struct HostedPage: Decodable, Sendable {
        let id: String
        let url: String?
        let expiresAt: Int64?

        private enum CodingKeys: String, CodingKey {
            case id, url
            case expiresAt = "expires_at"
        }
    }

    struct CheckoutSession: Decodable, Sendable {
        struct SetupIntent: Decodable, Sendable {
            let status: String?
            let paymentMethod: String?

            private enum CodingKeys: String, CodingKey {
                case status
                case paymentMethod = "payment_method"
            }
        }

        let setupIntent: Expandable<SetupIntent>?

        private enum CodingKeys: String, CodingKey {
            case setupIntent = "setup_intent"
        }
    }

    struct Page<Element: Decodable & Sendable>: Decodable, Sendable {
        let data: [Element]
        let hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case data
            case hasMore = "has_more"
        }
    }

    struct Identified: Decodable, Sendable {
        let id: String
    }

    /// A reference, or where it was asked for the object itself.
    enum Expandable<Object: Decodable & Sendable>: Decodable, Sendable {
        case id(String)
        case object(Object)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let id = try? container.decode(String.self) {
                self = .id(id)
            } else {
                self = .object(try container.decode(Object.self))
            }
        }

        var object: Object? {
            if case .object(let object) = self { return object }
            return nil
        }
    }
}

extension StripeWire.Expandable where Object == StripeWire.Identified {
    /// The id, however it was given.
    var id: String {
        switch self {
        case .id(let id): id
        case .object(let object): object.id
        }
    }
}
