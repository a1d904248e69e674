import Billing
import Crypto
import FoundationEssentials

/// What is stored of a debit. Razorpay needs two requests, and the second one names the order that the first made, so
/// that they cannot be stored as the bytes that leave. What makes a repeat harmless here is not the bytes but the
/// receipt: one order for one debit, and one success for one order.
struct RazorpayDebitPlan: Codable, Hashable {
    let amount: Int64
    let currency: String
    let receipt: String
    let attempt: String
    let invoice: String
    let customer: String
    let token: String
    let description: String
    let cycleEndsAt: Int64?

    /// Recurring debits are in rupees only; whatever else is nil.
    init?(_ request: ChargeRequest) {
        guard request.currencyCode == "INR", let customer = request.customerReference else { return nil }
        amount = request.amountMinorUnits
        currency = request.currencyCode
        receipt = Self.receipt(request.idempotencyKey)
        attempt = request.attemptID
        invoice = request.invoiceID
        self.customer = customer
        token = request.methodReference
        description = "Invoice \(request.invoiceNumber)"
        cycleEndsAt = request.cycleEndsAt
    }

    /// Reads stored bytes; nil when they are none of these.
    init?(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // nil is the answer for other bytes; whoever asks treats it as a plan that cannot be followed.
        guard let plan = try? decoder.decode(Self.self, from: Data(bytes)) else { return nil }
        self = plan
    }

    /// Equal plans give equal bytes.
    var bytes: [UInt8] { RazorpayJSON.encode(self) }

    /// At most 40 characters, and another one for every key: derived, so that a restored worker finds its orders.
    static func receipt(_ idempotencyKey: String) -> String {
        "bc-" + WebhookSignature.hex(SHA256.hash(data: Array(idempotencyKey.utf8)).prefix(16))
    }

    /// The body of `POST /v1/orders`.
    func order(debitAt: Int64?) -> [UInt8] {
        RazorpayJSON.encode(
            Order(
                amount: amount, currency: currency, receipt: receipt, paymentCapture: true,
                uniqueReceipt: true,
                notification: debitAt.map { Order.Notification(tokenId: token, paymentAfter: $0) },
                notes: ["bc_attempt": attempt, "bc_invoice": invoice]))
    }

    /// The body of `POST /v1/payments/create/recurring`.
    func payment(order: String, email: String?, contact: String?) -> [UInt8] {
        RazorpayJSON.encode(
            Payment(
                email: email, contact: contact, amount: amount, currency: currency, orderId: order,
                customerId: customer, token: token, recurring: true, description: description,
                notes: ["bc_attempt": attempt, "bc_invoice": invoice]))
    }

    private struct Order: Encodable {
        struct Notification: Encodable {
            let tokenId: String
            let paymentAfter: Int64
        }

        let amount: Int64
        let currency: String
        let receipt: String
        let paymentCapture: Bool
        let uniqueReceipt: Bool
        let notification: Notification?
        let notes: [String: String]
    }

    private struct Payment: Encodable {
        let email: String?
        let contact: String?
        let amount: Int64
        let currency: String
        let orderId: String
        let customerId: String
        let token: String
        let recurring: Bool
        let description: String
        let notes: [String: String]
    }
}

/// JSON as Razorpay takes it: snake case, names in order so that equal values are equal bytes.
enum RazorpayJSON {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and whole numbers only: nothing in here can fail to encode.
        return (try? encoder.encode(value)).map { [UInt8]($0) } ?? []
    }
}
