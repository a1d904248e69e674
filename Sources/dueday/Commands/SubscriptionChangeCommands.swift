import ArgumentParser
import Billing
import BillingRun
import Monetary

/// What changes a subscription that has begun.
extension SubscriptionCommand {
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
        @OptionGroup var effect: EffectOptions
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let order = ChangeOrder(
                subscription: id, plan: plan, interval: try interval.value,
                quantity: try quantity.map(ExactDecimal.init(parsing:)), proration: effect.proration,
                when: effect.when)
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
        @OptionGroup var effect: EffectOptions
        @OptionGroup var at: AtOption
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let order = AddOnOrder(
                subscription: id, set: try QuantityOf.dictionary(set), buy: try QuantityOf.dictionary(buy),
                proration: effect.proration, when: effect.when)
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
                Periods that have ended are billed first, and what was used until now with a last invoice. A cancel that \
                waited for the period's end is gone. `subscription cancel --when now` ends it here, without an invoice.

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
            let told = "\(id) was to end with its period: \(processor) bills it now, end \(reference) there"
            let command = ChangedSubscription("hand-over", id, actor, output)
            try await command.report(where: \.cancelAtPeriodEnd, telling: told) {
                try await $0.handOver(id, to: processor, reference: reference, at: at)
            }
        }
    }
}
