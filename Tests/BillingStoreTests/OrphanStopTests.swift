import Billing
import BillingCalendar
import BillingRun
import Postgres
import SystemTimeZones
import Testing

@testable import BillingStore
@testable import Simulation

/// A charge at one processor that the books do not know stops the other processors as well: a customer with methods at
/// both could pay at the second what the first has taken already.
@Suite struct OrphanStopTests {
    private static let start = instant("2024-01-31T05:00:00Z")

    /// One customer with methods at both processors, Razorpay's first, and a charge of the open invoice at Stripe that
    /// the books do not have.
    private struct World {
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
            try await accounts.add(.sample(account), at: OrphanStopTests.start)
            for processor in methods {
                let method = PaymentMethod(id: "pm_\(processor)", processor: processor)
                try await accounts.setPaymentMethod(
                    PaymentMethodOrder(
                        account: account, method: method, makeDefault: processor == methods.first),
                    at: OrphanStopTests.start)
            }
            let order = SubscribeOrder(
                subscription: "sub_\(number)", account: account, plan: "pro", interval: .init(.month))
            return try await SubscriptionCommands(books: books).subscribe(order, at: OrphanStopTests.start)[0]
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
            let asOf = OrphanStopTests.start.adding(seconds: day * 86_400)
            let record = RunRecord(id: "run \(day)", asOf: asOf, startedAt: asOf, scope: .everything)
            let services = RunServices(books: books, gateways: gateways, deployment: "test")
            return try await BillingRun(RunOrder(record: record, stages: stages), services: services).run()
        }

        func decide(_ verdict: OrphanDecision.Verdict) async throws {
            _ = try await OrphanResolution(
                books: books, gateways: gateways, deployment: "test",
                author: CorrectionAuthor(name: "ann", reason: "dump of Tuesday restored")
            ).resolve(alarm: 1, as: verdict, at: OrphanStopTests.start)
        }

