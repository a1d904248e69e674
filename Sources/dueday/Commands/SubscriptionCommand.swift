import ArgumentParser
import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Monetary

/// dueday subscription start|show|list|change|addons|coupon|cancel|resume|hand-over
struct SubscriptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription", abstract: "What accounts subscribe to.",
        discussion: """
            A command first bills the periods of the subscription that have ended, then takes effect. Invoices that \
            it issues are charged at the next run.

            EXAMPLE: dueday subscription show sub_1
            """,
        subcommands: [
            Start.self, Show.self, List.self, Change.self, AddOns.self, RedeemCoupon.self, Cancel.self,
            Resume.self, HandOver.self,
        ])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract:
                "Start a subscription; its first invoice is issued at once unless it begins with a trial.",
            discussion: """
                EXAMPLE: dueday subscription start sub_1 --account acme --plan pro --interval month --addon extra_database=2
                """)

        @Argument(help: "Its id: any text; it cannot be changed later.")
        var id: String
        @Option(help: "The id of the account that is billed.")
        var account: String
        @Option(help: "The id of a plan of the catalogue.")
        var plan: String
        @OptionGroup var interval: IntervalOptions
        @Option(help: "How many of the plan, such as seats.")
        var quantity = "1"
        @Option(
            name: .customLong("addon"), parsing: .singleValue,
            help: "ID=QUANTITY of an add-on; repeat it for several.")
        var addOns: [QuantityOf] = []
        @Option(help: "The code of a coupon to redeem.")
        var coupon: String?
        @Option(help: "Free days at the beginning, counted in the account's time zone.")
        var trialDays = 0
        @Option(help: "The day of the month to bill on, 1 to 31; the day of the start unless given.")
        var anchorDay: Int?
        @Option(help: "The catalogue's policy for failed payments.")
        var dunning = "default"
        @Option(help: "It is billed by this processor's own subscription, and never here; with --reference.")
        var billedBy: ProcessorChoice.Processor?
        @Option(help: "The processor's id of that subscription.")
        var reference: String?
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            guard let interval = try interval.value else {
                throw CommandFailure.usage("--interval is missing: day, week, month or year")
            }
            guard (billedBy == nil) == (reference == nil) else {
                throw CommandFailure.usage("give --billed-by and --reference together")
            }
            var order = SubscribeOrder(
                subscription: id, account: account, plan: plan, interval: interval,
                quantity: try ExactDecimal(parsing: quantity), addOns: try QuantityOf.dictionary(addOns),
                coupon: coupon, trialDays: trialDays, anchorDay: anchorDay, dunning: dunning)
            let at = try at.instant()
            if let billedBy, let reference {
                order.outsideBilling = OutsideBilling(
                    processor: billedBy.rawValue, reference: reference, since: at)
            }
            let ordered = order
            try await ChangedSubscription("start", id, of: account, actor, output).report {
                try await $0.subscribe(ordered, at: at)
            }
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Change plan, interval or quantity, now or at the period's end.",
            discussion: """
                EXAMPLES:
                  dueday preview sub_1 --change plan=enterprise --at 2024-02-15T00:00:00Z
                  dueday subscription change sub_1 --plan enterprise --at 2024-02-15T00:00:00Z
                """)

        @Argument(help: "The subscription's id.")
        var id: String
        @Option(help: "The id of the new plan.")
        var plan: String?
        @OptionGroup var interval: IntervalOptions
        @Option(help: "The new quantity.")
        var quantity: String?
        @Option(help: "For the rest of the period: create_prorations, always_invoice (at once) or none.")
        var proration = ProrationBehavior.createProrations
        @Option(help: "now or period_end.")
        var when = ChangeTime.now
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let order = ChangeOrder(
                subscription: id, plan: plan, interval: try interval.value,
                quantity: try quantity.map(ExactDecimal.init(parsing:)), proration: proration, when: when)
            let at = try at.instant()
            try await ChangedSubscription("change", id, actor, output).report {
                try await $0.change(order, at: at)
            }
        }
    }

    struct AddOns: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "addons",
            abstract: "Attach add-ons, change how many, detach them, and buy one-time ones.",
            discussion: "EXAMPLE: dueday subscription addons sub_1 --set extra_database=3 --buy onboarding=1")

        @Argument(help: "The subscription's id.")
        var id: String
        @Option(
            parsing: .singleValue,
            help: "ID=QUANTITY of a recurring add-on, 0 to detach; repeat it for several.")
        var set: [QuantityOf] = []
        @Option(parsing: .singleValue, help: "ID=QUANTITY of a one-time add-on; repeat it for several.")
        var buy: [QuantityOf] = []
        @Option(help: "For the rest of the period: create_prorations, always_invoice (at once) or none.")
        var proration = ProrationBehavior.createProrations
        @Option(help: "now or period_end.")
        var when = ChangeTime.now
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let order = AddOnOrder(
                subscription: id, set: try QuantityOf.dictionary(set), buy: try QuantityOf.dictionary(buy),
                proration: proration, when: when)
            let at = try at.instant()
            try await ChangedSubscription("addons", id, actor, output).report {
                try await $0.setAddOns(order, at: at)
            }
        }
    }

    struct RedeemCoupon: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "coupon", abstract: "Redeem a coupon; it covers the periods after the current one.",
            discussion: "EXAMPLE: dueday subscription coupon sub_1 WELCOME20")

        @Argument(help: "The subscription's id.")
        var id: String
        @Argument(help: "The coupon's code.")
        var code: String
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let at = try at.instant()
            let (id, code) = (id, code)
            try await ChangedSubscription("coupon", id, actor, output).report {
                try await $0.redeem(code, by: id, at: at)
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Cancel at the period's end, or now with a final invoice.",
            discussion: "EXAMPLE: dueday subscription cancel sub_1 --when now --prorate")

        @Argument(help: "The subscription's id.")
        var id: String
        @Option(help: "period_end or now.")
        var when = ChangeTime.periodEnd
        @Flag(help: "With --when now: credit the part of the period that is left.")
        var prorate = false
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let order = CancelOrder(subscription: id, when: when, prorate: prorate)
            let at = try at.instant()
            try await ChangedSubscription("cancel", id, actor, output).report {
                try await $0.cancel(order, at: at)
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Take a cancel at the period's end back.",
            discussion: "EXAMPLE: dueday subscription resume sub_1")

        @Argument(help: "The subscription's id.")
        var id: String
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let at = try at.instant()
            let id = id
            try await ChangedSubscription("resume", id, actor, output).report {
                try await $0.resume(id, at: at)
            }
        }
    }
    struct HandOver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hand-over",
            abstract: "Leave the billing to a processor's own subscription: it is never billed here again.",
            discussion: """
                Periods that have ended are billed first. `subscription cancel --when now` ends it here, without an \
                invoice.

                EXAMPLE: dueday subscription hand-over sub_1 --to stripe --reference sub_1Nx
                """)

        @Argument(help: "The subscription's id.")
        var id: String
        @Option(help: "Who bills it from now on: stripe or razorpay.")
        var to: ProcessorChoice.Processor
        @Option(help: "The processor's id of its subscription.")
        var reference: String
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let at = try at.instant()
            let (id, processor, reference) = (id, to.rawValue, reference)
            try await ChangedSubscription("hand-over", id, actor, output).report {
                try await $0.handOver(id, to: processor, reference: reference, at: at)
            }
        }
    }
}

