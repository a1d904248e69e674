import Testing

@testable import Billing

@Suite("Decline codes") struct DeclineTableTests {
    /// RULES 11.2 and PROCESSORS 3, one row a code.
    @Test(
        "every code has its class, and bars its method where the rules say so",
        arguments: [
            ("stolen_card", .hard, true), ("lost_card", .hard, true), ("pickup_card", .hard, true),
            ("closed_account", .hard, true), ("revoked_authorization", .hard, true),
            ("invalid_account", .hard, true), ("stop_payment_order", .hard, true),
            ("fraudulent", .hard, true),
            ("transaction_not_allowed", .hard, true), ("do_not_try_again", .hard, true),
            ("expired_card", .needsNewDetails, true), ("incorrect_number", .needsNewDetails, true),
            ("incorrect_cvc", .needsNewDetails, false), ("confirm_card_data", .needsNewDetails, false),
            ("requires_action", .needsCustomer, false), ("authentication_required", .needsCustomer, false),
            ("insufficient_funds", .funds, false), ("withdrawal_count_limit_exceeded", .funds, false),
            ("card_velocity_exceeded", .funds, false), ("do_not_honor", .generic, false),
            ("generic_decline", .generic, false), ("try_again_later", .generic, false),
            ("a_word_of_the_future", .generic, false), ("processing_error", .technical, false),
            ("issuer_not_available", .technical, false), ("reenter_transaction", .technical, false),
            ("GATEWAY_ERROR", .technical, false), ("pre_debit_notification_not_sent", .mandate, false),
        ] as [(DeclineCode, DeclineClass, Bool)])
    func classes(code: DeclineCode, declineClass: DeclineClass, isHard: Bool) {
        #expect(code.declineClass == declineClass)
        #expect(code.isHard == isHard)
        #expect(!code.rule.advice.isEmpty && !code.rule.consequence.isEmpty)
    }

    @Test("no code stands twice, and the customer never reads of theft, loss or suspicion")
    func table() {
        let codes = DeclineRule.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        for code in ["stolen_card", "lost_card", "pickup_card", "fraudulent", "restricted_card"]
            as [DeclineCode]
        {
            #expect(code.rule.customerWords == "The payment was declined.")
        }
        #expect(("insufficient_funds" as DeclineCode).rule.customerWords != "The payment was declined.")
    }

    @Test(
        "Mastercard's 24 to 30 say how long to wait, others nothing",
        arguments: [
            ("24", 3_600), ("25", 86_400), ("26", 172_800), ("27", 345_600), ("28", 518_400), ("29", 691_200),
            ("30", 864_000), ("03", nil), ("21", nil), ("01", nil), ("", nil),
        ] as [(String, Int64?)])
    func networkAdvice(code: String, seconds: Int64?) {
        #expect(NetworkAdvice(code: code).waitSeconds == seconds)
    }

    @Test("a policy with a calendar also leaves cards alone whose details are wrong")
    func barring() {
        var policy = DunningPolicy.standard
        #expect(policy.bars("stolen_card") && policy.bars("expired_card"))
        #expect(!policy.bars("incorrect_cvc") && !policy.bars("insufficient_funds"))
        policy.calendar = .standard
        #expect(policy.bars("incorrect_cvc") && policy.bars("confirm_card_data"))
        #expect(!policy.bars("insufficient_funds") && !policy.bars("requires_action"))
    }

    @Test("what counted as failed may turn out to have succeeded, and nothing else goes back")
    func states() {
        for state in PaymentAttempt.State.allCases {
            for failed in [PaymentAttempt.State.declined, .refused, .notExecuted] {
                #expect(failed.mayBecome(state) == (state == .succeeded || state == .surplus))
            }
            #expect(!PaymentAttempt.State.succeeded.mayBecome(state))
            #expect(!PaymentAttempt.State.surplus.mayBecome(state))
        }
    }
}
