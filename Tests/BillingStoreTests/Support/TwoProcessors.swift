import Billing
import BillingCalendar
import BillingRun
import Testing

@testable import BillingStore

/// One customer with methods at both processors, Razorpay's first, and a charge of the open invoice at Stripe that
/// the books do not have.
struct TwoProcessors {
    static let start = instant("2024-01-31T05:00:00Z")

    let books: any BillingBooks
    let invoice: Invoice
    let stripe = ScriptedCards(processor: "stripe")
    let razorpay = ScriptedCards(processor: "razorpay")

    init(_ books: any BillingBooks, first: String = "razorpay") async throws {
        self.books = books
        invoice = try await Self.customer(
            1, methods: first == "stripe" ? ["stripe", "razorpay"] : ["razorpay", "stripe"], in: books)
    }

    /// A customer with methods at processors, the default first, and the open invoice.
    @discardableResult
    static func customer(
        _ number: Int, methods: [String], in books: any BillingBooks
    ) async throws -> Invoice {
        let accounts = AccountCommands(books: books)
        let account = "acct_\(number)"
        try await accounts.add(.sample(account), at: Self.start)
        for processor in methods {
            let method = PaymentMethod(id: "pm_\(processor)", processor: processor)
            try await accounts.setPaymentMethod(
                PaymentMethodOrder(
                    account: account, method: method, makeDefault: processor == methods.first),
                at: Self.start)
        }
        let order = SubscribeOrder(
            subscription: "sub_\(number)", account: account, plan: "pro", interval: .init(.month))
        return try await SubscriptionCommands(books: books).subscribe(order, at: Self.start)[0]
    }

    var gateways: GatewaySet { GatewaySet([stripe, razorpay]) }

    /// What was sent anywhere.
    var sent: [String] { stripe.history + razorpay.history }

    func showOrphan() {
        let orphan = ProcessorCharge(
            reference: "pi_9", attemptID: "\(invoice.id)-1", invoiceID: invoice.id,
            amountMinorUnits: 8_552, currencyCode: "USD", createdAt: 0,
            standing: .succeeded(reference: "pi_9"))
        stripe.list([orphan])
        stripe.find("pi_9", .charge(orphan))
    }

    func run(day: Int64 = 0, stages: Set<Stage> = [.recover, .charge]) async throws -> RunReport {
        let asOf = Self.start.adding(seconds: day * 86_400)
        let record = RunRecord(id: "run \(day)", asOf: asOf, startedAt: asOf, scope: .everything)
        let services = RunServices(books: books, gateways: gateways, deployment: "test")
        return try await BillingRun(RunOrder(record: record, stages: stages), services: services).run()
    }

    func decide(_ verdict: OrphanDecision.Verdict) async throws {
        _ = try await OrphanResolution(
            books: books, gateways: gateways, deployment: "test",
            author: CorrectionAuthor(name: "ann", reason: "dump of Tuesday restored")
        ).resolve(alarm: 1, as: verdict, at: Self.start)
    }

    /// A run, and each of the ways in which people have something charged, sends nothing and says what to type.
    func expectNothingIsCharged() async throws {
        let report = try await run()
        #expect(sent == [])
        let lines = report.problems.filter { $0.contains("stripe has 1 charge with our marks") }
        #expect(lines.count == 1, "one line for all processors: \(report.problems)")
        #expect(
            lines.allSatisfy {
                $0.contains("through any processor") && $0.contains("stripe has")
                    && $0.contains("`dueday alarms list`") && $0.contains("`dueday alarms resolve`")
            }, "\(lines)")
        let commands = CollectionCommands(books: books, gateways: gateways, deployment: "test")
        for charge in [
            {
                _ = try await commands.pay(
                    invoice: invoice.id, with: "pm_razorpay", at: Self.start)
            },
            { _ = try await commands.retry(invoice: invoice.id, at: Self.start) },
        ] {
            await #expect {
                try await charge()
            } throws: { error in
                // The run has prepared a charge; that it is not sent is what counts.
                "\(error)".contains("alarms resolve") || "\(error)".contains("is ready")
            }
        }
        let reconciliation = Reconciliation(
            books: books, gateways: gateways, deployment: "test", at: Self.start)
        #expect(try await reconciliation.settle().charges == [])
        #expect(sent == [])
        let ready = try await books.transaction { try await $0.attempts(["\(invoice.id)-1"]) }
        #expect(ready.map(\.processor) == ["razorpay"] && ready.map(\.state) == [.ready])
        // Whatever asks for it, the books themselves refuse the mark without which nothing is sent.
        let marked = try await books.transaction { transaction in
            try await transaction.markSent(ready.map(\.id), at: Self.start, besides: [])
        }
        #expect(marked == [])
    }

    /// Decided about, it stops nothing: the invoice is charged at Razorpay, once.
    func expectChargingGoesOn() async throws {
        await #expect(throws: BillingError.self, "the attempt of that name is Razorpay's here") {
            try await decide(.accepted)
        }
        try await decide(.givenBack)
        #expect(try await run(day: 1).problems == [])
        #expect(stripe.history == [] && razorpay.history == ["send:\(invoice.id)-2"])
        #expect(try await run(day: 2).problems == [])
        #expect(sent.count == 1)
    }
}
