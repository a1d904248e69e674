import Billing
import BillingCalendar
import BillingFormats
import Monetary

/// Writes a timeline forward in time, knowing what each subscription's terms are as long as commands are allowed.
struct RandomTimeline {
    private(set) var events: [ScenarioEvent] = []
    private(set) var undoneAtOnce: Set<Int> = []
    let until: Instant

    /// How long it is.
    private let days: Int
    private let accounts: [String]
    private var dice: Dice
    private var now: Instant
    private var isUp = true
    private var subscriptions: [Known] = []

    /// What is known of a subscription's terms.
    private struct Known {
        var id: String
        var account: String
        var plan: String
        var quantity: ExactDecimal
        var addOns: [String: ExactDecimal]
        /// A scheduled change has been asked for, so that the terms cannot be told from here any more.
        var isUncertain = false
    }

    init(era: Era, accounts: [String], dice: Dice) {
        self.accounts = accounts
        self.dice = dice
        now = era.start.adding(seconds: Int64(self.dice.number(in: 0...120)) * 3600)
        days = self.dice.pick([20, 70, 130, 400])
        until = now.adding(seconds: Int64(days) * 86_400)
    }

    mutating func write() {
        let count = dice.number(in: 3...18)
        subscribe()
        for _ in 0..<count {
            // Odd minutes and seconds: nothing else happens at them.
            let span = max(1, Int(now.seconds(until: until)) / (count * 60))
            now = now.adding(seconds: Int64(dice.number(in: 1...span)) * 60 + Int64(dice.number(in: 1...59)))
            if now >= until { break }
            writeOne()
        }
        if !isUp { add(.workerUp) }
    }

    private mutating func writeOne() {
        switch dice.number(in: 0...99) {
        case 0..<42: use()
        case 42..<56: change()
        case 56..<65: setAddOns()
        case 65..<72: undo()
        case 72..<76: add(.coupon(subscription: subscription.id, code: coupon()))
        case 76..<82: credit()
        case 82..<85:
            add(
                .cancel(
                    CancelOrder(
                        subscription: subscription.id, when: dice.pick([.now, .periodEnd]),
                        prorate: dice.happens(50))))
        case 85..<88: add(.resume(subscription: subscription.id))
        case 88..<92: paymentMethod()
        case 92..<95: if subscriptions.count < 3 { subscribe() }
        default:
            add(isUp ? .workerDown : .workerUp)
            isUp.toggle()
        }
    }

    private mutating func add(_ action: ScenarioAction) {
        events.append(ScenarioEvent(at: now, line: events.count + 1, action: action))
    }

    private var subscription: Known {
        mutating get { subscriptions[index] }
    }

    private var index: Int {
        mutating get { dice.number(in: 0...subscriptions.count - 1) }
    }

    private mutating func coupon() -> String { dice.pick(["PERCENT", "THIRD", "FREE", "AMOUNT", "AMOUNT"]) }

    private mutating func quantity() -> ExactDecimal {
        dice.happens(60) ? .one : dice.decimal(in: 1...90, digits: dice.pick([0, 1]))
    }

    private mutating func subscribe() {
        let order = SubscribeOrder(
            subscription: "sub_\(subscriptions.count + 1)", account: dice.pick(accounts),
            plan: dice.pick(RandomCatalog.planIDs), interval: interval(), quantity: quantity(),
            addOns: dice.happens(30) ? [dice.pick(RandomCatalog.addOnIDs): quantity()] : [:],
            coupon: dice.happens(30) ? coupon() : nil,
            trialDays: dice.happens(20) ? dice.number(in: 1...40) : 0)
        var placed = order
        if order.interval.countsMonths && dice.happens(25) {
            placed.anchorDay = dice.pick([1, 15, 28, 29, 30, 31])
        }
        subscriptions.append(
            Known(
                id: placed.subscription, account: placed.account, plan: placed.plan,
                quantity: placed.quantity,
                addOns: placed.addOns))
        add(.subscribe(placed))
    }

    /// Hardly ever more than some twenty periods.
    private mutating func interval() -> BillingInterval {
        let interval =
            dice.happens(60) ? BillingInterval(.month) : dice.pick(RandomCatalog.intervals.map(\.interval))
        let isShort = interval.unit == .day || (interval.unit == .week && days > 130)
        return isShort && days > 20 ? BillingInterval(.month) : interval
    }

