internal import Billing
internal import BillingCalendar
internal import Monetary

/// Reads the timeline of a scenario, whose accounts and catalogue are read already.
struct TimelineReader {
    let catalog: Catalog
    private let currencies: [String: Currency]

    init(catalog: Catalog, accounts: [ScenarioAccount]) {
        self.catalog = catalog
        currencies = Dictionary(
            accounts.map { ($0.account.id, $0.account.currency) }, uniquingKeysWith: { first, _ in first })
    }

    /// The events, in the order written, which must be that of their instants.
    func events(_ value: YAMLValue) throws(FormatError) -> [ScenarioEvent] {
        var events: [ScenarioEvent] = []
        for value in try value.list() {
            let map = try value.map(keys: ["at"] + Self.actions)
            let at = try map.required("at").instant()
            if let before = events.last?.at, at < before {
                throw value.error(key: "at", "is before the entry above it", hint: "put them in order of at")
            }
            events.append(ScenarioEvent(at: at, line: value.line, action: try action(map, at: at)))
        }
        return events
    }

    private static let actions = [
        "subscribe", "usage", "change", "addons", "coupon", "credit", "cancel", "resume", "payment_method",
        "worker",
    ]

    private func action(_ map: YAMLMap, at: Instant) throws(FormatError) -> ScenarioAction {
        let named = map.entries.filter { $0.key != "at" }
        guard let (name, value) = named.first else {
            throw map.value.error("says nothing beside at", hint: Self.actions.joined(separator: ", "))
        }
        guard named.count == 1 else {
            throw named[1].value.error("a second action in one entry", hint: "give it an entry of its own")
        }
        switch name {
        case "subscribe": return .subscribe(try subscribe(value))
        case "usage": return .usage(try usage(value, at: at))
        case "change": return .change(try change(value))
        case "addons": return .addOns(try addOns(value))
        case "coupon": return try coupon(value)
        case "credit": return .credit(try credit(value))
        case "cancel": return .cancel(try cancel(value))
        case "resume": return .resume(subscription: try value.map(keys: ["subscription"]).subscription())
        case "payment_method": return try paymentMethod(value)
        default: return try value.word(WorkerState.self) == .up ? .workerUp : .workerDown
        }
    }

    private enum WorkerState: String, CaseIterable {
        case down, up
    }
}

// MARK: - Subscriptions

extension TimelineReader {
    private func subscribe(_ value: YAMLValue) throws(FormatError) -> SubscribeOrder {
        let map = try value.map(keys: [
            "id", "account", "plan", "interval", "interval_count", "quantity", "addons", "coupon",
            "trial_days", "anchor_day", "dunning",
        ])
        return SubscribeOrder(
            subscription: try map.required("id").id(), account: try account(map),
            plan: try plan(map.required("plan")), interval: try map.interval(),
            quantity: try map["quantity"]?.nonNegativeDecimal() ?? .one,
            addOns: try map["addons"].map(addOnQuantities) ?? [:],
            coupon: try map["coupon"].map(couponCode),
            trialDays: try map["trial_days"]?.integer(in: 0...3650) ?? 0,
            anchorDay: try map["anchor_day"]?.integer(in: 1...31),
            dunning: try map["dunning"].map(dunningPolicy) ?? "default")
    }

    private func change(_ value: YAMLValue) throws(FormatError) -> ChangeOrder {
        let map = try value.map(keys: [
            "subscription", "plan", "interval", "interval_count", "quantity", "proration", "when",
        ])
        if map["interval"] == nil {
            try map.refuse("interval_count", "stands beside interval, which is missing")
        }
        return ChangeOrder(
            subscription: try map.subscription(), plan: try map["plan"].map(plan),
            interval: map["interval"] == nil ? nil : try map.interval(),
            quantity: try map["quantity"]?.nonNegativeDecimal(),
            proration: try map["proration"]?.word() ?? .createProrations,
            when: try map["when"]?.word() ?? .now)
    }

