import ArgumentParser
import Billing
import BillingFormats
import BillingRun
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
}
