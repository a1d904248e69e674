import BillingCalendar
import Testing

@testable import Billing

@Suite("Refunds") struct RefundTests {
    private func charge(_ state: PaymentAttempt.State) -> PaymentAttempt {
        var attempt = PaymentAttempt(
            id: "inv-1", invoice: "inv", account: "acme", sequence: 1, round: 1, method: "card",
            processor: "stripe",
            charge: PreparedCharge(
                attemptID: "inv-1", idempotencyKey: "k", apiVersion: "", body: [], customerReference: nil,
                amountMinorUnits: 7_900, currencyCode: "USD"), state: state)
        attempt.reference = "pi_1"
        return attempt
    }

    private func refund(_ amount: Int64, _ state: Refund.State) -> Refund {
        Refund(
            id: "inv-1-r1", attempt: "inv-1", invoice: "inv", account: "acme", sequence: 1,
            processor: "stripe",
            request: PreparedRefund(
                refundID: "inv-1-r1", idempotencyKey: "k", apiVersion: "", body: [], chargeReference: "pi_1",
                amountMinorUnits: amount, currencyCode: "USD"),
            reason: .requestedByCustomer, note: "test", state: state, requestedAt: at("2024-01-01"))
    }

    @Test("all that is left unless less is asked for")
    func amounts() throws {
        let order = RefundOrder(attempt: "inv-1", note: "test")
        #expect(try order.amount(of: charge(.succeeded), before: []) == 7_900)
        #expect(try order.amount(of: charge(.surplus), before: [refund(900, .succeeded)]) == 7_000)
        #expect(try order.amount(of: charge(.succeeded), before: [refund(900, .failed)]) == 7_900)
        let part = RefundOrder(attempt: "inv-1", amountMinorUnits: 100, note: "test")
        #expect(try part.amount(of: charge(.succeeded), before: [refund(7_800, .succeeded)]) == 100)
    }

    @Test("what cannot be given back is refused with its reason")
    func refusals() {
        func refused(_ state: PaymentAttempt.State, _ before: [Refund], amount: Int64? = nil) -> String {
            let order = RefundOrder(attempt: "inv-1", amountMinorUnits: amount, note: "test")
            do {
                _ = try order.amount(of: charge(state), before: before)
                return ""
            } catch {
                return "\(error)"
            }
        }
        for state in PaymentAttempt.State.allCases where state != .succeeded && state != .surplus {
            #expect(refused(state, []).contains("took no money"), "\(state)")
        }
        #expect(refused(.succeeded, [refund(7_900, .succeeded)]).contains("all of it was given back"))
        #expect(refused(.succeeded, [], amount: 7_901).contains("79.00 USD"))
        #expect(refused(.succeeded, [refund(100, .unknown)]).contains("wait for its result"))
        #expect(refused(.succeeded, [], amount: 0).contains("above zero"))
    }

    @Test("a refund's states go forward; a success may still fail")
    func states() {
        #expect(Refund.State.succeeded.mayBecome(.failed) && !Refund.State.succeeded.mayBecome(.refused))
        for state in Refund.State.allCases {
            #expect(!Refund.State.failed.mayBecome(state) && !Refund.State.refused.mayBecome(state))
            #expect(!state.mayBecome(.ready))
        }
    }

    @Test("every posting is balanced")
    func postings() {
        for entries in [
            LedgerPosting.recovered(5), LedgerPosting.surplus(5), LedgerPosting.refunded(5),
            LedgerPosting.refundFailed(5), LedgerPosting.disputeWithdrawn(5),
            LedgerPosting.disputeReinstated(5),
            LedgerPosting.disputeLost(5),
        ] {
            #expect(entries.reduce(0) { $0 + $1.minorUnits } == 0 && entries.count == 2)
        }
    }

    @Test("recovery is counted by the month and class of the first decline")
    func recovery() {
        func part(_ month: String, _ code: DeclineCode?, _ declined: Int64, _ recovered: Int64)
            -> RecoveryReport.Part
        {
            RecoveryReport.Part(
                month: month, code: code, currencyCode: "USD", invoices: 2, declinedMinorUnits: declined,
                invoicesRecovered: 1, recoveredMinorUnits: recovered, invoicesOpen: 0, openMinorUnits: 0)
        }
        let report = RecoveryReport([
            part("2024-02", "insufficient_funds", 300, 100), part("2024-01", nil, 100, 0),
            part("2024-01", "do_not_honor", 200, 100), part("2024-01", "stolen_card", 100, 100),
        ])
        #expect(
            report.rows.map { "\($0.month) \($0.declineClass.rawValue) \($0.permille)" } == [
                "2024-01 hard 1000", "2024-01 generic 333", "2024-02 funds 333",
            ])
    }
}