    private func addOns(_ value: YAMLValue) throws(FormatError) -> AddOnOrder {
        let map = try value.map(keys: ["subscription", "set", "buy", "proration", "when"])
        if map["set"] == nil, map["buy"] == nil { throw value.error("has neither set nor buy") }
        return AddOnOrder(
            subscription: try map.subscription(), set: try map["set"].map(addOnQuantities) ?? [:],
            buy: try map["buy"].map(addOnQuantities) ?? [:],
            proration: try map["proration"]?.word() ?? .createProrations,
            when: try map["when"]?.word() ?? .now)
    }

    private func cancel(_ value: YAMLValue) throws(FormatError) -> CancelOrder {
        let map = try value.map(keys: ["subscription", "when", "prorate"])
        return CancelOrder(
            subscription: try map.subscription(), when: try map["when"]?.word() ?? .periodEnd,
            prorate: try map["prorate"]?.flag() ?? false)
    }

    private func coupon(_ value: YAMLValue) throws(FormatError) -> ScenarioAction {
        let map = try value.map(keys: ["subscription", "code"])
        return .coupon(subscription: try map.subscription(), code: try couponCode(map.required("code")))
    }

    private func addOnQuantities(_ value: YAMLValue) throws(FormatError) -> [String: ExactDecimal] {
        try value.dictionary { id, quantity throws(FormatError) in
            try quantity.checkReference(to: id, "add-on", among: catalog.addOns.keys)
            return try quantity.nonNegativeDecimal()
        }
    }
}

// MARK: - Accounts

extension TimelineReader {
    private func usage(_ value: YAMLValue, at: Instant) throws(FormatError) -> UsageEvent {
        let map = try value.map(keys: [
            "account", "subscription", "meter", "quantity", "id", "recorded_at", "key",
        ])
        let recordedAt = try map["recorded_at"]?.instant() ?? at
        if recordedAt < at { throw value.error(key: "recorded_at", "is before at") }
        let meter = try map.required("meter")
        try meter.checkReference(to: meter.text(), "meter", among: catalog.meters.keys)
        return UsageEvent(
            id: try map.required("id").id(), account: try account(map), subscription: try map.subscription(),
            meter: try meter.text(), quantity: try map.required("quantity").nonNegativeDecimal(), at: at,
            recordedAt: recordedAt, key: try map["key"]?.id())
    }

    private func credit(_ value: YAMLValue) throws(FormatError) -> CreditOrder {
        let map = try value.map(keys: ["account", "amount", "expires_at", "reason"])
        let account = try account(map)
        guard let currency = currencies[account] else { throw value.error(key: "account", "is unknown") }
        return CreditOrder(
            account: account, amountMinorUnits: try map.required("amount").positiveMinorUnits(of: currency),
            expiresAt: try map["expires_at"]?.instant(), reason: try map["reason"]?.shortText())
    }

    private func paymentMethod(_ value: YAMLValue) throws(FormatError) -> ScenarioAction {
        let map = try value.map(keys: ["account", "set", "default"])
        let scripted = try ScriptedPaymentMethod(reading: map.required("set"))
        let order = PaymentMethodOrder(
            account: try account(map), method: scripted.method,
            makeDefault: try map["default"]?.flag() ?? true)
        return .paymentMethod(order, outcomes: scripted.outcomes)
    }
}

// MARK: - References

extension TimelineReader {
    private func account(_ map: YAMLMap) throws(FormatError) -> String {
        let value = try map.required("account")
        try value.checkReference(to: value.text(), "account", among: currencies.keys)
        return try value.text()
    }

    private func plan(_ value: YAMLValue) throws(FormatError) -> String {
        try value.checkReference(to: value.text(), "plan", among: catalog.plans.keys)
        return try value.text()
    }

    private func couponCode(_ value: YAMLValue) throws(FormatError) -> String {
        try value.checkReference(to: value.text(), "coupon", among: catalog.coupons.keys)
        return try value.text()
    }

    private func dunningPolicy(_ value: YAMLValue) throws(FormatError) -> String {
        try value.checkReference(to: value.text(), "dunning policy", among: catalog.dunning.keys)
        return try value.text()
    }
}

extension YAMLMap {
    /// The id of a subscription; whether it exists is for the engine to say.
    fileprivate func subscription() throws(FormatError) -> String { try required("subscription").id() }
}
