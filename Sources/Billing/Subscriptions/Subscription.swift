public import BillingCalendar
public import Monetary

/// One subscription with everything the rules remember about it between two invoices.
///
/// A value: a rule takes one and gives a new one back. It is stored as a whole, so that memory and database hold
/// the same.
public struct Subscription: Sendable, Hashable, Codable {
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case trialing, active
        case pastDue = "past_due"
        case unpaid, canceled
    }

    /// What the current period is.
    public enum Phase: String, Sendable, Hashable, Codable {
        /// Free, from subscribe to the trial's end.
        case trial
        /// From subscribe or the trial's end to the anchor (2.3).
        case stub
        case regular
    }

    public var id: String
    public var accountID: String
    public var startedAt: Instant
    public var status: Status
    /// Name of the dunning policy in the catalogue.
    public var dunning: String

    public var terms: Terms
    public var scheduled: ScheduledChange?
    public var scheduledAddOns: [String: ExactDecimal]
    public var cancelAtPeriodEnd: Bool
    public var canceledAt: Instant?

    public var anchor: BillingAnchor
    /// The anchor_day asked for; dropped when an interval change sets a new anchor.
    public var anchorDay: Int?
    public var trialEnd: Instant?
    public var phase: Phase
    public var currentPeriod: Period
    /// The whole that shares of the current period are taken of: the period itself, for a stub the full period
    /// that ends at the anchor.
    public var fullPeriod: Period
    /// Which boundary of the schedule the current period ends at; 0 is the anchor.
    public var boundaryIndex: Int
    /// Periods are numbered through, also across a change of interval; trial and stub are −1 (7.2).
    public var periodNumber: Int

    /// The in-advance charges of the current period that could still be credited, the plan first, add-ons by id.
    public var windows: [ChargeWindow]
    /// Lines that wait for the next invoice, in the order made.
    public var pendingLines: [PendingLine]
    /// Terms in force since the current period began, oldest first.
    public var segments: [TermSegment]
    /// Changes of the latest instant whose lines are still pending, by item (4.1).
    public var collapsible: [ChargeWindow.Item: CollapsibleChange]
    public var redemptions: [Redemption]
    /// Plan and plan proration amounts before discount whose window lies in the current period (6.1).
    public var planChargesMinorUnits: Int64
    /// The earliest use that was recorded after its period was billed and not billed since (5.7).
    public var lateUsageSince: Instant?
    /// Counts pending lines, so that they keep their order.
    public var nextLineID: Int
    /// How many invoices were issued at the latest instant of issue, so that each has an identity of its own.
    public var issuedAt: Instant?
    public var issuedCount: Int

    /// The instant at which the current period is to be billed; nil when nothing is to come.
    public var nextBoundaryAt: Instant? { status == .canceled ? nil : currentPeriod.end }
}

/// What is subscribed to.
public struct Terms: Sendable, Hashable, Codable {
    public var plan: String
    public var interval: BillingInterval
    public var quantity: ExactDecimal
    /// Attached recurring add-ons with their quantities; never zero.
    public var addOns: [String: ExactDecimal]

    public init(
        plan: String, interval: BillingInterval, quantity: ExactDecimal = .one,
        addOns: [String: ExactDecimal] = [:]
    ) {
        self.plan = plan
        self.interval = interval
        self.quantity = quantity
        self.addOns = addOns
    }

    /// The add-ons in the order of their lines (3.10).
    var addOnsInOrder: [(id: String, quantity: ExactDecimal)] {
        addOns.sorted { $0.key.precedesByBytes($1.key) }.map { ($0.key, $0.value) }
    }
}

/// A change of plan, interval or quantity that waits for the period's end (4.6).
public struct ScheduledChange: Sendable, Hashable, Codable {
    public var plan: String
    public var interval: BillingInterval
    public var quantity: ExactDecimal
}

/// A part of the current period with the same plan and add-ons (5.3).
public struct TermSegment: Sendable, Hashable, Codable {
    public var start: Instant
    public var plan: String
    public var addOns: [String: ExactDecimal]
}

/// An in-advance charge and what is left to be credited of it (4.1).
public struct ChargeWindow: Sendable, Hashable, Codable {
    public enum Item: Sendable, Hashable, Codable {
        case plan
        case addOn(String)
    }

    public var item: Item
    /// Plan or add-on id.
    public var itemID: String
    public var quantity: ExactDecimal
    public var period: Period
    /// Amount minus discount.
    public var netMinorUnits: Int64
    public var taxCode: String
    /// How the charge was taxed; nil while its line is pending.
    public var tax: LineTax?
    /// The pending line that charges it, until it is issued.
    public var pendingLineID: Int?
}

/// What the terms say of one item.
public struct ItemTerms: Sendable, Hashable, Codable {
    /// Plan or add-on id.
    public var id: String
    public var quantity: ExactDecimal

    init(id: String, quantity: ExactDecimal) {
        self.id = id
        self.quantity = quantity
    }

    init(_ item: ChargedItem) { self.init(id: item.id, quantity: item.quantity) }
}

/// The state before the first of several changes of an item at one instant (4.1).
public struct CollapsibleChange: Sendable, Hashable, Codable {
    public var at: Instant
    public var termsBefore: ItemTerms?
    public var windowBefore: ChargeWindow?
    public var lineIDs: [Int]
}

extension String {
    /// Ids compare by bytes (3.10).
    func precedesByBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
