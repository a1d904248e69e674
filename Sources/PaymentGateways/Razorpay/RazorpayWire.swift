/// The parts of Razorpay's entities that decide what became of a charge. Names are Razorpay's, in camel case.
enum RazorpayWire {
    struct Collection<Item: Decodable & Sendable>: Decodable, Sendable {
        let items: [Item]
    }

    struct Order: Decodable, Sendable {
        struct Notification: Decodable, Sendable {
            let paymentAfter: Int64?
        }

        let id: String
        let amount: Int64
        let currency: String
        let receipt: String?
        let status: String
        let notification: Notification?
        let notes: Notes?
        let createdAt: Int64
        /// Only where they were asked for.
        let payments: Collection<Payment>?
    }

    struct Payment: Decodable, Sendable {
        let id: String
        let amount: Int64
        let currency: String
        let status: String
        let orderId: String?
        let amountRefunded: Int64?
        /// Whether the money was ever taken; what was only authorized goes back after days and is shown as refunded.
        let captured: Bool?
        let customerId: String?
        /// The method that it was made with, or that it has saved.
        let tokenId: String?
        let notes: Notes?
        let errorCode: String?
        let errorReason: String?
        let errorSource: String?
        let createdAt: Int64
    }

    /// The answer to a recurring debit; it says nothing of its success.
    struct Debit: Decodable, Sendable {
        let razorpayPaymentId: String
        let razorpayOrderId: String?
        let razorpaySignature: String?
    }

    /// A page on which a customer registers a card; Razorpay keeps it as an invoice over one rupee.
    struct RegistrationLink: Decodable, Sendable {
        let id: String
        let shortUrl: String
    }

    struct Customer: Decodable, Sendable {
        let id: String
        let name: String?
        let email: String?
        let contact: String?
    }

    struct Token: Decodable, Sendable {
        struct Card: Decodable, Sendable {
            let network: String?
            let last4: String?
            let expiryMonth: Number?
            let expiryYear: Number?
        }

        /// Documented as a text, and sent as a number as well.
        struct Number: Decodable, Sendable {
            let value: Int

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                // Razorpay sends a number or its text; what is neither throws below.
                if let number = try? container.decode(Int.self) {
                    value = number
                } else if let number = Int(try container.decode(String.self)) {
                    value = number
                } else {
                    throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
                }
            }
        }

        struct Recurring: Decodable, Sendable {
            let status: String?
        }

        let id: String
        let method: String?
        let card: Card?
        let recurringDetails: Recurring?
    }

    struct Refund: Decodable, Sendable {
        let id: String
        let amount: Int64
        let currency: String
        let paymentId: String
        let status: String?
        let notes: Notes?
    }

    struct Dispute: Decodable, Sendable {
        let id: String
        let paymentId: String
        let amount: Int64
        let currency: String
        let amountDeducted: Int64?
        let status: String
        let reasonCode: String?
    }

    struct Failure: Decodable, Sendable {
        struct Metadata: Decodable, Sendable {
            let paymentId: String?
        }

        let code: String
        let description: String?
        let source: String?
        let reason: String?
        /// The parameter that it is about.
        let field: String?
        let metadata: Metadata?

        /// The most telling word; Razorpay writes "NA" where it has none.
        var word: String {
            guard let reason, !reason.isEmpty, reason != "NA" else { return code }
            return reason
        }
    }

    struct ErrorAnswer: Decodable, Sendable {
        let error: Failure
    }

    /// What callers wrote on an entity: an object, or an empty list where there is nothing.
    struct Notes: Decodable, Sendable {
        let values: [String: String]

        /// A note of somebody else's that is no text must not hide ours beside it.
        private struct Note: Decodable {
            let text: String?

            init(from decoder: any Decoder) throws {
                // What is no text is no note of ours: nil says so.
                text = try? decoder.singleValueContainer().decode(String.self)
            }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // No notes are an empty list; whatever else is no list is read as an object below, or throws there.
            if let list = try? container.decode([Note].self), list.isEmpty {
                values = [:]
            } else {
                values = try container.decode([String: Note].self).compactMapValues(\.text)
            }
        }

        subscript(name: String) -> String? { values[name] }
    }
}
