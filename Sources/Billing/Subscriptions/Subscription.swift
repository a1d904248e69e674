public import BillingCalendar
public import Monetary

/// One subscription with everything the rules remember about it between two invoices.
///
/// A value: a rule takes one and gives a new one back. It is stored as a whole, so that memory and database hold
/// the same.
public struct Subscription: Sendable, Hashable, Codable {
    /// Where it stands with its trial, its payments and its end.
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

    /// Chosen outside; boundaries of one instant are billed in its order (3.8).
    public var id: String
    /// The account it is billed to.
    public var accountID: String
    /// The subscribe instant.
    public var startedAt: Instant
    /// See ``Status``; `canceled`, and what is billed outside, have no next boundary.
    public var status: Status
    /// Name of the dunning policy in the catalogue.
    public var dunning: String

    /// What is in force now.
    public var terms: Terms
    /// Takes effect at the period's end (4.6); nil: nothing waits.
    public var scheduled: ScheduledChange?
    /// Quantities that recurring add-ons get at the period's end; 0 detaches.
    public var scheduledAddOns: [String: ExactDecimal]
    /// Set by cancel, cleared by resume (4.7).
    public var cancelAtPeriodEnd: Bool
    /// nil until the status is `canceled`.
    public var canceledAt: Instant?

    /// What all boundaries are counted from, so that they do not drift (2.2).
    public var anchor: BillingAnchor
    /// The anchor_day asked for; dropped when an interval change sets a new anchor.
    public var anchorDay: Int?
    /// Where the trial ends or ended; nil: there was none.
    public var trialEnd: Instant?
    /// Trial and stub come once, before period 0.
    public var phase: Phase
    /// The period that the next boundary closes.
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
    /// In the order redeemed, in which they are taken (7.3).
    public var redemptions: [Redemption]
    /// Plan and plan proration amounts before discount whose window lies in the current period (6.1).
    public var planChargesMinorUnits: Int64
    /// The earliest use that was recorded after its period was billed and not billed since (5.7).
    public var lateUsageSince: Instant?
    /// Counts pending lines, so that they keep their order.
    public var nextLineID: Int
    /// When the latest invoice of kind `change` was issued; nil before the first.
    public var issuedAt: Instant?
    /// How many of them were issued at `issuedAt`, so that each has an identity of its own.
    public var issuedCount: Int

    /// Who bills it instead; nil: it is billed here.
    public var outsideBilling: OutsideBilling?

    /// The instant at which the current period is to be billed; nil when nothing is to come, or not here.
    public var nextBoundaryAt: Instant? {
        status == .canceled || outsideBilling != nil ? nil : currentPeriod.end
    }
}

/// What is subscribed to.
public struct Terms: Sendable, Hashable, Codable {
    /// The plan's id.
    public var plan: String
    /// How often it is billed.
    public var interval: BillingInterval
    /// Multiplies the plan's price; above zero.
    public var quantity: ExactDecimal
    /// Attached recurring add-ons with their quantities; never zero.
    public var addOns: [String: ExactDecimal]

    /// Terms with all their parts.
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
    /// The plan's id from then on.
    public var plan: String
    /// How often it is billed from then on.
    public var interval: BillingInterval
    /// Above zero.
    public var quantity: ExactDecimal
}

/// A part of the current period with the same plan and add-ons (5.3).
public struct TermSegment: Sendable, Hashable, Codable {
    /// It runs to the next segment's start or the period's end.
    public var start: Instant
    /// The id of the plan whose rules rate its usage (5.3).
    public var plan: String
    /// Recurring add-ons that raise what is included, with their quantities (5.4).
    public var addOns: [String: ExactDecimal]
}

/// An in-advance charge and what is left to be credited of it (4.1).
public struct ChargeWindow: Sendable, Hashable, Codable {
    /// What it charges for: a subscription has one plan and each add-on once.
    public enum Item: Sendable, Hashable, Codable {
        case plan
        case addOn(String)
    }

    /// By which a change finds the window it ends.
    public var item: Item
    /// Plan or add-on id.
    public var itemID: String
    /// As charged.
    public var quantity: ExactDecimal
    /// The window [s, e) that a credit takes the rest of.
    public var period: Period
    /// Amount minus discount, less what credit notes and voids took back of it: what can still be credited.
    public var netMinorUnits: Int64
    /// Of the charge, for the credit that takes it back.
    public var taxCode: String
    /// How the charge was taxed; nil while its line is pending.
    public var tax: LineTax?
    /// The pending line that charges it, until it is issued.
    public var pendingLineID: Int?
    /// The line that charged it, once it is issued.
    public var charged: ChargedLine?
}

/// What the terms say of one item.
public struct ItemTerms: Sendable, Hashable, Codable {
    /// Plan or add-on id.
    public var id: String
    /// Of the plan or of the add-on; above zero.
    public var quantity: ExactDecimal

    init(id: String, quantity: ExactDecimal) {
        self.id = id
        self.quantity = quantity
    }

    init(_ item: ChargedItem) { self.init(id: item.id, quantity: item.quantity) }
}

/// The state before the first of several changes of an item at one instant (4.1).
public struct CollapsibleChange: Sendable, Hashable, Codable {
    /// Only a change at the very same instant is collapsed with it.
    public var at: Instant
    /// nil where the item was not subscribed to.
    public var termsBefore: ItemTerms?
    /// Put back when the changes are undone; nil where there was none.
    public var windowBefore: ChargeWindow?
    /// The pending lines they made, to be taken back by the next change.
    public var lineIDs: [Int]
}

extension String {
    /// Ids compare by bytes (3.10).
    func precedesByBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
