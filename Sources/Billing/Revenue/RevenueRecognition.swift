public import BillingCalendar
public import Monetary

/// Revenue by the day on which it is earned, over a range of days.
///
/// Every line of an issued invoice, without tax, is earned over its period: its amount is split over the days by 1.4,
/// weighted by the seconds of each day that lie in the period, so that the days add up to the line. What is bought once
/// is earned on that day. What a credit note or a void takes back is split in the same way and counts on the same days,
/// but not before the day on which it was taken back: a day that is over stays as it was.
///
/// Memory goes with the days of the range and not with the invoices.
public struct RevenueRecognition: Sendable {
    /// One day of a currency.
    public struct Day: Sendable, Hashable {
        /// In the zone of the report.
        public var on: CivilDate
        /// The amounts are in its minor units.
        public var currency: Currency
        /// Earned on the day.
        public var recognizedMinorUnits: Int64
        /// Billed on the day, less what was taken back on it.
        public var billedMinorUnits: Int64
        /// Billed up to the day's end and not earned yet: deferred revenue.
        public var deferredMinorUnits: Int64
        /// Earned up to the day's end and billed later: use in arrears.
        public var accruedMinorUnits: Int64
    }

    /// What was taken back of an invoice.
    public struct Reversal: Sendable, Hashable {
        /// The line's place on the invoice, from 1.
        public var line: Int
        /// Without tax.
        public var baseMinorUnits: Int64
        /// When.
        public var at: Instant

        /// A part of a line that was taken back.
        public init(line: Int, baseMinorUnits: Int64, at: Instant) {
            self.line = line
            self.baseMinorUnits = baseMinorUnits
            self.at = at
        }
    }

    private struct Totals {
        var recognized: [Int64]
        var billed: [Int64]
        // Differences from one day to the next, with one place behind the last day.
        var deferred: [Int64]
        var accrued: [Int64]

        /// The first day, since 1970.
        private let first: Int

        init(first: Int, days: Int) {
            self.first = first
            recognized = Array(repeating: 0, count: days)
            billed = recognized
            deferred = Array(repeating: 0, count: days + 1)
            accrued = deferred
        }

        /// Whether any day of the range is touched.
        var hasSomething: Bool {
            [recognized, billed, deferred, accrued].contains { $0.contains { $0 != 0 } }
        }

        mutating func book(
            _ amount: Int64, shares: [Int64], from start: Int, on booked: Int, isReversal: Bool
        ) {
            if recognized.indices.contains(booked - first) { billed[booked - first] += amount }
            for (index, share) in shares.enumerated() where share != 0 {
                let earned = isReversal ? max(booked, start + index) : start + index
                if recognized.indices.contains(earned - first) { recognized[earned - first] += share }
                Self.add(share, from: booked - first, until: earned - first, to: &deferred)
                Self.add(share, from: earned - first, until: booked - first, to: &accrued)
            }
        }

        /// Adds to the days [start, end) as far as they are in the range.
        private static func add(
            _ amount: Int64, from start: Int, until end: Int, to differences: inout [Int64]
        ) {
            let low = max(start, 0)
            let high = min(end, differences.count - 1)
            guard low < high else { return }
            differences[low] += amount
            differences[high] -= amount
        }
    }

    /// A period as days, which many lines share.
    private struct Span {
        /// Days since 1970.
        var first: Int
        var weights: [Int64]
    }

    private let first: Int
    private let count: Int
    private let zone: Zone
    private var totals: [Currency: Totals] = [:]
    private var spans: [Period: Span] = [:]
    /// Spans kept at once: periods of a run are few, those of years are many.
    private static let mostSpans = 10_000

    /// - Parameters:
    ///   - from: the first day.
    ///   - to: the last day, which is in the range; before `from` the range is empty.
    public init(from: CivilDate, to: CivilDate, zone: Zone) {
        first = from.daysSinceEpoch
        count = max(0, to.daysSinceEpoch - from.daysSinceEpoch + 1)
        self.zone = zone
    }

    /// Adds an issued invoice with all that was ever taken back of it.
    ///
    /// - Parameter voidedAt: when the whole was taken back; nil where it was not.
    public mutating func add(
        _ invoice: InvoiceDraft, reversals: [Reversal], voidedAt: Instant?
    ) throws(BillingError) {
        do {
            let parts = try invoice.lineParts()
            let issued = day(of: invoice.issuedAt)
            for (line, part) in zip(invoice.lines, parts) where part.baseMinorUnits != 0 {
                try book(
                    part.baseMinorUnits, over: line.period, on: issued, isReversal: false,
                    currency: invoice.currency)
                guard let voidedAt else { continue }
                try book(
                    -part.baseMinorUnits, over: line.period, on: day(of: voidedAt), isReversal: true,
                    currency: invoice.currency)
            }
            for reversal in reversals where invoice.lines.indices.contains(reversal.line - 1) {
                try book(
                    -reversal.baseMinorUnits, over: invoice.lines[reversal.line - 1].period,
                    on: day(of: reversal.at), isReversal: true, currency: invoice.currency)
            }
        } catch {
            throw .arithmetic(error)
        }
    }

    /// Every day of the range for every currency that has something in it, by currency and day.
    public var days: [Day] {
        totals.filter { $0.value.hasSomething }.sorted { $0.key.code < $1.key.code }.flatMap {
            currency, totals in
            var deferred: Int64 = 0
            var accrued: Int64 = 0
            return (0..<count).map { index in
                deferred += totals.deferred[index]
                accrued += totals.accrued[index]
                return Day(
                    on: CivilDate(daysSinceEpoch: first + index), currency: currency,
                    recognizedMinorUnits: totals.recognized[index], billedMinorUnits: totals.billed[index],
                    deferredMinorUnits: deferred, accruedMinorUnits: accrued)
            }
        }
    }

    private mutating func book(
        _ amount: Int64, over period: Period, on booked: Int, isReversal: Bool, currency: Currency
    ) throws(MonetaryError) {
        guard count > 0 else { return }
        let span = self.span(of: period)
        let shares = try allocate(amount, over: span.weights)
        // In place: the arrays are as long as the range.
        totals[currency, default: Totals(first: first, days: count)].book(
            amount, shares: shares, from: span.first, on: booked, isReversal: isReversal)
    }

    private func day(of instant: Instant) -> Int { zone.date(of: instant).daysSinceEpoch }

    private mutating func span(of period: Period) -> Span {
        if let known = spans[period] { return known }
        if spans.count >= Self.mostSpans { spans.removeAll(keepingCapacity: true) }
        var span = Span(first: day(of: period.start), weights: [])
        var start = period.start
        var next = span.first + 1
        while start < period.end {
            let midnight = zone.instant(
                CivilDateTime(date: CivilDate(daysSinceEpoch: next), secondOfDay: 0))
            let end = min(midnight, period.end)
            span.weights.append(max(0, start.seconds(until: end)))
            start = max(start, end)
            next += 1
        }
        // Bought once: earned on the day.
        if span.weights.allSatisfy({ $0 == 0 }) { span.weights = [1] }
        spans[period] = span
        return span
    }
}
