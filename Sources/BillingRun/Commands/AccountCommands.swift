public import Billing
public import BillingCalendar
import Monetary

/// The commands on accounts, their balance, their payment methods and their use.
public struct AccountCommands: Sendable {
    private let books: any BillingBooks

    /// Commands on these books; each is a transaction of its own.
    public init(books: any BillingBooks) { self.books = books }

    /// Adds an account; its id must be new.
    public func add(_ account: Account, at: Instant) async throws {
        try account.check()
        try await books.transaction { try await $0.addAccount(account, at: at) }
    }

    /// Changes an account's details from now on; invoices that were issued keep their copy (10.2). Nothing is written
    /// where nothing becomes another.
    public func change(
        _ id: String, _ edit: AccountEdit, by author: CorrectionAuthor
    ) async throws -> AccountChange {
        try await books.transaction { transaction in
            let change = try edit.change(of: try await transaction.claimAccount(id).account)
            if !change.differences.isEmpty { try await transaction.write(change, by: author) }
            return change
        }
    }

    /// Puts credit on the balance (section 9).
    public func credit(_ order: CreditOrder, at: Instant) async throws {
        if let expiresAt = order.expiresAt, expiresAt <= at {
            throw BillingError.rule("9.1", "a credit that expires at \(expiresAt) is gone already")
        }
        try await books.transaction { transaction in
            let record = try await transaction.claimAccount(order.account)
            try AmountLimit.check(given: order.amountMinorUnits, record.account.currency, for: "a credit")
            var balance = record.balance
            var entries = balance.expire(at: at)
            entries.append(
                balance.grant(order.amountMinorUnits, cause: .granted, expiresAt: order.expiresAt, at: at))
            let change = BalanceChange(
                account: record.account, balance: balance, entries: entries, reason: order.reason)
            try await transaction.write([change], at: at)
        }
    }

    /// The processor that the catalogue chooses for new methods of an account.
    public func processor(forAccount id: String) async throws -> String {
        try await books.transaction { transaction in
            let account = try await transaction.claimAccount(id).account
            return try await transaction.catalog().catalog.processor.processor(for: account).rawValue
        }
    }

    /// Adds or replaces a payment method; a round for every open invoice of the account follows (11.3).
    public func setPaymentMethod(_ order: PaymentMethodOrder, at: Instant) async throws {
        try await books.transaction { try await $0.setPaymentMethod(order, at: at) }
    }

    /// Records use.
    public func recordUsage(_ events: [UsageEvent]) async throws -> UsageRecording {
        try Self.check(events)
        return try await books.transaction { try await $0.recordUsage(events) }
    }

    /// Refuses events that no store may take.
    static func check(_ events: [UsageEvent]) throws(BillingError) {
        for event in events {
            guard event.recordedAt >= event.at else {
                throw BillingError.rule("5.1", "usage \"\(event.id)\" is recorded before it happened")
            }
            guard !event.quantity.isNegative else {
                throw BillingError.invalid(
                    "quantity \(event.quantity) of usage \"\(event.id)\"", "it must be zero or above")
            }
        }
    }
}
