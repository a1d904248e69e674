public import BillingCalendar
import Monetary

/// A coupon redeemed by a subscription, with its terms as they were (7.2).
public struct Redemption: Sendable, Hashable, Codable {
    /// Of the coupon in the catalogue it was redeemed from.
    public var code: String
    /// As it was when redeemed: a later catalogue does not change it.
    public var discount: Coupon.Discount
    /// Plan and add-on ids; nil means all.
    public var appliesTo: [String]?
    /// Percent coupons are taken in this order (7.3).
    public var redeemedAt: Instant
    /// The number of the first period covered: 0 at subscribe, else the one after the current.
    public var firstPeriod: Int
    /// nil: for ever.
    public var lastPeriod: Int?
    /// Percent coupons redeemed at subscribe cover the stub or trial too.
    public var coversStub: Bool

    /// Whether it covers a line of the period numbered `period` (−1: the stub or the trial).
    public func covers(period: Int) -> Bool {
        if period < 0 { return coversStub }
        return period >= firstPeriod && (lastPeriod.map { period <= $0 } ?? true)
    }

    func applies(to item: String) -> Bool { appliesTo?.contains(item) ?? true }
}

/// What must be known about a coupon's earlier use to redeem it; the store reads it under a lock.
public struct CouponUse: Sendable, Hashable {
    /// Redemptions by anybody so far.
    public var redemptions: Int
    /// Whether the account has an older subscription.
    public var accountHasOlderSubscription: Bool

    /// Both facts, read together.
    public init(redemptions: Int, accountHasOlderSubscription: Bool) {
        self.redemptions = redemptions
        self.accountHasOlderSubscription = accountHasOlderSubscription
    }
}

extension BillingContext {
    /// The redemption of a coupon by a subscription at `at`, or why it is refused (7.1).
    func redemption(
        of code: String, by subscription: Subscription, use: CouponUse, at: Instant,
        isAtSubscribe: Bool = false
    ) throws(BillingError) -> Redemption {
        guard let coupon = catalog.coupons[code] else { throw .unknown(kind: "coupon", id: code) }
        if let expiresAt = coupon.expiresAt, at >= expiresAt {
            throw .rule("7.1", "coupon \"\(code)\" expired at \(expiresAt)")
        }
        if let most = coupon.maxRedemptions, use.redemptions >= most {
            throw .rule("7.1", "coupon \"\(code)\" is used up: \(most) of \(most) redemptions")
        }
        if coupon.newAccountsOnly && use.accountHasOlderSubscription {
            throw .rule("7.1", "coupon \"\(code)\" is for new accounts only")
        }
        if case .amount(_, let currency) = coupon.discount, currency != account.currency {
            throw .rule(
                "7.1", "coupon \"\(code)\" is in \(currency.code), the account in \(account.currency.code)")
        }
        let covers = subscription.redemptions.last { $0.code == code }
        if let covers, covers.lastPeriod.map({ $0 > subscription.periodNumber }) ?? true {
            throw .rule("7.1", "coupon \"\(code)\" still covers a later period of \"\(subscription.id)\"")
        }
        return redemption(of: coupon, by: subscription, at: at, isAtSubscribe: isAtSubscribe)
    }

    private func redemption(
        of coupon: Coupon, by subscription: Subscription, at: Instant, isAtSubscribe: Bool
    ) -> Redemption {
        let countsAsSubscribe = isAtSubscribe || subscription.phase == .trial
        let first = countsAsSubscribe ? 0 : subscription.periodNumber + 1
        var last: Int?
        if case .periods(let count) = coupon.duration { last = first + count - 1 }
        var isPercent = false
        if case .percent = coupon.discount { isPercent = true }
        return Redemption(
            code: coupon.code, discount: coupon.discount, appliesTo: coupon.appliesTo, redeemedAt: at,
            firstPeriod: first, lastPeriod: last, coversStub: isPercent && countsAsSubscribe)
    }
}
