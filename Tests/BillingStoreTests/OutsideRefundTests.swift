import Billing
import BillingCalendar
import BillingRun
import Postgres
import Testing

@testable import BillingStore

/// Money that somebody gave back on the processor's own pages: it counts, whether its message came or not.
@Suite struct OutsideRefundTests {
    private static let at = instant("2024-02-10T00:00:00Z")

    /// A customer whose invoice over 85.52 USD was paid by one charge.
    private struct Paid {
        let world: Bookkeeping
        let cards = ScriptedCards()
        let charge: PaymentAttempt
        var reference: String { charge.reference ?? "" }

        init() async throws {
            world = try await Bookkeeping()
            try await world.customer(1)
            try await world.run(asOf: instant("2024-01-31T05:00:00Z"), gateway: cards)
            charge = try #require(try await world.books.allAttempts().first)
        }

        var gateways: GatewaySet { GatewaySet([cards]) }

        var refunding: Refunding {
            Refunding(
                books: world.books, gateways: gateways, deployment: "test", at: OutsideRefundTests.at)
        }

        /// What the processor says of a refund.
        func refund(
            _ amount: Int64, _ standing: RefundAnswer = .succeeded(reference: "re_hand"),
            id: String = "re_hand", ours: String? = nil
        ) -> ProcessorRefund {
            ProcessorRefund(
                reference: id, refundID: ours, chargeReference: reference, amountMinorUnits: amount,
                currencyCode: "USD", standing: standing)
        }

        /// Its message comes, several times.
        func tell(_ refund: ProcessorRefund) async throws {
            let inbox = ProcessorInbox(
                books: world.books, gateways: gateways, deployment: "test",
                now: { OutsideRefundTests.at })
            for copy in 1...2 {
                let id = "evt_\(refund.reference)_\(refund.standing.state)_\(copy)"
                cards.find(id, .refund(refund))
                try await inbox.record(
                    ProcessorEvent(
                        processor: "scripted", id: id, type: "t", createdAt: 0, isLive: false,
                        subject: .refund(reference: refund.reference, charge: refund.chargeReference)))
                _ = try await inbox.workOff(limit: 10)
            }
        }

        /// No message came, but asked, the processor says it.
        func list(_ refunds: ProcessorRefund...) {
            cards.listRefunds(.refunds(refunds), ofCharge: reference)
        }

        func credit(
            _ extent: CreditNoteOrder.Extent, _ destination: CreditNoteOrder.Destination
        ) async throws -> InvoiceCorrections.Result {
            try await InvoiceCorrections(books: world.books, author: "ann").credit(
                "INV-2024-001",
                CreditNoteOrder(extent: extent, reason: "outage", destination: destination),
                refunding: refunding, at: OutsideRefundTests.at)
        }

        var sent: [String] { cards.history.filter { $0.hasPrefix("refund:") } }

        func judge(clearing: Int64, payable: Int64 = 0) async throws {
            #expect(try await world.ledger("processor_clearing") == clearing)
            #expect(try await world.ledger("refunds_payable") == payable)
            #expect(try await world.books.checkBooks() == [])
        }
    }

    @Test(arguments: [true, false])
    func `A credit note over what was given back by hand sends nothing, whether its message came or not`(
        messageCame: Bool
    ) async throws {
        let paid = try await Paid()
        if messageCame { try await paid.tell(paid.refund(1_000)) } else { paid.list(paid.refund(1_000)) }
        let result = try await paid.credit(.amount(minorUnits: 1_000), .refund)
        #expect(result.refund == nil && result.creditNote?.content.settlement.refundMinorUnits == 1_000)
        #expect(paid.sent == [])
        try await paid.judge(clearing: 7_552)
        // The message that comes now tells nothing new.
        try await paid.tell(paid.refund(1_000))
        try await paid.judge(clearing: 7_552)
    }

    @Test func `A larger note sends only the rest`() async throws {
        let paid = try await Paid()
        paid.list(paid.refund(1_000))
        let result = try await paid.credit(.amount(minorUnits: 2_500), .refund)
        #expect(result.refund?.request.amountMinorUnits == 1_500 && result.refund?.state == .succeeded)
        try await paid.judge(clearing: 6_052)
    }

    @Test func `What went back in cash is not put on the balance as well`() async throws {
        let paid = try await Paid()
        try await paid.tell(paid.refund(1_000))
        let result = try await paid.credit(.whole, .balance)
        let settlement = result.creditNote?.content.settlement
        #expect(settlement?.refundMinorUnits == 1_000 && settlement?.balanceMinorUnits == 7_552)
        #expect(result.refund == nil && paid.sent == [])
        try await paid.judge(clearing: 7_552)
    }

