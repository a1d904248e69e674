public import Billing
public import BillingCalendar

/// A timeline to be played: the content of one scenario file (SCENARIO, Scenario).
public struct Scenario: Sendable, Hashable {
    /// What is sold, from its own file or inline.
    public var catalog: Catalog
    /// In the order written, ids unique.
    public var accounts: [ScenarioAccount]
    /// By `at`; equal instants in the order written.
    public var timeline: [ScenarioEvent]
    /// Boundaries and retries at it still happen; events after it are ignored.
    public var until: Instant

    /// A scenario with all its parts.
    public init(catalog: Catalog, accounts: [ScenarioAccount], timeline: [ScenarioEvent], until: Instant) {
        self.catalog = catalog
        self.accounts = accounts
        self.timeline = timeline
        self.until = until
    }
}

/// An account with what its methods answer.
public struct ScenarioAccount: Sendable, Hashable {
    /// Who is billed.
    public var account: Account
    /// The first is the default, the rest are backups in order.
    public var paymentMethods: [ScriptedPaymentMethod]

    /// An account with its methods.
    public init(account: Account, paymentMethods: [ScriptedPaymentMethod] = []) {
        self.account = account
        self.paymentMethods = paymentMethods
    }
}

/// A payment method with the processor's answers to its charges.
public struct ScriptedPaymentMethod: Sendable, Hashable {
    /// The method; its number is nowhere.
    public var method: PaymentMethod
    /// One for each charge in turn, the last one for ever after; never empty.
    public var outcomes: [ScriptedOutcome]

    /// A method with its answers.
    public init(method: PaymentMethod, outcomes: [ScriptedOutcome]) {
        self.method = method
        self.outcomes = outcomes
    }
}

/// What the processor answers to one charge.
public enum ScriptedOutcome: Sendable, Hashable {
    case ok
    case declined(DeclineCode)
    /// The answer is lost; asking again tells that it succeeded.
    case unknownThenOK
    /// The answer is lost; asking again tells that it was declined.
    case unknownThenDeclined
}

/// One entry of the timeline.
public struct ScenarioEvent: Sendable, Hashable {
    /// When it happens.
    public var at: Instant
    /// Where it stands in the scenario file, from 1: what an engine's error names.
    public var line: Int
    /// What it does.
    public var action: ScenarioAction

    /// An entry with its place.
    public init(at: Instant, line: Int, action: ScenarioAction) {
        self.at = at
        self.line = line
        self.action = action
    }
}

/// What an entry of the timeline does.
public enum ScenarioAction: Sendable, Hashable {
    case subscribe(SubscribeOrder)
    /// Its `at` is the entry's; it takes effect at its `recordedAt`.
    case usage(UsageEvent)
    case change(ChangeOrder)
    case addOns(AddOnOrder)
    case coupon(subscription: String, code: String)
    case credit(CreditOrder)
    case cancel(CancelOrder)
    case resume(subscription: String)
    /// The method's answers begin anew.
    case paymentMethod(PaymentMethodOrder, outcomes: [ScriptedOutcome])
    /// Stops the runs: nothing is billed or charged but by commands (3.8).
    case workerDown
    /// Starts the runs; the run at this instant catches up.
    case workerUp
}
