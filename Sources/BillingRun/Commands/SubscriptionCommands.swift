public import Billing
public import BillingCalendar

/// The commands that change subscriptions, each one transaction with everything that follows from it.
///
/// A boundary that is overdue is billed first, issued at the command's instant (3.8). An invoice that the second
/// evaluator does not agree with is an error, and nothing has happened.
public struct SubscriptionCommands: Sendable {
    private let books: any BillingBooks

    /// Commands on these books; each is a transaction of its own.
    public init(books: any BillingBooks) { self.books = books }

    /// Starts a subscription; its first invoice is issued unless it begins with a trial.
    @discardableResult
    public func subscribe(_ order: SubscribeOrder, at: Instant) async throws -> [Invoice] {
        try await books.transaction { try await subscribe(order, at: at, in: $0) }
    }

    /// The same as a part of a larger transaction.
    ///
    /// - Parameter run: the run that begins it; nil for a command.
    func subscribe(
        _ order: SubscribeOrder, at: Instant, run: String? = nil, in transaction: any BillingTransaction
    ) async throws -> [Invoice] {
        try await transaction.issue([outcome(of: order, at: at, transaction)], run: run)
    }

    /// What the first invoice of a subscription that is to begin would ask for; nothing is written.
    ///
    /// - Returns: minor units of the account's currency; 0 where there would be none.
    public func amountAsked(by order: SubscribeOrder, at: Instant) async throws -> Int64 {
        try await books.transaction { try await amountAsked(by: order, at: at, in: $0) }
    }

    /// The same as a part of a larger transaction.
    func amountAsked(
        by order: SubscribeOrder, at: Instant, in transaction: any BillingTransaction
    ) async throws -> Int64 {
        try await outcome(of: order, at: at, transaction).invoice?.amountDueMinorUnits ?? 0
    }

    private func outcome(
        of order: SubscribeOrder, at: Instant, _ transaction: any BillingTransaction
    ) async throws -> BillingOutcome {
        let account = try await transaction.claimAccount(order.account)
        guard try await !transaction.subscriptionExists(order.subscription) else {
            throw BillingError.duplicate(kind: "subscription", id: order.subscription)
        }
        let use = try await couponUse(order.coupon, account: order.account, nil, transaction)
        let context = try await transaction.catalog().context(for: account)
        return try context.subscribe(order, couponUse: use, balance: account.balance, at: at)
            .verified(in: context)
    }

    /// Changes plan, interval or quantity.
    @discardableResult
    public func change(_ order: ChangeOrder, at: Instant) async throws -> [Invoice] {
        try await apply(to: order.subscription, at: at) { context, subject, usage throws(BillingError) in
            try context.change(order, subject, usage: usage, at: at)
        }
    }

    /// Attaches, detaches, re-counts or buys add-ons.
    @discardableResult
    public func setAddOns(_ order: AddOnOrder, at: Instant) async throws -> [Invoice] {
        try await apply(to: order.subscription, at: at) { context, subject, _ throws(BillingError) in
            try context.setAddOns(order, subject, at: at)
        }
    }

    /// Cancels now or at the period's end.
    @discardableResult
    public func cancel(_ order: CancelOrder, at: Instant) async throws -> [Invoice] {
        try await apply(to: order.subscription, at: at) { context, subject, usage throws(BillingError) in
            try context.cancel(order, subject, usage: usage, at: at)
        }
    }

    /// Takes a cancel at the period's end back.
    @discardableResult
    public func resume(_ subscription: String, at: Instant) async throws -> [Invoice] {
        try await apply(to: subscription, at: at) { context, subject, _ throws(BillingError) in
            try context.resume(subject, at: at)
        }
    }

    /// Leaves the billing to a processor's own subscription from now on; what was used until then is billed here.
    @discardableResult
    public func handOver(
        _ subscription: String, to processor: String, reference: String, at: Instant
    ) async throws -> [Invoice] {
        try await apply(to: subscription, at: at) { context, subject, usage throws(BillingError) in
            try context.handOver(subject, to: processor, reference: reference, usage: usage, at: at)
        }
    }

    /// Redeems a coupon.
    @discardableResult
    public func redeem(_ code: String, by subscription: String, at: Instant) async throws -> [Invoice] {
        try await books.transaction { transaction in
            var invoices: [Invoice] = []
            try await transaction.billOverdue(subscription, at: at, into: &invoices)
            let claim = try await transaction.claimSubscription(subscription)
            let use = try await couponUse(
                code, account: claim.account.account.id, claim.subscription, transaction)
            let outcome = try await transaction.catalog().context(for: claim.account)
                .redeem(code, claim.subject, use: use, at: at)
            invoices += try await transaction.issue([outcome], run: nil)
            return invoices
        }
    }

    private func apply(
        to id: String, at: Instant,
        _ rule:
            @escaping @Sendable (BillingContext, BillingSubject, UsageTotals) throws(BillingError) ->
            BillingOutcome
    ) async throws -> [Invoice] {
        try await books.transaction { transaction in
            var invoices: [Invoice] = []
            try await transaction.billOverdue(id, at: at, into: &invoices)
            let claim = try await transaction.claimSubscription(id)
            let context = try await transaction.catalog().context(for: claim.account)
            let windows = try context.usageWindows(claim.subject, closingAt: at)
            let usage = try await transaction.usageTotals(windows)
            let outcome = try rule(context, claim.subject, usage).verified(in: context)
            invoices += try await transaction.issue([outcome], run: nil)
            return invoices
        }
    }

    private func couponUse(
        _ code: String?, account: String, _ subscription: Subscription?, _ transaction: any BillingTransaction
    ) async throws -> CouponUse {
        guard let code else { return CouponUse(redemptions: 0, accountHasOlderSubscription: false) }
        return try await transaction.couponUse(code, account: account, subscription: subscription)
    }
}
