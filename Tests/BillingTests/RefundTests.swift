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
        let order = RefundOrder(payment: "inv-1", note: "test")
        #expect(try order.amount(of: charge(.succeeded), before: []) == 7_900)
        #expect(try order.amount(of: charge(.surplus), before: [refund(900, .succeeded)]) == 7_000)
        #expect(try order.amount(of: charge(.succeeded), before: [refund(900, .failed)]) == 7_900)
        let part = RefundOrder(payment: "inv-1", amountMinorUnits: 100, note: "test")
        #expect(try part.amount(of: charge(.succeeded), before: [refund(7_800, .succeeded)]) == 100)
    }

    @Test("what cannot be given back is refused with its reason")
    func refusals() {
        func refused(_ state: PaymentAttempt.State, _ before: [Refund], amount: Int64? = nil) -> String {
            let order = RefundOrder(payment: "inv-1", amountMinorUnits: amount, note: "test")
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

    @Test(
        "what credit notes send back, less what went back before",
        arguments: [
            (1_000, [], 1_000), (1_000, [(400, .succeeded)], 600), (1_000, [(1_000, .succeeded)], nil),
            (1_000, [(2_000, .succeeded)], nil), (3_000, [(400, .failed), (500, .refused)], 3_000),
            (3_000, [(400, .pending)], 2_600), (9_000, [], 7_900), (0, [], nil),
        ] as [(Int64, [(Int64, Refund.State)], Int64?)])
    func owed(promised: Int64, before: [(Int64, Refund.State)], owed: Int64?) {
        let order = RefundOrder.owed(
            for: "CN-1", promised: promised, of: charge(.succeeded), before: before.map { refund($0.0, $0.1) }
        )
        #expect(order?.amountMinorUnits == owed)
    }

    @Test(
        "who denies the payment is not charged with that card again",
        arguments: [
            ("fraudulent", true), ("unrecognized", true), ("subscription_canceled", true), ("general", true),
            (nil, true), ("duplicate", false), ("product_not_received", false),
            ("product_unacceptable", false),
            ("credit_not_processed", false),
        ])
    func disputes(reason: String?, denies: Bool) {
        let dispute = ProcessorDispute(
            reference: "dp", chargeReference: "pi", amountMinorUnits: 1, currencyCode: "USD", status: .open,
            isWithdrawn: false, reason: reason)
        #expect(dispute.deniesConsent == denies)
    }

    @Test("a decision about a charge must be what the processor says of it")
    func orphans() {
        let answers: [(ChargeAnswer, Int64)] = [
            (.succeeded(reference: "pi"), 0), (.succeeded(reference: "pi"), 5),
            (.declined("x", reference: "pi"), 0),
            (.pending(reference: "pi"), 0),
        ]
        var allowed: [[String]] = []
        for (answer, refunded) in answers {
            let charge = ProcessorCharge(
                reference: "pi", attemptID: "inv-1", invoiceID: "inv", amountMinorUnits: 10,
                currencyCode: "USD",
                createdAt: 0, standing: answer, refundedMinorUnits: refunded)
            allowed.append(
                OrphanDecision.Verdict.allCases.filter { verdict in
                    do {
                        try OrphanDecision.check(verdict, of: charge)
                        return true
                    } catch { return false }
                }.map(\.rawValue))
        }
        #expect(
            allowed == [
                ["accepted", "given_back", "not_ours"], ["given_back", "not_ours"],
                ["given_back", "took_nothing", "not_ours"], ["given_back", "not_ours"],
            ])
    }

    @Test(
        "an attempt's id names its invoice and sequence",
        arguments: [
            ("inv-1", "inv", 1), ("0a-b-12", "0a-b", 12), ("inv", nil, nil), ("inv-0", nil, nil),
            ("-1", nil, nil),
            ("inv-x", nil, nil), ("inv-99999999999", nil, nil),
        ] as [(String, String?, Int?)])
    func parts(id: String, invoice: String?, sequence: Int?) {
        let parts = PaymentAttempt.parts(of: id)
        #expect(parts?.invoice == invoice && parts?.sequence == sequence)
        if let parts { #expect(PaymentAttempt.id(invoice: parts.invoice, sequence: parts.sequence) == id) }
    }
}
