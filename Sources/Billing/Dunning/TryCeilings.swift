import BillingCalendar

/// How often a method may be tried (11.6, PROCESSORS 3).
///
/// The networks count the tries of a card that were declined, over all invoices, and fine whoever goes on: Visa 20 in 30
/// days, Mastercard 10 in a day and 35 of one amount in 30 days. What a card pays is not counted, so that an account
/// with many subscriptions on one card is charged for each. Our own caps lie far below the networks'.
public struct TryCeilings: Sendable, Hashable {
    /// The most tries of a method for one invoice in 30 days (11.6).
    public var perMethod: Int
    /// The most tries of any method for one invoice in 30 days; nil: not counted.
    public var perInvoice: Int?
    /// The most declines of a card in 30 days over all invoices; nil: not counted.
    public var perCard: Int?
    /// The networks' own ceilings: see ``CardNetworkCeilings``.
    public var countsNetworks: Bool
    /// How closely tries of the schedule may follow each other on one card; nil: as the schedule has it.
    public var pacing: Pacing?

    /// Our own pace for the tries of a schedule. Tries that somebody asks for, by hand or by a new method, need not
    /// wait for it.
    public struct Pacing: Sendable, Hashable {
        /// The most declines of a card in 24 hours.
        public var declinesADay = 1
        /// The most declines for technical reasons of a card in 24 hours; they are not among the others.
        public var technicalADay = 4

        /// One a day, technical ones four.
        public init() {}
    }

    /// 15 tries of a method for an invoice (11.6); nothing else is counted unless it is named.
    public init(
        perMethod: Int = 15, perInvoice: Int? = nil, perCard: Int? = nil, countsNetworks: Bool = false,
        pacing: Pacing? = nil
    ) {
        self.perMethod = perMethod
        self.perInvoice = perInvoice
        self.perCard = perCard
        self.countsNetworks = countsNetworks
        self.pacing = pacing
    }

    /// What the worker goes by in service unless it is set: 8 tries for an invoice, one decline a day of a card (4
    /// technical ones) and 12 in 30 days.
    public static let service = TryCeilings(
        perInvoice: 8, perCard: 12, countsNetworks: true, pacing: Pacing())

    /// The same for a try that somebody asked for.
    public var withoutPacing: TryCeilings {
        var ceilings = self
        ceilings.pacing = nil
        return ceilings
    }
}

/// What no seller may go beyond, whatever is set (PROCESSORS 3). Each holds for every network: which one a card is of is
/// not always known.
public enum CardNetworkCeilings {
    /// Visa: declines of a card in 30 days.
    public static let declinesInMonth = 20
    /// Mastercard: declines of a card in 24 hours.
    public static let declinesADay = 10
    /// Mastercard: declines of a card over one amount in 30 days.
    public static let declinesOfOneAmount = 35
}

extension TryCeilings {
    /// Every ceiling that a try now would go beyond, each with when it does not any more.
    ///
    /// - Parameter method: the method's id.
    public func limits(
        _ planned: PlannedTry, method: String, _ history: TryHistory
    ) -> [TryLimit] {
        let declines = history.ofCard
        let tries = history.ofInvoice
        var limits = [
            TryLimit(
                .methodInMonth, perMethod, .month, tries.filter { $0.method == method }.map(\.at), planned.at)
        ]
        limits.append(TryLimit(.invoiceInMonth, perInvoice, .month, tries.map(\.at), planned.at))
        limits.append(TryLimit(.cardInMonth, perCard, .month, declines.map(\.at), planned.at))
        if countsNetworks {
            let network = CardNetworkCeilings.self
            limits += [
                TryLimit(
                    .networkInMonth, network.declinesInMonth, .month, declines.map(\.at), planned.at),
                TryLimit(.networkADay, network.declinesADay, .day, declines.map(\.at), planned.at),
                TryLimit(
                    .networkOfAmount, network.declinesOfOneAmount, .month,
                    declines.filter { $0.isOver(planned) }.map(\.at), planned.at),
            ]
        }
        limits += [
            TryLimit(
                .cardADay, pacing?.declinesADay, .day, declines.filter { !$0.isTechnical }.map(\.at),
                planned.at),
            TryLimit(
                .technicalADay, pacing?.technicalADay, .day, declines.filter(\.isTechnical).map(\.at),
                planned.at),
        ]
        return limits.compactMap(\.self)
    }
}

extension TryHistory.Decline {
    fileprivate func isOver(_ planned: PlannedTry) -> Bool {
        (amountMinorUnits, currencyCode) == (planned.amountMinorUnits, planned.currencyCode)
    }
}
