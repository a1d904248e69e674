import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres
import Testing

@testable import BillingStore

/// What processors' messages lead to, by what the processor says when it is asked.
@Suite struct ProcessorInboxTests {
    private static let at = instant("2024-02-10T00:00:00Z")

    @Test func `A refund made at the processor is posted once, taken back once, and under review`()
        async throws
    {
        let paid = try await ToldCharge()
        for id in ["evt_1", "evt_2", "evt_2"] {
            let results = try await paid.tell(id, .refund(paid.refund(.succeeded(reference: "re_hand"))))
            #expect(results.allSatisfy { $0.isHandled })
        }
        #expect(
            try await paid.world.number("SELECT count(*) FROM ledger_posting WHERE kind = 'refunded_outside'")
                == 1)
        #expect(
            try await paid.world.number("SELECT count(*) FROM outbox WHERE kind = 'invoice.under_review'")
                == 1)
        #expect(try await paid.world.books.checkBooks() == [])
        for id in ["evt_3", "evt_4"] {
            _ = try await paid.tell(id, .refund(paid.refund(.failed(code: "lost", reference: "re_hand"))))
        }
        #expect(
            try await paid.world.number(
                "SELECT count(*) FROM ledger_posting WHERE kind = 'refund_outside_failed'")
                == 1)
        let refundsPayable: SQLStatement =
            "SELECT sum(minor_units)::bigint FROM ledger_entry WHERE ledger_account = 'refunds_payable'"
        #expect(try await paid.world.number(refundsPayable) == 0)
        #expect(try await paid.world.books.checkBooks() == [])
    }

    /// A charge that was declined, and what the processor says of it when its refund is told.
    private func refunded(_ standing: ChargeAnswer) async throws -> (
        world: Bookkeeping, state: PaymentAttempt.State, result: EventResult
    ) {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let cards = ScriptedCards(["card": [.declined("processing_error", reference: "pay_1")]])
        try await world.run(asOf: instant("2024-02-01T00:00:00Z"), gateway: cards)
        let attempt = try #require(try await world.books.allAttempts().first)
        let amount = attempt.charge.amountMinorUnits
        let refund = ProcessorRefund(
            reference: "rf_auto", refundID: nil, chargeReference: "pay_1", amountMinorUnits: amount,
            currencyCode: "USD", standing: .succeeded(reference: "rf_auto"))
        let charge = ProcessorCharge(
            reference: "pay_1", attemptID: attempt.id, invoiceID: attempt.invoice, amountMinorUnits: amount,
            currencyCode: "USD", createdAt: 0, standing: standing,
            refundedMinorUnits: standing.state == .succeeded ? amount : 0)
        cards.find("evt_1", .refund(refund))
        cards.find("evt_1:charge", .charge(charge))
        cards.listRefunds(.refunds([refund]), ofCharge: "pay_1")
        let inbox = ProcessorInbox(
            books: world.books, gateways: GatewaySet([cards]), deployment: "test", now: { Self.at })
        try await inbox.record(
            ProcessorEvent(
                processor: "scripted", id: "evt_1", type: "t", createdAt: 0, isLive: false,
                subject: .refund(reference: "rf_auto", charge: "pay_1")))
        let result = try #require(try await inbox.workOff(limit: 10).results.first)
        let state = try #require(try await world.books.allAttempts().first).state
        return (world, state, result)
    }

    @Test func `A refund of a charge that never took money is not posted`() async throws {
        let (world, state, result) = try await refunded(.declined("processing_error", reference: "pay_1"))
        #expect(state == .declined && result.isHandled)
        #expect(try await world.ledger("refunds_payable") == 0)
        #expect(try await world.number("SELECT count(*) FROM outside_refund") == 0)
        #expect(try await world.books.checkBooks() == [])
    }

    @Test func `A refund that is told before the success which it gives back is posted with it, once`()
        async throws
    {
        let (world, state, result) = try await refunded(.succeeded(reference: "pay_1"))
        #expect(state == .succeeded && result.isHandled)
        #expect(try await world.number("SELECT count(*) FROM outside_refund") == 1)
        #expect(
            try await world.number(
                "SELECT count(*) FROM ledger_posting WHERE kind = 'refunded_outside'") == 1)
        #expect(try await world.books.checkBooks() == [])
    }

    /// What becomes of the account after a dispute with a reason: the statuses of its invoices a month later.
    private func statuses(
        after reason: String, _ paid: ToldCharge, _ more: (ProcessorDispute) async throws -> Void = { _ in }
    ) async throws -> [InvoiceStatus] {
        let dispute = ProcessorDispute(
            reference: "dp_1", chargeReference: paid.attempt.reference ?? "",
            amountMinorUnits: paid.attempt.charge.amountMinorUnits, currencyCode: "USD", status: .open,
            isWithdrawn: true, reason: reason)
        for id in ["evt_1", "evt_2"] {
            let results = try await paid.tell(id, .dispute(dispute))
            #expect(results.allSatisfy { $0.isHandled })
        }
        try await more(dispute)
        try await paid.world.run(asOf: instant("2024-03-02T00:00:00Z"), gateway: paid.cards)
        #expect(try await paid.world.books.checkBooks() == [])
        return try await paid.world.books.allInvoices().map(\.status)
    }

    @Test func `A dispute is posted once and puts its invoice under review; the account goes on`()
        async throws
    {
        let paid = try await ToldCharge()
        #expect(try await statuses(after: "product_not_received", paid) == [.paid, .paid])
        #expect(
            try await paid.world.number(
                "SELECT count(*) FROM ledger_posting WHERE kind = 'dispute_withdrawn'") == 1)
        #expect(
            try await paid.world.number("SELECT count(*) FROM outbox WHERE kind = 'invoice.under_review'")
                == 1)
        let alarm = try #require(try await paid.world.books.reader.alarms().items.first)
        #expect(alarm.alarm.kind == .disputed && alarm.alarm.detail.contains("INV-2024-001"))
        #expect(try await paid.world.books.reader.alarms().total == 1)
    }

    @Test func `Who denies the payment is not charged again with that card, but with another`() async throws {
        let paid = try await ToldCharge()
        #expect(try await statuses(after: "fraudulent", paid) == [.paid, .open])
        let another = PaymentMethod(id: "other", processor: "scripted", reference: "pm_other")
        try await paid.world.accounts.setPaymentMethod(
            PaymentMethodOrder(account: "acct_1", method: another), at: instant("2024-03-02T01:00:00Z"))
        try await paid.world.run(asOf: instant("2024-03-02T02:00:00Z"), gateway: paid.cards)
        #expect(try await paid.world.books.allInvoices().map(\.status) == [.paid, .paid])
    }

    @Test func `A dispute that was won, or withdrawn, gives the card free`() async throws {
        let paid = try await ToldCharge()
        let statuses = try await statuses(after: "fraudulent", paid) { dispute in
            var won = dispute
            won.status = .won
            won.isWithdrawn = false
            _ = try await paid.tell("evt_3", .dispute(won))
        }
        #expect(statuses == [.paid, .paid])
    }

    @Test func `A card that is saved again stays free, however often its dispute is told`() async throws {
        let paid = try await ToldCharge()
        let statuses = try await statuses(after: "fraudulent", paid) { dispute in
            let again = PaymentMethod(id: "card", processor: "scripted")
            try await paid.world.accounts.setPaymentMethod(
                PaymentMethodOrder(account: "acct_1", method: again), at: instant("2024-02-20T00:00:00Z"))
            try await paid.world.execute(
                "UPDATE alarm SET cleared_at = now(), cleared_by = 'ada', cleared_because = 'answered'")
            _ = try await paid.tell("evt_3", .dispute(dispute))
        }
        #expect(statuses == [.paid, .paid])
        #expect(try await paid.world.books.reader.alarms().total == 0, "a cleared alarm rings no more")
    }

    @Test func `One dispute that is won does not give a card free that another denies`() async throws {
        let paid = try await ToldCharge()
        let statuses = try await statuses(after: "fraudulent", paid) { dispute in
            var other = dispute
            other.reference = "dp_2"
            _ = try await paid.tell("evt_3", .dispute(other))
            var won = dispute
            won.status = .won
            won.isWithdrawn = false
            _ = try await paid.tell("evt_4", .dispute(won))
        }
        #expect(statuses == [.paid, .open])
    }

    @Test func `What another card's holder denies does not keep this one barred`() async throws {
        let paid = try await ToldCharge()
        let statuses = try await statuses(after: "fraudulent", paid) { dispute in
            try await paid.world.execute(
                """
                INSERT INTO payment_attempt (account_id, id, invoice_id, sequence, round, method_id, processor,
                    idempotency_key, body, api_version, amount_minor_units, currency, state)
                SELECT account_id, id || 'x', invoice_id, sequence + 1, round, 'another', processor, 'k2', body,
                    api_version, amount_minor_units, currency, 'not_executed' FROM payment_attempt
                """)
            var (other, attempt) = (dispute, paid.attempt)
            other.reference = "dp_2"
            attempt.id += "x"
            attempt.method = "another"
            let (denied, ofAttempt) = (other, attempt)
            let isNew = try await paid.world.books.transaction {
                try await $0.note(
                    denied, of: DisputedCharge(ofAttempt), at: instant("2024-02-20T00:00:00Z")
                ).isNew
            }
            #expect(isNew)
            var won = dispute
            won.status = .won
            won.isWithdrawn = false
            _ = try await paid.tell("evt_4", .dispute(won))
        }
        #expect(statuses == [.paid, .paid])
    }

    @Test func `A charge of another amount settles nothing and raises an alarm`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        let lost = ScriptedCards(["card": [.pending(reference: "ch_1")]])
        try await world.run(asOf: instant("2024-02-01T00:00:00Z"), gateway: lost)
        let attempt = try #require(try await world.books.allAttempts().first)
        let inbox = ProcessorInbox(
            books: world.books, gateways: GatewaySet([lost]), deployment: "test", now: { Self.at })
        lost.find(
            "evt_1",
            .charge(
                ProcessorCharge(
                    reference: "ch_1", attemptID: attempt.id, invoiceID: attempt.invoice, amountMinorUnits: 1,
                    currencyCode: "USD", createdAt: 0, standing: .succeeded(reference: "ch_1"))))
        try await inbox.record(
            ProcessorEvent(
                processor: "scripted", id: "evt_1", type: "t", createdAt: 0, isLive: false,
                subject: .charge(reference: "ch_1")))
        _ = try await inbox.workOff(limit: 10)
        #expect(try await world.books.allInvoices().map(\.status) == [.open])
        #expect(try await world.number("SELECT count(*) FROM alarm WHERE kind = 'contradiction'") == 1)
    }

    @Test func `A method that changed is up to date, and a new one of a known customer is the default`()
        async throws
    {
        let paid = try await ToldCharge()
        let account = "acct_1"
        try await paid.world.accounts.setPaymentMethod(
            PaymentMethodOrder(
                account: account,
                method: PaymentMethod(
                    id: "card", last4: "1111", expiresOn: "2024-03", processor: "scripted", reference: "pm_1",
                    customerReference: "cus_1")), at: Self.at)
        func saved(_ reference: String, usable: Bool = true) -> EventFinding {
            .method(
                SavedMethod(
                    reference: reference, customerReference: "cus_1", kind: "card", last4: "1111",
                    expiresOn: "2028-03", isUsable: usable))
        }
        _ = try await paid.tell("evt_1", saved("pm_1"))
        var methods = try await paid.world.books.reader.methods(of: account).map(\.method)
        #expect(methods.map(\.id) == ["card"] && methods[0].expiresOn == "2028-03")
        _ = try await paid.tell("evt_2", saved("pm_gone", usable: false))
        #expect(try await paid.world.books.reader.methods(of: account).count == 1)
        _ = try await paid.tell("evt_3", saved("pm_2"))
        methods = try await paid.world.books.reader.methods(of: account).map(\.method)
        #expect(methods.map(\.reference) == ["pm_2", "pm_1"])
        _ = try await paid.tell("evt_4", saved("pm_2"))
        #expect(try await paid.world.books.reader.methods(of: account).count == 2)
    }

    @Test func `What cannot be asked about waits longer each time and is never given up`() async throws {
        let paid = try await ToldCharge()
        var waits: [Int64] = []
        for _ in 0..<12 {
            let results = try await paid.tell("evt_1", .unknown(reason: "time-out"))
            #expect(results.map { $0.isHandled } == [false])
            waits += results.map(\.secondsUntilNext)
            try await paid.world.execute("UPDATE processor_event SET next_try_at = clock_timestamp()")
        }
        #expect(waits == waits.sorted() && waits.last == 86_400 && waits.count == 12)
        let last = try await paid.tell("evt_1", .nothing)
        #expect(last.map { $0.isHandled } == [true])
    }
}
