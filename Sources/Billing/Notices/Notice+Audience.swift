extension Notice.Kind {
    /// Whether the customer gets a mail about it. The others are the seller's business: webhooks carry them all.
    public var isForCustomers: Bool { self != .invoiceUnderReview }
}
