import Billing
import BillingCalendar
import Postgres

extension PaymentAttempt {
    /// The columns of `payment_attempt`.
    init(_ row: PostgresRow) throws {
        let id = try row.text("id")
        let stateName = try row.text("state")
        guard let state = State(rawValue: stateName) else {
            throw StoreError.unreadable(table: "payment_attempt", key: id, reason: "state \(stateName)")
        }
        self.init(
            id: id, invoice: try row.text("invoice_id"), account: try row.text("account_id"),
            sequence: Int(try row.int32("sequence")), round: Int(try row.int32("round")),
            method: try row.text("method_id"), processor: try row.text("processor"),
            charge: PreparedCharge(
                attemptID: id, idempotencyKey: try row.text("idempotency_key"),
                apiVersion: try row.text("api_version"), body: try row.bytes("body"),
                customerReference: try row.optionalText("customer_reference"),
                amountMinorUnits: try row.int64("amount_minor_units"),
                currencyCode: try row.text("currency")),
            state: state, card: try row.optionalText("card"))
        sentAt = try row.optionalInstant("sent_at")
        firstSentAtEpoch = try row.optionalInstantSeconds("first_sent_at")
        debitAt = try row.optionalInstant("debit_at")
        settledAt = try row.optionalInstant("settled_at")
        declineCode = try row.optionalText("decline_code").map { DeclineCode(rawValue: $0) }
        reference = try row.optionalText("reference")
    }
}

/// Attempts on their way into the table, each at most once.
struct AttemptRows {
    let attempts: [PaymentAttempt]
    /// Seconds for which a declined one is watched for a late success, by id.
    private let watchSeconds: [String: Int64]

    init(_ attempts: [PaymentAttempt], watching watches: [(id: String, seconds: Int64)] = []) {
        self.attempts = attempts.latest(by: \.id)
        watchSeconds = Dictionary(watches.map { ($0.id, $0.seconds) }) { $1 }
    }

    /// Settles those that are there, then adds the new ones: an invoice's last attempt must be over before
    /// its next may live.
    func write(_ session: PostgresSession) throws {
        guard !attempts.isEmpty else { return }
        let known = Set(
            try session.rows(
                SQL.charge.updateAttempts,
                [
                    .textArray(attempts.map(\.account)), .textArray(attempts.map(\.id)),
                    .textArray(attempts.map(\.state.rawValue)), .instants(attempts.map(\.settledAt)),
                    .textArray(attempts.map { $0.declineCode?.rawValue }),
                    .textArray(attempts.map(\.reference)),
                    .int8Array(attempts.map { watchSeconds[$0.id] ?? 0 }), .instants(attempts.map(\.debitAt)),
                ]
            ) { row in try row.text("id") })
        try insert(attempts.filter { !known.contains($0.id) }, session)
    }

    private func insert(_ new: [PaymentAttempt], _ session: PostgresSession) throws {
        guard !new.isEmpty else { return }
        try session.execute(
            SQL.charge.insertAttempts,
            [
                .textArray(new.map(\.account)), .textArray(new.map(\.id)), .textArray(new.map(\.invoice)),
                .int4Array(new.map { Int32(clamping: $0.sequence) }),
                .int4Array(new.map { Int32(clamping: $0.round) }), .textArray(new.map(\.method)),
                .textArray(new.map(\.processor)), .textArray(new.map(\.charge.idempotencyKey)),
                .byteaArray(new.map(\.charge.body)), .textArray(new.map(\.charge.apiVersion)),
                .textArray(new.map(\.charge.customerReference)),
                .int8Array(new.map(\.charge.amountMinorUnits)), .textArray(new.map(\.charge.currencyCode)),
                .textArray(new.map(\.state.rawValue)), .textArray(new.map(\.card)),
            ])
    }
}