    private mutating func use() {
        let subscription = subscription
        let late = dice.happens(20) ? Int64(dice.number(in: 1...60 * 1440)) * 60 : 0
        add(
            .usage(
                UsageEvent(
                    id: "use_\(events.count)", account: subscription.account, subscription: subscription.id,
                    meter: dice.pick(RandomCatalog.meterIDs),
                    quantity: dice.decimal(in: 0...6_000, digits: dice.pick([0, 1, 1, 3])), at: now,
                    recordedAt: now.adding(seconds: late),
                    key: dice.happens(70) ? dice.pick(["a", "b", "c"]) : nil)))
    }

    private mutating func change() {
        let index = index
        var order = ChangeOrder(
            subscription: subscriptions[index].id,
            plan: dice.happens(70) ? dice.pick(RandomCatalog.planIDs) : nil,
            quantity: dice.happens(40) ? quantity() : nil, proration: dice.pick(ProrationBehavior.allCases),
            when: dice.happens(75) ? .now : .periodEnd)
        if dice.happens(25) { order.interval = interval() }
        if order.when == .periodEnd {
            subscriptions[index].isUncertain = true
        } else {
            subscriptions[index].plan = order.plan ?? subscriptions[index].plan
            subscriptions[index].quantity = order.quantity ?? subscriptions[index].quantity
        }
        add(.change(order))
    }

    private mutating func setAddOns() {
        let index = index
        let proration = dice.pick(ProrationBehavior.allCases)
        if dice.happens(30) {
            add(
                .addOns(
                    AddOnOrder(
                        subscription: subscriptions[index].id, buy: ["setup": quantity()],
                        proration: proration)))
            return
        }
        let id = dice.pick(RandomCatalog.addOnIDs)
        let number = dice.happens(35) ? ExactDecimal.zero : quantity()
        let order = AddOnOrder(
            subscription: subscriptions[index].id, set: [id: number], proration: proration,
            when: dice.happens(75) ? .now : .periodEnd)
        if order.when == .periodEnd {
            subscriptions[index].isUncertain = true
        } else {
            subscriptions[index].addOns[id] = number.isZero ? nil : number
        }
        add(.addOns(order))
    }

    /// A change and, at the same instant, its opposite. A worker that is down would have its overdue boundaries
    /// billed by them, so that they would leave a trace.
    private mutating func undo() {
        let known = subscription
        guard isUp, !known.isUncertain else { return use() }
        let proration: ProrationBehavior = dice.pick([.createProrations, .createProrations, .none])
        undoneAtOnce.formUnion([events.count + 1, events.count + 2])
        if dice.happens(50) {
            let order = ChangeOrder(
                subscription: known.id, plan: dice.pick(RandomCatalog.planIDs), quantity: quantity(),
                proration: proration)
            add(.change(order))
            add(
                .change(
                    ChangeOrder(
                        subscription: known.id, plan: known.plan, quantity: known.quantity,
                        proration: proration)))
        } else {
            let id = dice.pick(RandomCatalog.addOnIDs)
            let other = dice.happens(30) ? ExactDecimal.zero : dice.decimal(in: 91...99, digits: 0)
            for number in [other, known.addOns[id] ?? .zero] {
                add(.addOns(AddOnOrder(subscription: known.id, set: [id: number], proration: proration)))
            }
        }
    }

    private mutating func credit() {
        let expiresAt = dice.happens(40) ? now.adding(seconds: Int64(dice.number(in: 1...200)) * 43_200) : nil
        add(
            .credit(
                CreditOrder(
                    account: dice.pick(accounts), amountMinorUnits: Int64(dice.number(in: 1...40_000)),
                    expiresAt: expiresAt)))
    }

    private mutating func paymentMethod() {
        let account = dice.pick(accounts)
        add(
            .paymentMethod(
                PaymentMethodOrder(
                    account: account, method: PaymentMethod(id: "pm_\(account)_\(dice.number(in: 0...2))"),
                    makeDefault: dice.happens(60)),
                outcomes: RandomScenario.outcomes(&dice)))
    }
}
