import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func record(_ event: ProcessorEvent) async throws -> Bool {
        try await run { session in
            try session.execute(
                SQL.events.recordEvent,
                [
                    .text(event.processor), .text(event.id), .text(event.type),
                    .timestamptz(event.createdAt), .bool(event.isLive),
                    .jsonb(try JSONForm.bytes(event.subject)),
                ]) > 0
        }
    }

    func claimEvents(of processors: Set<String>, limit: Int) async throws -> [ReceivedEvent] {
        guard !processors.isEmpty else { return [] }
        return try await run { session in
            try session.rows(
                SQL.events.claimEvents,
                [
                    .textArray(processors.sorted()), .int8(Int64(limit)), .int8(core.settings.leaseSeconds),
                    .text(core.settings.worker),
                ]
            ) { row in
                ReceivedEvent(event: try ProcessorEvent(row), tries: Int(try row.int32("tries")))
            }
        }
    }

    func write(_ results: [EventResult]) async throws {
        guard !results.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.events.writeEventResults,
                [
                    .textArray(results.map(\.processor)), .textArray(results.map(\.id)),
                    .boolArray(results.map(\.isHandled)), .textArray(results.map(\.outcome)),
                    .int8Array(results.map(\.secondsUntilNext)),
                ])
        }
    }

    func attempt(ofCharge reference: String, processor: String) async throws -> String? {
        try await run { session in
            try session.row(SQL.events.attemptOfCharge, [.text(processor), .text(reference)]) { row in
                try row.text("id")
            }
        }
    }

    func hasUnanswered(processor: String, sentUntil epoch: Int64) async throws -> Bool {
        try await run { session in
            try session.row(SQL.events.hasUnanswered, [.text(processor), .int8(epoch)]) { row in
                try row.bool("has_unanswered")
            } ?? false
        }
    }

    func post(
        outside refund: ProcessorRefund, isBack: Bool, of attempt: PaymentAttempt, at: Instant
    ) async throws -> Bool {
        try await run { session in
            let row = OutsideRefundRow(
                refund: refund, account: attempt.account, processor: attempt.processor, attempt: attempt.id)
            guard try row.write(isBack: isBack, at: at, session) else { return false }
            var ledger = LedgerBatch()
            let amount = refund.amountMinorUnits
            ledger.add(
                isBack ? LedgerPosting.refundFailed(amount) : LedgerPosting.refunded(amount),
                kind: isBack ? .refundOutsideFailed : .refundedOutside, account: attempt.account,
                source: refund.reference,
                currencyCode: refund.currencyCode, at: at)
            try ledger.write(session)
            return true
        }
    }

    func holders(ofMethod reference: String, customer: String?, processor: String) async throws
        -> [MethodHolder]
    {
        try await run { session in
            let all = try session.rows(
                SQL.events.holdersOfMethod, [.text(processor), .text(reference), .text(customer)]
            ) { row in
                MethodHolder(
                    account: try row.text("account_id"), method: try PaymentMethod(row),
                    isTheMethod: try row.bool("is_the_method"))
            }
            let own = all.filter(\.isTheMethod)
            return own.isEmpty ? all : own
        }
    }
}

extension ProcessorEvent {
    /// The columns of `processor_event`.
    init(_ row: PostgresRow) throws {
        let id = try row.text("id")
        self.init(
            processor: try row.text("processor"), id: id, type: try row.text("type"),
            createdAt: try row.instant("created_at").secondsSinceEpoch,
            isLive: try row.optionalBool("is_live"),
            subject: try JSONForm.value(
                Subject.self, row.json("subject"), of: "processor_event", key: id))
    }
}