/// --interval month --interval-count 3
struct IntervalOptions: ParsableArguments {
    @Option(help: "day, week, month or year.")
    var interval: BillingInterval.Unit?
    @Option(help: "How many of them make a period: 3 with month bills by the quarter.")
    var intervalCount = 1

    var value: BillingInterval? {
        get throws { try interval.map { try BillingInterval(unit: $0, count: intervalCount) } }
    }
}

/// "extra_database=2"
struct QuantityOf: ExpressibleByArgument, Sendable {
    var id: String
    var quantity: ExactDecimal

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let quantity = try? ExactDecimal(parsing: String(parts[1]))
        else {
            return nil
        }
        id = String(parts[0])
        self.quantity = quantity
    }

    static func dictionary(_ list: [QuantityOf]) throws -> [String: ExactDecimal] {
        try list.reduce(into: [:]) { result, item in
            guard result.updateValue(item.quantity, forKey: item.id) == nil else {
                throw CommandFailure.usage("add-on \"\(item.id)\" is named twice")
            }
        }
    }
}

/// A command on a subscription: noted, run, and told how the subscription stands and what was issued.
struct ChangedSubscription {
    private let verb: String
    private let id: String
    private let account: String?
    private let actor: ActorOptions
    private let output: OutputOptions

    /// - Parameter account: whose it is to be, where the command makes it.
    init(
        _ verb: String, _ id: String, of account: String? = nil, _ actor: ActorOptions,
        _ output: OutputOptions
    ) {
        self.verb = verb
        self.id = id
        self.account = account
        self.actor = actor
        self.output = output
    }

    func report(_ command: (SubscriptionCommands) async throws -> [Invoice]) async throws {
        let id = id
        let database = try await Database.open(try await Settings.load())
        let account =
            if let account { account } else {
                try await database.books.reader.subscription(id)?.subscription.accountID
            }
        let books = try database.books(
            noting: "subscription \(verb)", by: actor, account: account, subject: id)
        let invoices = try await command(SubscriptionCommands(books: books))
        let claim = try await database.books.reading { try await $0.claimSubscription(id) }
        let subscription = claim.subscription
        let isManual = claim.account.account.collection == .manual
        if output.json {
            return output.print(
                [
                    "subscription": SubscriptionText.json(subscription),
                    "invoices": .array(invoices.map(InvoiceText.json)),
                ])
        }
        SubscriptionText.print(subscription)
        for invoice in invoices {
            let currency = invoice.content.currency
            Terminal.print(
                "issued \(invoice.number): \(currency.majorUnits(invoice.content.totalMinorUnits)) \(currency.code), "
                    + "due \(currency.majorUnits(invoice.content.amountDueMinorUnits)); "
                    + (isManual
                        ? "`dueday payment record` when it is paid"
                        : "`dueday run --account \(invoice.content.account)` charges it"))
        }
    }
}