        /// A run, and each of the ways in which people have something charged, sends nothing and says what to type.
        func expectNothingIsCharged() async throws {
            let report = try await run()
            #expect(sent == [])
            let lines = report.problems.filter { $0.contains("1 charge with our marks") }
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
                        invoice: invoice.id, with: "pm_razorpay", at: OrphanStopTests.start)
                },
                { _ = try await commands.retry(invoice: invoice.id, at: OrphanStopTests.start) },
            ] {
                await #expect {
                    try await charge()
                } throws: { error in
                    // The run has prepared a charge; that it is not sent is what counts.
                    "\(error)".contains("alarms resolve") || "\(error)".contains("is ready")
                }
            }
            let reconciliation = Reconciliation(
                books: books, gateways: gateways, deployment: "test", at: OrphanStopTests.start)
            #expect(try await reconciliation.settle().charges == [])
            #expect(sent == [])
            let ready = try await books.transaction { try await $0.attempts(["\(invoice.id)-1"]) }
            #expect(ready.map(\.processor) == ["razorpay"] && ready.map(\.state) == [.ready])
            // Whatever asks for it, the books themselves refuse the mark without which nothing is sent.
            let marked = try await books.transaction { transaction in
                try await transaction.markSent(ready.map(\.id), at: OrphanStopTests.start, besides: [])
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

    @Test
    func
        `A charge at Stripe that PostgreSQL's books do not know keeps Razorpay from charging, until it is decided`()
        async throws
    {
        let bookkeeping = try await Bookkeeping()
        let world = try await World(bookkeeping.books)
        world.showOrphan()
        try await world.expectNothingIsCharged()
        try await world.expectChargingGoesOn()
        #expect(try await bookkeeping.books.checkBooks() == [])
    }

    @Test func `So do the books in memory`() async throws {
        let world = try await World(MemoryBooks(catalog: .sample(), zones: .system))
        world.showOrphan()
        try await world.expectNothingIsCharged()
        try await world.expectChargingGoesOn()
    }

    @Test func `Before any run, paying by hand finds it and says what to type`() async throws {
        let world = try await World(try await Bookkeeping().books)
        world.showOrphan()
        let commands = CollectionCommands(books: world.books, gateways: world.gateways, deployment: "test")
        for charge in [
            { _ = try await commands.pay(invoice: world.invoice.id, with: "pm_razorpay", at: Self.start) },
            { _ = try await commands.retry(invoice: world.invoice.id, at: Self.start) },
        ] {
            await #expect {
                try await charge()
            } throws: { error in
                "\(error)".contains("through any processor") && "\(error)".contains("dueday alarms resolve")
            }
        }
        #expect(world.sent == [])
    }

    @Test func `A reconciliation compares before it sends what a restored copy had prepared`() async throws {
        let bookkeeping = try await Bookkeeping()
        let world = try await World(bookkeeping.books)
        // Prepared, and not sent because Razorpay could not be asked; the copy was made then.
        world.razorpay.list(nil)
        let report = try await world.run()
        #expect(report.problems.count == 1 && report.problems[0].contains("time-out"), "\(report.problems)")
        world.razorpay.list([])
        let prepared = try await bookkeeping.books.allAttempts()
        #expect(prepared.map(\.state) == [.ready])
        world.showOrphan()
        let reconciliation = Reconciliation(
            books: world.books, gateways: world.gateways, deployment: "test", at: Self.start)
        #expect(try await reconciliation.settle().charges == [])
        #expect(world.sent == [])
    }

    @Test func `A charge that names an attempt of another processor is not that attempt`() async throws {
        let bookkeeping = try await Bookkeeping()
        let world = try await World(bookkeeping.books)
        _ = try await world.run()
        #expect(world.sent == ["send:\(world.invoice.id)-1"])
        world.showOrphan()
        let report = try await world.run(day: 1)
        #expect(report.problems.contains { $0.contains("pi_9") && $0.contains("through any processor") })
        let inbox = ProcessorInbox(
            books: world.books, gateways: world.gateways, deployment: "test", now: { Self.start })
        try await inbox.record(
            ProcessorEvent(
                processor: "stripe", id: "pi_9", type: "t", createdAt: 0, isLive: nil,
                subject: .charge(reference: "pi_9")))
        let told = try await inbox.workOff(limit: 1)
        #expect(told.results.map(\.isHandled) == [true] && told.settled.isEmpty)
        try await world.decide(.givenBack)
        #expect(try await world.run(day: 2).problems == [])
        let attempts = try await bookkeeping.books.allAttempts()
        #expect(attempts.map(\.state) == [.succeeded] && attempts.map(\.processor) == ["razorpay"])
        #expect(try await bookkeeping.books.checkBooks() == [])
    }

    /// Razorpay cannot be listed; its only customer beside Stripe waits, others do not.
    private static func expectOnlyItsOwnCustomersWait(_ books: any BillingBooks) async throws {
        let world = try await World(books, first: "stripe")
        let other = try await World.customer(2, methods: ["stripe"], in: books)
        world.razorpay.list(nil)
        for _ in 1...2 {
            let report = try await world.run()
            #expect(
                report.problems.count == 1 && report.problems[0].contains("time-out"), "\(report.problems)")
            #expect(report.problems[0].contains("nor to accounts that have a method there"))
            #expect(world.sent == ["send:\(other.id)-1"])
        }
        let commands = CollectionCommands(books: books, gateways: world.gateways, deployment: "test")
        await #expect(throws: CollectionRefusal.self) {
            _ = try await commands.pay(invoice: world.invoice.id, with: "pm_stripe", at: Self.start)
        }
        world.razorpay.list([])
        #expect(try await world.run(day: 1).problems == [])
        #expect(world.sent == ["send:\(other.id)-1", "send:\(world.invoice.id)-1"])
    }

    @Test
    func
        `While Razorpay cannot be listed, customers with a method there wait, at Stripe as well, and no others`()
        async throws
    {
        let bookkeeping = try await Bookkeeping()
        try await Self.expectOnlyItsOwnCustomersWait(bookkeeping.books)
        #expect(try await bookkeeping.books.checkBooks() == [])
    }

    @Test func `So they do with the books in memory`() async throws {
        try await Self.expectOnlyItsOwnCustomersWait(MemoryBooks(catalog: .sample(), zones: .system))
    }

    @Test func `After a restore nobody is charged anywhere until every processor has been listed`()
        async throws
    {
        let bookkeeping = try await Bookkeeping()
        let world = try await World(bookkeeping.books)
        #expect(try await world.run().problems == [])
        #expect(world.sent == ["send:\(world.invoice.id)-1"])
        let other = try await World.customer(2, methods: ["stripe"], in: bookkeeping.books)
        // As in a copy: its marks are of the books that it was made of.
        try await bookkeeping.execute("UPDATE processor_audit SET books = 'the books before'")
        world.razorpay.list(nil)
        for _ in 1...2 {
            let report = try await world.run()
            #expect(report.problems.count == 1, "\(report.problems)")
            #expect(
                report.problems.allSatisfy {
                    $0.contains("through any processor") && $0.contains("restored from a copy")
                        && $0.contains("razorpay does not list")
                })
            #expect(world.sent.count == 1)
        }
        let commands = CollectionCommands(
            books: bookkeeping.books, gateways: world.gateways, deployment: "test")
        await #expect {
            _ = try await commands.pay(invoice: other.id, with: "pm_stripe", at: Self.start)
        } throws: { error in "\(error)".contains("restored from a copy") || "\(error)".contains("is ready") }
        #expect(world.sent.count == 1)
        world.razorpay.list([])
        #expect(try await world.run(day: 1).problems == [])
        #expect(world.sent == ["send:\(other.id)-1", "send:\(world.invoice.id)-1"])
        // Compared once, they are the books that count: Razorpay's next silence stops only its own customers.
        world.razorpay.list(nil)
        #expect(
            try await world.run(day: 1).problems.contains { $0.contains("through any processor") } == false)
        #expect(try await bookkeeping.books.checkBooks() == [])
    }
}
