import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

extension BooksTransaction {
    func claimRefundable(attempt id: String) async throws -> RefundCase? {
        try await run { session in
            try session.execute(SQL.refund.lockAccountOfAttempt, [.text(id)])
            return try refundCases([id], session).first
        }
    }

    func claimCharge(ofInvoice id: String) async throws -> RefundCase? {
        try await run { session in
            let attempt = try session.row(SQL.refund.lockAccountOfPaidInvoice, [.text(id)]) { row in
                try row.text("id")
            }
            guard let attempt else { return nil }
            return try refundCases([attempt], session).first
        }
    }

    func bar(_ method: String, of account: String, for code: DeclineCode) async throws {
        _ = try await run { session in
            try session.execute(SQL.refund.barMethod, [.text(account), .text(method), .text(code.rawValue)])
        }
    }

    func unbar(_ method: String, of account: String, from code: DeclineCode) async throws {
        _ = try await run { session in
            try session.execute(
                SQL.refund.unbarMethod, [.text(account), .text(method), .text(code.rawValue)])
        }
    }

    func claimRefunds(_ ids: [String]) async throws -> [RefundCase] {
        guard !ids.isEmpty else { return [] }
        return try await run { session in
            try session.execute(SQL.refund.lockAccountsOfRefunds, [.textArray(ids)])
            let attempts = try session.rows(SQL.refund.attemptsOfRefunds, [.textArray(ids)]) { row in
                try row.text("attempt_id")
            }
            return try refundCases(attempts, session)
        }
    }

    private func refundCases(_ attempts: [String], _ session: PostgresSession) throws -> [RefundCase] {
        let refunds = Dictionary(
            grouping: try session.rows(SQL.refund.refundsOfAttempts, [.textArray(attempts)]) { row in
                try Refund(row)
            }, by: \.attempt)
        let outside = Dictionary(
            grouping: try session.rows(SQL.refund.outsideOfAttempts, [.textArray(attempts)]) { row in
                (
                    attempt: try row.text("attempt_id"),
                    refund: OutsideRefund(
                        reference: try row.text("reference"),
                        amountMinorUnits: try row.int64("amount_minor_units"))
                )
            }, by: \.attempt)
        return try session.rows(SQL.refund.charges, [.textArray(attempts)]) { row in
            let attempt = try PaymentAttempt(row)
            return RefundCase(
                attempt: attempt, invoice: try CollectedInvoice(row), refunds: refunds[attempt.id] ?? [],
                outside: (outside[attempt.id] ?? []).map(\.refund))
        }
    }

    func claimUnsettledRefunds(_ scope: RunScope, _ page: SweepPage) async throws -> [UnsettledRefund] {
        try await run { session in
            let parameters =
                ScopeFilter(scope).parameters + [
                    .int8(Int64(page.limit)), .int8(core.settings.leaseSeconds), .text(core.settings.worker),
                    .int8(page.after),
                ]
            return try session.rows(SQL.refund.claimUnsettled, parameters) { row in
                UnsettledRefund(
                    refund: try Refund(row),
                    secondsSinceFirstSend: try row.optionalInt64("seconds_since_first_send"),
                    secondsSinceLastSend: try row.optionalInt64("seconds_since_last_send"),
                    position: try row.int64("position"))
            }
        }
    }

    func markRefundsSent(_ ids: [String]) async throws -> [Refund] {
        guard !ids.isEmpty else { return [] }
        return try await run { session in
            try session.execute(SQL.refund.lockAccountsOfRefunds, [.textArray(ids)])
            return try session.rows(
                SQL.refund.markSent,
                [.textArray(ids), .int8(core.settings.leaseSeconds), .text(core.settings.worker)]
            ) { row in try Refund(row) }
        }
    }

    func write(_ outcomes: [RefundOutcome]) async throws {
        guard !outcomes.isEmpty else { return }
        try await run { session in
            try RefundRows(outcomes.map(\.refund)).write(session)
            var ledger = LedgerBatch()
            for outcome in outcomes {
                guard let posting = outcome.posting else { continue }
                let refund = outcome.refund
                let amount = refund.request.amountMinorUnits
                let isBack = posting == .failedAfterwards
                ledger.add(
                    isBack ? LedgerPosting.refundFailed(amount) : LedgerPosting.refunded(amount),
                    kind: isBack ? .refundFailed : .refunded, account: refund.account, source: refund.id,
                    currencyCode: refund.request.currencyCode, at: outcome.at)
            }
            try ledger.write(session)
        }
    }

    func note(
        _ dispute: ProcessorDispute, of charge: DisputedCharge, at: Instant
    ) async throws -> NotedDispute {
        try await run { session in
            let noted = try session.row(
                SQL.refund.noteDispute,
                [
                    .text(charge.processor), .text(dispute.reference), .text(charge.account),
                    .text(charge.attempt), .text(dispute.chargeReference), .text(charge.method),
                    .bool(dispute.deniesConsent), .text(dispute.status.rawValue), .instant(at),
                ]
            ) { row in
                NotedDispute(
                    isNew: try row.bool("is_new"), heldMinorUnits: try row.int64("held_minor_units"))
            }
            return noted ?? NotedDispute(isNew: false)
        }
    }

    func isDenied(
        _ method: String, of charge: DisputedCharge, besides dispute: ProcessorDispute
    ) async throws -> Bool {
        try await run { session in
            try session.row(
                SQL.refund.methodIsDenied,
                [
                    .text(charge.account), .text(method), .text(charge.processor), .text(dispute.reference),
                ]
            ) { row in try row.bool("is_denied") } ?? false
        }
    }

    func disputeSteps(_ dispute: String, account: String) async throws -> Set<DisputeStep> {
        try await run { session in
            let kinds = try session.rows(SQL.refund.disputePostings, [.text(account), .text(dispute)]) {
                row in
                try row.text("kind")
            }
            return Set(DisputeStep.allCases.filter { kinds.contains($0.kind.rawValue) })
        }
    }

    func post(
        _ step: DisputeStep, of dispute: ProcessorDispute, minorUnits: Int64, account: String, at: Instant
    ) async throws {
        try await run { session in
            var ledger = LedgerBatch()
            ledger.add(
                step.entries(minorUnits), kind: step.kind, account: account,
                source: dispute.reference, currencyCode: dispute.currencyCode, at: at)
            try ledger.write(session)
        }
    }
}

extension DisputeStep {
    fileprivate var kind: LedgerBatch.Kind {
        switch self {
        case .withdrawn: .disputeWithdrawn
        case .reinstated: .disputeReinstated
        case .lost: .disputeLost
        }
    }

    fileprivate func entries(_ minorUnits: Int64) -> [LedgerEntry] {
        switch self {
        case .withdrawn: LedgerPosting.disputeWithdrawn(minorUnits)
        case .reinstated: LedgerPosting.disputeReinstated(minorUnits)
        case .lost: LedgerPosting.disputeLost(minorUnits)
        }
    }
}
