public import Monetary

/// Which processor holds the methods of an account: by account, else by currency, else one for all.
public struct ProcessorChoice: Sendable, Hashable, Codable {
    /// The processors that there are.
    public enum Processor: String, Sendable, Hashable, Codable, CaseIterable {
        case stripe, razorpay
    }

    /// Where nothing else is said.
    public var fallback: Processor
    /// By the account's currency.
    public var byCurrency: [Currency: Processor]
    /// By the account's id; stronger than its currency.
    public var byAccount: [String: Processor]

    /// A choice; without arguments Stripe for all.
    public init(
        fallback: Processor = .stripe, byCurrency: [Currency: Processor] = [:],
        byAccount: [String: Processor] = [:]
    ) {
        self.fallback = fallback
        self.byCurrency = byCurrency
        self.byAccount = byAccount
    }

    /// The one that holds new methods of the account.
    public func processor(for account: Account) -> Processor {
        byAccount[account.id] ?? byCurrency[account.currency] ?? fallback
    }
}
