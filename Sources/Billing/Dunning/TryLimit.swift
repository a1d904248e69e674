public import BillingCalendar

/// A ceiling that is reached, and until when it holds tries back.
public struct TryLimit: Sendable, Hashable {
    /// Which one.
    public enum Ceiling: String, Sendable, Hashable, CaseIterable {
        case methodInMonth = "method_in_month"
        case invoiceInMonth = "invoice_in_month"
        case cardInMonth = "card_in_month"
        case cardADay = "card_a_day"
        case technicalADay = "technical_a_day"
        case networkInMonth = "network_in_month"
        case networkADay = "network_a_day"
        case networkOfAmount = "network_of_amount"
    }

    /// How long tries count.
    enum Window: Int64 {
        case day = 86_400
        case month = 2_592_000
    }

    /// Which one.
    public var ceiling: Ceiling
    /// The number that is reached.
    public var most: Int
    /// From when on another try lies below it.
    public var until: Instant
    /// Whether a round waits for it: one of 30 days is longer than rounds wait, and the method is not usable (11.6).
    public var isWaitedFor: Bool

    /// nil where the ceiling is not counted, or not reached by the tries of the window that ends now.
    init?(_ ceiling: Ceiling, _ most: Int?, _ window: Window, _ tries: [Instant], _ now: Instant) {
        guard let most else { return nil }
        let counted = tries.filter { $0.seconds(until: now) < window.rawValue }.sorted()
        guard counted.count >= most else { return nil }
        self.ceiling = ceiling
        self.most = most
        until = counted[counted.count - most].adding(seconds: window.rawValue)
        isWaitedFor = window == .day
    }

    /// Why another try has to wait, for people.
    public var words: String {
        switch ceiling {
        case .methodInMonth: "was tried \(most) times for this invoice in 30 days, the limit of a method"
        case .invoiceInMonth: "belongs to an invoice that was tried \(most) times in 30 days, the limit"
        case .cardInMonth: "was declined \(most) times in 30 days over all invoices, the limit of a card"
        case .cardADay:
            most == 1
                ? "was declined within a day, for this or another invoice: one try a day"
                : "was declined \(most) times within a day, the limit of a card"
        case .technicalADay: "failed \(most) times within a day for technical reasons, the limit of a card"
        case .networkInMonth: "was declined \(most) times in 30 days, all that Visa allows"
        case .networkADay: "was declined \(most) times within a day, all that Mastercard allows"
        case .networkOfAmount:
            "was declined \(most) times in 30 days over the same amount, all that Mastercard allows"
        }
    }
}
