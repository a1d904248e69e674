/// What India's rules for recurring debits ask of cards and UPI (PROCESSORS 1b; RBI's Digital Payments – E-mandate
/// Framework). Instants are seconds since 1970.
public enum MandateRule {
    /// The customer is told so long before a debit: a day by law, Razorpay asks for 36 hours and 5 minutes.
    public static let noticeSeconds: Int64 = 36 * 3_600 + 300
    /// A debit that failed may still succeed within three days: the next one waits so long.
    public static let lateSuccessSeconds: Int64 = 72 * 3_600
    /// What may be debited without the customer's own consent to this debit: 15,000 INR, in paise.
    public static let limitWithoutConsentMinorUnits: Int64 = 1_500_000

    private static let daySeconds: Int64 = 86_400
    /// India has one zone, 5:30 ahead, without summer time.
    private static let offsetSeconds: Int64 = 5 * 3_600 + 1_800

    /// The first instant at which a debit may be asked for that is announced now.
    ///
    /// - Parameter cycleEndsAt: the end of the billing cycle the debit belongs to. On the last Indian day of it no debit
    ///   is made, because a late answer would fall into the next: it waits for the cycle's end.
    public static func debitAt(announcedAt now: Int64, cycleEndsAt: Int64?) -> Int64 {
        let earliest = now + noticeSeconds
        guard let cycleEndsAt else { return earliest }
        let lastDay = day(cycleEndsAt - 1)
        return day(earliest) == lastDay && earliest < cycleEndsAt ? cycleEndsAt : earliest
    }

    private static func day(_ instant: Int64) -> Int64 {
        let shifted = instant + offsetSeconds
        return (shifted - (shifted % daySeconds + daySeconds) % daySeconds) / daySeconds
    }
}
