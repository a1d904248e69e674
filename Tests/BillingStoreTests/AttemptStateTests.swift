import Billing
import BillingRun
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// The life of an attempt, in the database as in the rules.
@Suite struct AttemptStateTests {
    /// Every pair of states; the trigger must allow exactly what `mayBecome` does.
    @Test func `The database allows exactly the steps that the rules allow`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.run(asOf: instant("2024-01-31T05:00:00Z"), stages: [.invoice])
        let connection = try await world.database.connect()
        for state in PaymentAttempt.State.allCases {
            for next in PaymentAttempt.State.allCases where next != state {
                let isAllowed = await becomes(state, next, connection)
                #expect(isAllowed == state.mayBecome(next), "\(state.rawValue) to \(next.rawValue)")
            }
        }
    }

    private func becomes(
        _ state: PaymentAttempt.State, _ next: PaymentAttempt.State, _ connection: PostgresConnection
    ) async -> Bool {
        do {
            try await connection.transaction { transaction in
                try await transaction.execute(
                    """
                    INSERT INTO payment_attempt (account_id, id, invoice_id, sequence, round, method_id,
                        processor, idempotency_key, body, api_version, amount_minor_units, currency, state)
                    SELECT account_id, 'a', id, 1, 1, 'card', 'scripted', 'key', '', '', 1, currency, $1
                    FROM invoice
                    """, [.text(state.rawValue)])
                try await transaction.execute(
                    "UPDATE payment_attempt SET state = $1", [.text(next.rawValue)])
                throw RolledBack()
            }
            return true
        } catch {
            return error is RolledBack
        }
    }

    private struct RolledBack: Error {}

    @Test func `A second live attempt and a second success are refused`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let insert: SQLStatement = """
            INSERT INTO payment_attempt (account_id, id, invoice_id, sequence, round, method_id, processor,
                idempotency_key, body, api_version, amount_minor_units, currency, state)
            SELECT account_id, $1, id, $2, 1, 'card', 'scripted', $1, '', '', 1, currency, $3 FROM invoice
            """
        try await world.execute(insert, [.text("a1"), .int4(1), .text("pending")])
        for live in ["ready", "sent", "unknown", "pending", "needs_action"] {
            await #expect(throws: PostgresError.self, "\(live)") {
                try await world.execute(insert, [.text("a2"), .int4(2), .text(live)])
            }
        }
        try await world.execute("UPDATE payment_attempt SET state = 'succeeded'")
        await #expect(throws: PostgresError.self) {
            try await world.execute(insert, [.text("a2"), .int4(2), .text("succeeded")])
        }
    }
}
