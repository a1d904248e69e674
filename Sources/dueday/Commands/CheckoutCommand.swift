import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary
import PaymentGateways

/// dueday checkout start|confirm|list
struct CheckoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkout",
        abstract: "Subscriptions that begin when their customer has finished at a processor.",
        discussion: """
            While it waits there is no subscription and nothing to bill; a page that nobody finishes expires.

            EXAMPLE: dueday checkout list --state pending
            """,
        subcommands: [Start.self, Confirm.self, List.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract:
                "Open the processor's page (Stripe) or order (Razorpay) for a subscription that is to begin.",
            discussion: """
                Stripe saves a card on the page that is printed, and the next run charges the first invoice. Razorpay \
                takes the first invoice's amount on the order that is printed, in the form that the application shows.

                EXAMPLE: dueday checkout start sub_1 --account acme --plan pro --interval month --customer cus_9s
                """)

        @Argument(help: "The id of the subscription that is to begin.")
        var id: String
        @Option(help: "The id of the account that is billed.")
        var account: String
        @Option(help: "The id of a plan of the catalogue.")
        var plan: String
        @OptionGroup var interval: IntervalOptions
        @Option(help: "The code of a coupon to redeem.")
        var coupon: String?
        @Option(help: "The processor's id of the customer.")
        var customer: String
        @Option(help: "Where the customer goes afterwards, https; the setting customer.page unless given.")
        var returnURL: String?
        @Option(help: "stripe or razorpay; the catalogue's choice for the account unless given.")
        var processor: ProcessorChoice.Processor?
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let interval = try interval.value else {
                throw CommandFailure.usage("--interval is missing: month or year")
            }
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let order = SubscribeOrder(
                subscription: id, account: account, plan: plan, interval: interval, coupon: coupon)
            guard let page = returnURL ?? settings.text(Settings.customerPage) else {
                throw CommandFailure.usage("give --return-url, or set customer.page")
            }
            let (amount, currency) = try await CheckoutSteps.firstInvoice(order, database)
            let name = try await processorName(database)
            let request = CheckoutRequest(
                account: account, subscription: id, customerReference: customer, amountMinorUnits: amount,
                currencyCode: currency.code, returnURL: page)
            let opened = try await CheckoutSteps.open(request, at: name, settings)
            let now = Instant.now
            let checkout = Checkout(
                order: order, processor: name, reference: opened.reference, customer: customer,
                url: opened.url,
                amountMinorUnits: amount, currency: currency, createdAt: now,
                expiresAt: opened.expiresAt.map(Instant.init(secondsSinceEpoch:))
                    ?? now.adding(seconds: 86_400))
            let books = try database.books(
                noting: "checkout start", by: actor, account: account, subject: id,
                detail: ["processor": name, "reference": opened.reference])
            guard try await books.add(checkout) else {
                throw CommandFailure.usage(
                    "a checkout of \"\(id)\" is pending already: `dueday checkout list`, or wait until it expires"
                )
            }
            if output.json { return output.print(CheckoutText.json(checkout)) }
            CheckoutText.print(checkout)
        }

        private func processorName(_ database: Database) async throws -> String {
            if let processor { return processor.rawValue }
            return try await AccountCommands(books: database.books).processor(forAccount: account)
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Begin the subscription of a checkout whose customer has finished.",
            discussion: """
                Stripe is asked for the page itself. What Razorpay hands to the browser is checked against the key's \
                secret and the payment asked for; without it the order is asked whether it was paid, because a browser \
                may never come back. What was paid is a charge of the first invoice like any other. Where that invoice \
                asks for something else by now, it is put on the balance first, from where `dueday payment refund` gives \
                back what invoices leave; where something else has paid it, the \
                money is owed back and says so (exit code 1). Doing it again changes nothing.

                EXAMPLES:
                  dueday checkout confirm sub_1
                  dueday checkout confirm sub_1 --payment pay_N1 --signature 9b4f
                """)

        @Argument(help: "The id of the subscription that is to begin.")
        var id: String
        @Option(help: "Razorpay's razorpay_payment_id.")
        var payment: String?
        @Option(help: "Razorpay's razorpay_signature.")
        var signature: String?
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            guard let checkout = try await database.books.reader.checkouts(subscription: id).items.first
            else {
                throw BillingError.unknown(kind: "checkout", id: id)
            }
            var proof: CheckoutProof?
            if let payment, let signature { proof = CheckoutProof(payment: payment, signature: signature) }
            guard (payment == nil) == (signature == nil) else {
                throw CommandFailure.usage(
                    "--payment and --signature belong together: give both as Razorpay handed them over, or neither"
                )
            }
            // Asked again of one that has begun: what was paid may still lack our marks at the processor.
            var money: CheckoutMoneyText?
            if checkout.state != .completed || checkout.processor == "razorpay" {
                let finding = try await CheckoutSteps.finding(checkout, proof: proof, settings)
                let books = try database.books(
                    noting: "checkout confirm", by: actor, account: checkout.order.account, subject: id,
                    detail: ["processor": checkout.processor, "reference": checkout.reference])
                let booking = try await CheckoutSteps.begin(
                    checkout, finding, books: books, database, settings)
                if let booking, let paid = finding.paid {
                    money = try await CheckoutMoneyText(booking, paid, checkout, database)
                }
            }
            let id = id
            let subscription = try await database.books.reading {
                try await $0.claimSubscription(id).subscription
            }
            if output.json {
                output.print([
                    "subscription": SubscriptionText.json(subscription), "payment": money?.json ?? .null,
                ])
            } else {
                SubscriptionText.print(subscription)
                if let money { Terminal.print("  \(money.words)") }
            }
            if money?.isOwedBack == true { throw ExitCode(CommandFailure.Code.attention.rawValue) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List checkouts, the latest first.",
            discussion: "EXAMPLE: dueday checkout list --state expired")

        @Option(help: "Only this account's.")
        var account: String?
        @Option(help: "pending, completed or expired.")
        var state: Checkout.State?
        @OptionGroup var page: PageOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let database = try await Database.open(try await Settings.load())
            let checkouts = try await database.books.reader.checkouts(
                account: account, state: state, page: page.request)
            if output.json {
                return output.print(PageOptions.json(checkouts, "checkouts", CheckoutText.json))
            }
            var table = Table([
                .left("SUBSCRIPTION"), .left("ACCOUNT"), .left("PLAN"), .left("STATE"), .left("AT"),
                .left("REFERENCE"), .left("EXPIRES"),
            ])
            for item in checkouts.items {
                table.add(
                    item.order.subscription, item.order.account, item.order.plan, item.state.rawValue,
                    item.processor, item.reference, "\(item.expiresAt)")
            }
            table.print()
            page.printRest(checkouts)
        }
    }
}
