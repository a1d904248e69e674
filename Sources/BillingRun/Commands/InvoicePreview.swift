public import Billing
public import BillingCalendar

/// What a subscription would be invoiced, without writing anything: the same rules on the same facts.
public struct InvoicePreview: Sendable {
    private let books: any BillingBooks

    /// Previews from these books; they are read and never written.
    public init(books: any BillingBooks) { self.books = books }

    /// What is to be looked at.
    public struct Order: Sendable {
        /// The subscription's id.
        public var subscription: String
        /// The instant from which it is looked; boundaries up to it count as billed.
        public var at: Instant
        /// A change made at `at` before the next invoice.
        public var change: ChangeOrder?

        /// An order; without a change it looks at the next invoice as things stand.
        public init(subscription: String, at: Instant, change: ChangeOrder? = nil) {
            self.subscription = subscription
            self.at = at
            self.change = change
        }
    }

    /// What would come.
    public struct Result: Sendable {
        /// The invoice that the change makes at once, else the one at the next boundary; nil where there is
        /// none.
        public var invoice: InvoiceDraft?
        /// The lines that the change makes and that wait for the next invoice.
        public var changeLines: [InvoiceLine]
        /// The rules and the account that it was worked out with, for whoever words or explains it.
        public var context: BillingContext
        /// What the ids on its lines are called.
        public var names: ItemNames
    }

    /// - Throws: `BillingError` where the change would be refused.
    public func preview(_ order: Order) async throws -> Result {
        try await books.reading { transaction in
            let claim = try await transaction.claimSubscription(order.subscription)
            let catalog = try await transaction.catalog()
            let context = catalog.context(for: claim.account)
            var result = Result(
                invoice: nil, changeLines: [], context: context, names: ItemNames(catalog.catalog))
            var subject = claim.subject
            while let boundary = subject.subscription.nextBoundaryAt, boundary <= order.at {
                subject = try await close(subject, at: boundary, context, transaction).subject
            }
            if let change = order.change {
                let usage = try await transaction.usageTotals(
                    try context.usageWindows(subject, closingAt: order.at))
                let outcome = try context.change(change, subject, usage: usage, at: order.at)
                    .verified(in: context)
                let before = Set(subject.subscription.pendingLines.map(\.id))
                result.changeLines = outcome.subscription.pendingLines
                    .filter { !before.contains($0.id) }.map(\.line)
                result.invoice = outcome.invoice
                subject = outcome.subject
            }
            guard result.invoice == nil, let boundary = subject.subscription.nextBoundaryAt else {
                return result
            }
            result.invoice = try await close(subject, at: boundary, context, transaction).invoice
            return result
        }
    }

    private func close(
        _ subject: BillingSubject, at boundary: Instant, _ context: BillingContext,
        _ transaction: any BillingTransaction
    ) async throws -> BillingOutcome {
        let windows = try context.usageWindows(subject, closingAt: boundary)
        let usage = try await transaction.usageTotals(windows)
        return try context.closeBoundary(subject, usage: usage, issuedAt: boundary).verified(in: context)
    }
}