    @Test func `By hand here after by hand there gives back what is left, and then nothing`() async throws {
        let paid = try await Paid()
        paid.list(paid.refund(1_000))
        let order = RefundOrder(payment: paid.charge.id, note: "all of it")
        await #expect {
            _ = try await paid.refunding.refund(
                RefundOrder(payment: paid.charge.id, amountMinorUnits: 8_000, note: "too much"))
        } throws: { error in
            "\(error)".contains("75.52 USD")
                && "\(error)".contains("10.00 USD went back on the pages of scripted")
        }
        let rest = try await paid.refunding.refund(order)
        #expect(rest.request.amountMinorUnits == 7_552 && rest.state == .succeeded)
        await #expect(throws: BillingError.self) { _ = try await paid.refunding.refund(order) }
        #expect(paid.sent.count == 1)
        try await paid.judge(clearing: 0, payable: 8_552)
    }

    @Test func `A processor that cannot be asked, or is still at it, gives nothing back and writes nothing`()
        async throws
    {
        let paid = try await Paid()
        let listings: [RefundListing] = [
            .unknown(reason: "time-out"),
            .refunds([paid.refund(1_000, .pending(reference: "re_hand"))]),
        ]
        for listing in listings {
            paid.cards.listRefunds(listing, ofCharge: paid.reference)
            await #expect { _ = try await paid.credit(.amount(minorUnits: 500), .refund) } throws: { error in
                "\(error)".contains("try again") || "\(error)".contains("wait for its result")
            }
            await #expect(throws: (any Error).self) {
                _ = try await paid.refunding.refund(RefundOrder(payment: paid.charge.id, note: "n"))
            }
        }
        #expect(try await paid.world.books.reader.creditNotes(invoice: "INV-2024-001").total == 0)
        #expect(paid.sent == [])
        try await paid.judge(clearing: 8_552)
    }

    @Test func `One that failed after all may be given back again`() async throws {
        let paid = try await Paid()
        try await paid.tell(paid.refund(8_552))
        try await paid.judge(clearing: 0, payable: 8_552)
        try await paid.tell(paid.refund(8_552, .failed(code: "lost", reference: "re_hand")))
        try await paid.judge(clearing: 8_552)
        paid.list(paid.refund(8_552, .failed(code: "lost", reference: "re_hand")))
        let again = try await paid.refunding.refund(RefundOrder(payment: paid.charge.id, note: "again"))
        #expect(again.state == .succeeded)
        try await paid.judge(clearing: 0, payable: 8_552)
    }

    @Test func `A refund of ours that a restored database has lost counts, and its key is not used again`()
        async throws
    {
        let paid = try await Paid()
        paid.list(paid.refund(1_000, id: "re_lost", ours: "\(paid.charge.id)-r1"))
        let next = try await paid.refunding.refund(
            RefundOrder(payment: paid.charge.id, amountMinorUnits: 500, note: "goodwill"))
        #expect(next.id == "\(paid.charge.id)-r2")
        try await paid.judge(clearing: 7_052, payable: 1_500)
    }

    @Test func `Reconciling finds it, posts it, and agrees the next time`() async throws {
        let paid = try await Paid()
        paid.list(paid.refund(1_000))
        paid.cards.list([
            ProcessorCharge(
                reference: paid.reference, attemptID: paid.charge.id, invoiceID: paid.charge.invoice,
                amountMinorUnits: 8_552, currencyCode: "USD", createdAt: 0,
                standing: .succeeded(reference: paid.reference), refundedMinorUnits: 1_000)
        ])
        let reconciliation = Reconciliation(
            books: paid.world.books, gateways: paid.gateways, deployment: "test", at: Self.at)
        let first = try await reconciliation.compare(lastSeconds: 86_400)
        #expect(first[0].differences.count == 1 && first[0].differences[0].contains("10.00 USD"))
        #expect(first[0].differences[0].contains("invoice credit INV-2024-001 --refund"))
        #expect(try await reconciliation.compare(lastSeconds: 86_400)[0].agrees)
        try await paid.judge(clearing: 7_552, payable: 1_000)
    }

    @Test func `Lists show it beside ours, with its instant, its charge and what became of it`() async throws
    {
        let paid = try await Paid()
        try await paid.tell(paid.refund(1_000))
        let later = OutsideRefundTests.at.adding(seconds: 60)
        let refunding = Refunding(
            books: paid.world.books, gateways: paid.gateways, deployment: "test", at: later)
        let ours = try await refunding.refund(
            RefundOrder(payment: paid.charge.id, amountMinorUnits: 500, note: "goodwill"))
        let reader = paid.world.books.reader
        let listed = try await reader.refunds(account: "acct_1", invoice: paid.charge.invoice)
        #expect(listed.total == 2)
        #expect(listed.items.map(\.reference) == [ours.reference, "re_hand"], "the latest first")
        let outside = try #require(listed.items.last)
        #expect(outside.source == .processor(notedAt: Self.at) && outside.settledAt == Self.at)
        #expect(outside.payment == paid.charge.id && outside.invoiceNumber == "INV-2024-001")
        #expect(outside.amountMinorUnits == 1_000 && outside.state == .succeeded)
        #expect(try await reader.refunds(page: PageRequest(limit: 1, offset: 1)).items == [outside])
        try await paid.tell(paid.refund(1_000, .failed(code: "lost", reference: "re_hand")))
        #expect(try await reader.refunds(state: .failed).items.map(\.reference) == ["re_hand"])
        #expect(
            try await reader.refunds(state: .succeeded).items.map(\.source)
                == listed.items.prefix(1).map(\.source))
        #expect(try await reader.refunds(account: "acct_2").total == 0)
    }

    @Test func `The database counts it too, and keeps it as it was learnt`() async throws {
        let paid = try await Paid()
        try await paid.tell(paid.refund(1_000))
        await #expect(throws: PostgresError.self) {
            try await paid.world.execute(
                """
                INSERT INTO refund (account_id, id, attempt_id, invoice_id, sequence, processor, charge_reference,
                    idempotency_key, body, api_version, amount_minor_units, currency, reason, note, state, requested_at)
                SELECT account_id, 'r1', id, invoice_id, 1, processor, reference, 'k', '', '', 7553, currency,
                    'duplicate', '', 'ready', now()
                FROM payment_attempt
                """)
        }
        for sql in ["UPDATE outside_refund SET amount_minor_units = 1", "DELETE FROM outside_refund"] {
            await #expect(throws: PostgresError.self) {
                try await paid.world.execute(SQLStatement(text: sql))
            }
        }
        #expect(
            try await paid.world.text("SELECT reason FROM finance.refunds WHERE amount_minor_units = 1000")
                == "made_at_processor")
    }
}
