/// The parts of Stripe's objects that decide what became of a charge. Names are Stripe's, in
/// camel case.
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
    }

    struct Charge: Decodable, Sendable {
        let id: String
        let amountRefunded: Int64?
        let paymentIntent: Expandable<Identified>?
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
        let declineCode: String?
        let adviceCode: String?
        let networkDeclineCode: String?
        let networkAdviceCode: String?
        let paymentIntent: Intent?
        let paymentMethod: Method?
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
        }

        let id: String
        let deleted: Bool?
        let invoiceSettings: InvoiceSettings?
    }

    struct Refund: StripeListed, Sendable {
        let id: String
        let amount: Int64
        let currency: String
        let status: String?
        let failureReason: String?
        let paymentIntent: String?
        let metadata: [String: String]?
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
    }

    /// A page of Stripe's to which a customer is sent: Checkout or the billing portal.
    struct HostedPage: Decodable, Sendable {
        let id: String
        let url: String?
        let expiresAt: Int64?
    }

    struct CheckoutSession: Decodable, Sendable {
        struct SetupIntent: Decodable, Sendable {
            let status: String?
            let paymentMethod: String?
        }

        let setupIntent: Expandable<SetupIntent>?
    }

    struct Page<Element: Decodable & Sendable>: Decodable, Sendable {
        let data: [Element]
        let hasMore: Bool
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
