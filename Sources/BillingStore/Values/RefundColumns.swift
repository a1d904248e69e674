import Billing
import BillingCalendar
import Postgres

extension Refund {
    /// The columns of `refund`.
    init(_ row: PostgresRow) throws {
        let id = try row.text("id")
        let (stateName, reasonName) = (try row.text("state"), try row.text("reason"))
        guard let state = State(rawValue: stateName), let reason = RefundRequest.Reason(rawValue: reasonName)
        else {
            throw StoreError.unreadable(
                table: "refund", key: id, reason: "state \(stateName), reason \(reasonName)")
        }
        self.init(
            id: id, attempt: try row.optionalText("attempt_id"), invoice: try row.optionalText("invoice_id"),
            account: try row.text("account_id"), sequence: Int(try row.int32("sequence")),
            processor: try row.text("processor"),
            request: PreparedRefund(
                refundID: id, idempotencyKey: try row.text("idempotency_key"),
                apiVersion: try row.text("api_version"), body: try row.bytes("body"),
                chargeReference: try row.text("charge_reference"),
                amountMinorUnits: try row.int64("amount_minor_units"),
                currencyCode: try row.text("currency")),
            reason: reason, note: try row.text("note"), state: state,
            requestedAt: try row.instant("requested_at"))
        settledAt = try row.optionalInstant("settled_at")
        failureCode = try row.optionalText("failure_code")
        reference = try row.optionalText("reference")
    }
}

/// Refunds on their way into the table, each at most once.
struct RefundRows {
    let refunds: [Refund]

    init(_ refunds: [Refund]) { self.refunds = refunds.latest(by: \.id) }

    /// Settles those that are there, then adds the new ones.
    func write(_ session: PostgresSession) throws {
        let known = Set(
            try session.rows(
                SQL.refund.updateRefunds,
                [
                    .textArray(refunds.map(\.account)), .textArray(refunds.map(\.id)),
                    .textArray(refunds.map(\.state.rawValue)), .instants(refunds.map(\.settledAt)),
                    .textArray(refunds.map(\.failureCode)), .textArray(refunds.map(\.reference)),
                ]
            ) { row in try row.text("id") })
        let new = refunds.filter { !known.contains($0.id) }
        guard !new.isEmpty else { return }
        try session.execute(
            SQL.refund.insertRefunds,
            [
                .textArray(new.map(\.account)), .textArray(new.map(\.id)), .textArray(new.map(\.attempt)),
                .textArray(new.map(\.invoice)), .int4Array(new.map { Int32(clamping: $0.sequence) }),
                .textArray(new.map(\.processor)), .textArray(new.map(\.request.chargeReference)),
                .textArray(new.map(\.request.idempotencyKey)), .byteaArray(new.map(\.request.body)),
                .textArray(new.map(\.request.apiVersion)), .int8Array(new.map(\.request.amountMinorUnits)),
                .textArray(new.map(\.request.currencyCode)), .textArray(new.map(\.reason.rawValue)),
                .textArray(new.map(\.note)), .textArray(new.map(\.state.rawValue)),
                .instants(new.map(\.requestedAt)),
            ])
    }
}
