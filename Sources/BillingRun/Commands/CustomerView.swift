public import Billing
public import BillingCalendar
public import Monetary

/// What an application shows to customers, from the same facts and rules as their invoices.
public struct CustomerView: Sendable {
    private let books: any BillingBooks

    /// Views of these books.
    public init(books: any BillingBooks) { self.books = books }

    /// A subscription with its usage, limits, projection and cost.
    public struct SubscriptionView: Sendable {
        /// The subscription.
        public var subscription: Subscription
        /// What it has used and cost so far.
        public var standing: UsageStanding
        /// The account with its balance.
        public var account: AccountRecord
        /// The rules it was worked out with.
        public var context: BillingContext
    }

    /// - Throws: `BillingError.unknown` where there is no such subscription.
    public func subscription(_ id: String, at: Instant) async throws -> SubscriptionView {
        try await books.reading { try await Self.view(id, at: at, $0) }
    }

    /// All plans beside a subscription's own, and what would suit it better.
    public func comparison(
        _ id: String, at: Instant
    ) async throws -> (view: SubscriptionView, offers: [PlanOffer], recommendation: PlanRecommendation?) {
        let view = try await subscription(id, at: at)
        let offers = try view.context.offers(for: view.subscription, standing: view.standing)
        let recommendation = try view.context.recommendation(
            for: view.subscription, standing: view.standing, offers: offers)
        return (view, offers, recommendation)
    }

    /// Records use where its limit allows it, else records that it was refused (5.6); nothing else can use the
    /// subscription's limits meanwhile.
    ///
    /// - Throws: `BillingError` where the event itself is wrong.
    public func record(_ event: UsageEvent) async throws -> Recording {
        try AccountCommands.check([event])
        return try await books.transaction { transaction in
            let claim = try await transaction.claimSubscription(event.subscription)
            try event.check(startedAt: claim.subscription.startedAt)
            let catalog = try await transaction.catalog()
            guard let meter = catalog.catalog.meters[event.meter] else {
                throw BillingError.unknown(kind: "meter", id: event.meter)
            }
            // The same event again is not use again: whatever the limit says by now, it was allowed.
            if try await transaction.hasUsage(event.id, of: event.account) {
                return .recorded(try await transaction.recordUsage([event]))
            }
            let context = catalog.context(for: claim.account)
            let window = context.limitWindow(meter, of: claim.subscription, at: event.at)
            let current = try ExactDecimal(rounding: await transaction.usageTotals([window])[window])
            let check = try context.check(
                event.quantity, of: meter, in: claim.subscription, current: current)
            if case .refused(let current, let limit) = check {
                let refused = RefusedUsage(event: event, current: current, limit: limit)
                try await transaction.write(refused)
                return .refused(refused)
            }
            return .recorded(try await transaction.recordUsage([event]))
        }
    }

    /// Whether some use would be allowed; nothing is recorded.
    public func check(_ question: LimitQuestion) async throws -> LimitAnswer {
        try await books.reading { transaction in
            let claim = try await transaction.claimSubscription(question.subscription)
            let catalog = try await transaction.catalog()
            guard let meter = catalog.catalog.meters[question.meter] else {
                throw BillingError.unknown(kind: "meter", id: question.meter)
            }
            let context = catalog.context(for: claim.account)
            let window = context.limitWindow(meter, of: claim.subscription, at: question.at)
            let current = try ExactDecimal(rounding: await transaction.usageTotals([window])[window])
            return LimitAnswer(
                check: try context.check(
                    question.quantity, of: meter, in: claim.subscription, current: current),
                standing: MeterStanding(
                    meter: meter, allowance: try context.allowance(of: meter, in: claim.subscription),
                    current: current, projected: nil))
        }
    }

    /// Looks at a subscription's limits and writes a notice for each level that a meter has come to, once a period.
    /// Looking locks nothing.
    ///
    /// - Returns: the levels that stand now, told before or not.
    public func alerts(_ id: String, at: Instant) async throws -> [Alert] {
        let view = try await subscription(id, at: at)
        var alerts: [Alert] = []
        for meter in view.standing.meters {
            guard let percentage = try meter.percentage() else { continue }
            alerts += UsageAlert.levels(atPercent: percentage).map { level in
                Alert(
                    subscription: id, account: view.subscription.accountID, level: level, meter: meter,
                    percentage: percentage, period: view.standing.period)
            }
        }
        let notices = alerts.map { $0.notice(at: at) }
        if !notices.isEmpty { try await books.transaction { try await $0.write(notices) } }
        return alerts
    }

    private static func view(
        _ id: String, at: Instant, _ transaction: any BillingTransaction
    ) async throws -> SubscriptionView {
        let claim = try await transaction.claimSubscription(id)
        let context = try await transaction.catalog().context(for: claim.account)
        let usage = try await transaction.usageTotals(
            Array(Set(try context.standingWindows(claim.subscription, at: at))))
        return SubscriptionView(
            subscription: claim.subscription,
            standing: try context.standing(claim.subscription, usage: usage, at: at),
            account: claim.account, context: context)
    }
}

extension CustomerView {
    /// What came of recording use.
    public enum Recording: Sendable, Hashable {
        case recorded(UsageRecording)
        /// Kept as refused, and never billed.
        case refused(RefusedUsage)
    }

    /// How much of a meter somebody would like to use.
    public struct LimitQuestion: Sendable, Hashable {
        /// The subscription's id.
        public var subscription: String
        /// The meter's id.
        public var meter: String
        /// How much, in the meter's unit.
        public var quantity: ExactDecimal
        /// When.
        public var at: Instant

        /// A question with all its parts.
        public init(subscription: String, meter: String, quantity: ExactDecimal, at: Instant) {
            self.subscription = subscription
            self.meter = meter
            self.quantity = quantity
            self.at = at
        }
    }

    /// Whether some use would be allowed, with what is used already.
    public struct LimitAnswer: Sendable, Hashable {
        /// The verdict.
        public var check: LimitCheck
        /// The meter with its allowance; without a projection.
        public var standing: MeterStanding
    }

    /// A level that a meter has come to.
    public struct Alert: Sendable, Hashable {
        /// The subscription's id.
        public var subscription: String
        /// The account's id.
        public var account: String
        /// How near it is.
        public var level: UsageAlert
        /// The meter with its allowance and what is used.
        public var meter: MeterStanding
        /// Of the allowance, to two decimals.
        public var percentage: ExactDecimal
        /// The period it counts in.
        public var period: Period

        fileprivate func notice(at: Instant) -> Notice {
            Notice(
                .usageAlert, of: subscription, "\(period.start)", meter.meter.id, level.rawValue,
                account: account, at: at,
                facts: [
                    "subscription": subscription, "meter": meter.meter.id,
                    "meter_text": meter.meter.unit.map { "\(meter.meter.id) (\($0))" } ?? meter.meter.id,
                    "level": level.rawValue,
                    "percent": "\(percentage)", "quantity": "\(meter.current)",
                    "limit": meter.allowance.included.map { "\($0)" }, "unit": meter.meter.unit,
                    "period_end_at": period.end.description,
                ])
        }
    }
}

/// Use that a hard limit did not allow; kept for whoever asks, and never billed (5.6).
public struct RefusedUsage: Sendable, Hashable {
    /// The use as it was asked for.
    public var event: UsageEvent
    /// What the period had come to.
    public var current: ExactDecimal
    /// The limit that it would have passed.
    public var limit: ExactDecimal

    /// A refusal with its reason.
    public init(event: UsageEvent, current: ExactDecimal, limit: ExactDecimal) {
        self.event = event
        self.current = current
        self.limit = limit
    }
}
