import BillingCalendar
import Monetary
import Testing

@testable import Billing

@Suite("Dunning") struct DunningTests {
    private static let day: Int64 = 86_400

    private func open(
        _ collection: Account.Collection = .automatic, _ status: Subscription.Status = .active
    ) -> InvoiceCollection {
        InvoiceCollection(issuedAt: at("2024-01-01"), collection: collection, subscription: status)
    }

    /// A round that fails at an instant.
    private func fail(
        _ collection: inout InvoiceCollection, _ instant: String, _ policy: DunningPolicy = .standard
    )
        -> DunningDecision
    {
        collection.enterRound(at: at(instant))
        return collection.failRound(policy: policy, at: at(instant))
    }

    @Test(
        "rounds at issue, then 1, 3, 5 and 7 days after the first failure, then the final action (11.3, 11.4)"
    )
    func schedule() {
        var collection = open()
        #expect(collection.dueAt == at("2024-01-01"))
        #expect(
            fail(&collection, "2024-01-01T06:00:00Z") == .firstFailure(retryAt: at("2024-01-02T06:00:00Z")))
        #expect(fail(&collection, "2024-01-02T06:00:00Z") == .wait(until: at("2024-01-04T06:00:00Z")))
        #expect(fail(&collection, "2024-01-04T06:00:00Z") == .wait(until: at("2024-01-06T06:00:00Z")))
        #expect(fail(&collection, "2024-01-06T06:00:00Z") == .wait(until: at("2024-01-08T06:00:00Z")))
        #expect(fail(&collection, "2024-01-08T06:00:00Z") == .finalAction(.cancel))
        #expect(collection.dueAt == nil)
        #expect(collection.round == 5)
    }

    @Test(
        "offsets that passed while the worker was down are used up (3.8)",
        arguments: [
            ("2024-01-02", "2024-01-04"), ("2024-01-03", "2024-01-04"), ("2024-01-04", "2024-01-06"),
            ("2024-01-07", "2024-01-08"), ("2024-01-08", nil), ("2024-02-01", nil),
        ])
    func passedOver(late: String, next: String?) {
        var collection = open()
        _ = fail(&collection, "2024-01-01")
        let decision = fail(&collection, late)
        #expect(decision == next.map { .wait(until: at($0)) } ?? .finalAction(.cancel))
    }

    @Test("a round beside the schedule changes nothing in it (11.3)")
    func extraRound() {
        var collection = open()
        _ = fail(&collection, "2024-01-01")
        collection.extraRoundAt = at("2024-01-01T12:00:00Z")
        #expect(collection.dueAt == at("2024-01-01T12:00:00Z"))
        #expect(fail(&collection, "2024-01-01T12:00:00Z") == .wait(until: at("2024-01-02")))
        #expect(collection.dueAt == at("2024-01-02"))
        #expect(collection.round == 2)
    }

    @Test("a scheduled round serves a round that was asked for at the same time")
    func oneRoundForBoth() {
        var collection = open()
        _ = fail(&collection, "2024-01-01")
        collection.extraRoundAt = at("2024-01-02")
        collection.enterRound(at: at("2024-01-02"))
        #expect(collection.roundIsScheduled)
        #expect(
            collection.failRound(policy: .standard, at: at("2024-01-02")) == .wait(until: at("2024-01-04")))
        #expect(collection.dueAt == at("2024-01-04"))
    }

    @Test("a round that was asked for after the last one repeats no final action")
    func afterTheEnd() {
        var collection = open()
        let policy = DunningPolicy(retryOffsets: [], finalAction: .unpaid)
        _ = fail(&collection, "2024-01-01", policy)
        collection.extraRoundAt = at("2024-03-01")
        #expect(fail(&collection, "2024-03-01", policy) == .wait(until: nil))
        #expect(collection.hasFailedRound)
    }

    @Test("no retries: the first failure is the last", arguments: DunningPolicy.FinalAction.allCases)
    func emptyRetries(_ action: DunningPolicy.FinalAction) {
        var collection = open()
        let policy = DunningPolicy(retryOffsets: [], finalAction: action)
        #expect(fail(&collection, "2024-01-01", policy) == .finalAction(action))
    }

    @Test("no round for manual collection and for unpaid subscriptions (11.1, 11.4)")
    func noRounds() {
        #expect(open(.manual).dueAt == nil)
        #expect(open(.automatic, .unpaid).dueAt == nil)
        #expect(open(.automatic, .pastDue).dueAt == at("2024-01-01"))
        #expect(open(.automatic, .canceled).dueAt == at("2024-01-01"))
    }

    @Test("a round tries each usable method once, the default first (11.1, 11.2, 11.6)")
    func methods() {
        var collection = open()
        collection.enterRound(at: at("2024-01-01"))
        func standing(_ id: String, barred: DeclineCode? = nil, tries: Int = 0) -> MethodStanding {
            MethodStanding(
                method: PaymentMethod(id: id), barredBy: barred,
                history: TryHistory(
                    ofInvoice: Array(
                        repeating: TryHistory.Try(at: at("2023-12-20"), method: id), count: tries)))
        }
        let planned = PlannedTry(at: at("2024-01-01"), amountMinorUnits: 100, currencyCode: "USD")
        let methods = [
            standing("stolen", barred: "stolen_card"), standing("worn", tries: 15), standing("a", tries: 14),
            standing("b"),
        ]
        #expect(collection.nextMethod(planned, of: methods)?.id == "a")
        collection.tried.append("a")
        #expect(collection.nextMethod(planned, of: methods)?.id == "b")
        collection.tried.append("b")
        #expect(collection.nextMethod(planned, of: methods) == nil)
        #expect(collection.nextMethod(planned, of: []) == nil)
    }

    @Test(
        "hard declines bar a method, the others do not (11.2)",
        arguments: [
            ("stolen_card", true), ("lost_card", true), ("pickup_card", true), ("closed_account", true),
            ("expired_card", true), ("incorrect_number", true), ("revoked_authorization", true),
            ("insufficient_funds", false), ("processing_error", false), ("try_again_later", false),
            ("requires_action", false), ("generic_decline", false),
        ] as [(DeclineCode, Bool)])
    func declines(code: DeclineCode, isHard: Bool) { #expect(code.isHard == isHard) }

    @Test(
        "what a failed round makes of the subscription and its invoice (11.4)",
        arguments: [
            (
                DunningDecision.firstFailure(retryAt: at("2024-01-02")), Subscription.Status.pastDue,
                InvoiceStatus.open
            ),
            (.wait(until: nil), .active, .open),
            (.finalAction(.cancel), .canceled, .uncollectible),
            (.finalAction(.unpaid), .unpaid, .open),
            (.finalAction(.keep), .pastDue, .open),
        ])
    func outcome(decision: DunningDecision, status: Subscription.Status, invoice: InvoiceStatus) throws {
        let shop = Shop()
        var subscription = try shop.context.setAddOns(
            AddOnOrder(subscription: "sub", buy: ["setup": .one]), try shop.subscribe().subject,
            at: at("2024-01-02")
        ).subscription
        #expect(subscription.roundFailed(decision, at: at("2024-01-03")) == invoice)
        #expect(subscription.status == status)
        // 11.4: pending lines are dropped by the cancel alone.
        #expect(subscription.pendingLines.isEmpty == (status == .canceled))
        #expect(subscription.nextBoundaryAt == (status == .canceled ? nil : at("2024-02-01")))
    }

    @Test("a canceled subscription stays so, whatever its invoices do")
    func canceledStays() throws {
        for action in DunningPolicy.FinalAction.allCases {
            var subscription = try Shop().subscribe().subscription
            subscription.cancel(at: at("2024-01-05"))
            _ = subscription.roundFailed(.finalAction(action), at: at("2024-01-09"))
            subscription.invoicePaid(othersAreInArrears: false)
            #expect(subscription.status == .canceled)
            #expect(subscription.canceledAt == at("2024-01-05"))
        }
    }

    @Test(
        "a payment makes it active again, unless another invoice is in arrears (11.3)",
        arguments: [
            (Subscription.Status.pastDue, false, Subscription.Status.active), (.pastDue, true, .pastDue),
            (.unpaid, false, .active), (.unpaid, true, .unpaid), (.active, false, .active),
            (.trialing, false, .trialing),
        ])
    func paid(status: Subscription.Status, inArrears: Bool, after: Subscription.Status) throws {
        var subscription = try Shop().subscribe().subscription
        subscription.status = status
        subscription.invoicePaid(othersAreInArrears: inArrears)
        #expect(subscription.status == after)
    }
}
