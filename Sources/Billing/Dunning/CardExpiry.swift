public import BillingCalendar

/// When a customer is told that a card will soon be good no more (PROCESSORS 3).
public enum CardExpiry {
    /// Days before the end of the card's last month, most first.
    public static let noticeDays = [30, 14, 7, 3]

    /// The first instant at which a card is good no more: the end of its last month ("2027-12"), in UTC; nil where
    /// the text is no month.
    public static func instant(of expiresOn: String) -> Instant? {
        // Processors and operators give the month as text: one that is no month has no end that could be told of.
        guard let last = try? CivilDate(parsing: "\(expiresOn)-01") else { return nil }
        let days = CivilDate.daysInMonth(last.month, ofYear: last.year)
        return Instant(secondsSinceEpoch: Int64(last.daysSinceEpoch + days) * 86_400)
    }

    /// The notice that is due at an instant: the fewest days that the card still has no less than; nil where it is
    /// good for longer, or no more.
    ///
    /// - Parameter told: what the customer was told of last; of two that were missed only the later is sent.
    public static func due(_ expiresAt: Instant, told: Int?, at: Instant) -> Int? {
        let left = at.seconds(until: expiresAt)
        guard left > 0, let days = noticeDays.last(where: { left <= Int64($0) * 86_400 }) else { return nil }
        guard told.map({ days < $0 }) ?? true else { return nil }
        return days
    }
}
