public import BillingCalendar
import Monetary

/// One charge of one method for one invoice, from its preparation to its known result (PROCESSORS 5).
public struct PaymentAttempt: Sendable, Hashable, Codable {
    /// Where a charge stands. Live ones block every other attempt on the invoice.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Written with its key and bytes; nothing has been sent.
        case ready
        /// Marked before the request left; it may or may not have arrived.
        case sent
        /// Nobody knows; to be asked about or repeated under the same key.
        case unknown
        /// The bank is at it.
        case pending
        /// The customer must act.
        case needsAction = "needs_action"
        case succeeded, declined, refused
        /// Succeeded although something else had paid the invoice: money to give back. It pays nothing.
        case surplus
        /// Proven never to have been executed.
        case notExecuted = "not_executed"

        /// Whether its result may still come; never more than one such charge for an invoice (11.5).
        public var isLive: Bool {
            switch self {
            case .ready, .sent, .unknown, .pending, .needsAction: true
            case .succeeded, .declined, .refused, .surplus, .notExecuted: false
            }
        }

        /// What may follow. What counted as failed may still turn out to have succeeded (Razorpay's late success).
        public func mayBecome(_ next: State) -> Bool {
            switch self {
            case .ready: next == .sent || next == .notExecuted
            case .sent, .unknown: next != .ready
            case .pending, .needsAction:
                next == .succeeded || next == .surplus || next == .declined || next == .refused
            case .declined, .refused, .notExecuted: next == .succeeded || next == .surplus
            case .succeeded, .surplus: false
            }
        }
    }

    /// Derived from invoice and sequence, so that a repetition finds the same attempt.
    public var id: String
    /// The id of the invoice it is to pay.
    public var invoice: String
    /// The id of the account whose method is charged.
    public var account: String
    /// 1, 2, 3 … within the invoice; grows only after a definite result of the one before.
    public var sequence: Int
    /// Which round of the invoice it belongs to (11.1).
    public var round: Int
    /// Dueday's id of the method that is charged.
    public var method: String
    /// The name of the gateway that prepared it: nobody else can ask about it.
    public var processor: String
    /// The bytes that are sent, the same however often (PROCESSORS 5).
    public var charge: PreparedCharge
    /// Moves only where ``State/mayBecome(_:)`` allows.
    public var state: State
    /// When it was first sent, as the run dates it.
    public var sentAt: Instant?
    /// When it was first sent by the store's own clock, in epoch seconds: what look-ups go by.
    public var firstSentAtEpoch: Int64?
    /// When a debit that was announced to its customer is asked for; nil where none waits for that.
    public var debitAt: Instant?
    /// When its result was known, as the run dates it; nil while it is live.
    public var settledAt: Instant?
    /// Why it failed (11.2); kept where it succeeds after all.
    public var declineCode: DeclineCode?
    /// The processor's id of the charge.
    public var reference: String?
    /// What tells the card from others, whatever method and invoice it is charged for: tries are counted by it.
    public var card: String?

    /// An attempt that nothing has been sent of.
    public init(
        id: String, invoice: String, account: String, sequence: Int, round: Int, method: String,
        processor: String, charge: PreparedCharge, state: State = .ready, card: String? = nil
    ) {
        self.id = id
        self.invoice = invoice
        self.account = account
        self.sequence = sequence
        self.round = round
        self.method = method
        self.processor = processor
        self.charge = charge
        self.state = state
        self.card = card
    }

    /// Whether its charge took money, whatever became of it since.
    public var hasTakenMoney: Bool { state == .succeeded || state == .surplus }

    /// The idempotency key: derived, so that a worker restored from a backup sends the same (PROCESSORS 5).
    public static func idempotencyKey(deployment: String, invoice: String, sequence: Int) -> String {
        "bc1:\(deployment):\(invoice):\(sequence)"
    }

    /// The id of an attempt: doing it again gives the same.
    public static func id(invoice: String, sequence: Int) -> String { "\(invoice)-\(sequence)" }

    /// The invoice and the sequence that an id names; nil where it is none of ours.
    public static func parts(of id: String) -> (invoice: String, sequence: Int)? {
        guard let dash = id.lastIndex(of: "-"), dash != id.startIndex,
            let sequence = Int(id[id.index(after: dash)...]), sequence > 0, sequence <= Int(Int32.max)
        else { return nil }
        return (String(id[..<dash]), sequence)
    }
}
