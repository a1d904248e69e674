/// How often a subscription is billed: a unit times a count (RULES 2.2).
public struct BillingInterval: Hashable, Sendable {
    /// What is counted, in local days and months of the account's zone.
    public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
        /// A local day.
        case day
        /// Seven local days.
        case week
        /// A calendar month.
        case month
        /// Twelve calendar months.
        case year
    }

    /// What is counted.
    public let unit: Unit
    /// How many of them, at least 1.
    public let count: Int

    /// `count` units.
    /// - Throws: `outOfRange` for a count below 1 or above 10,000, which no schedule can mean.
    public init(unit: Unit, count: Int) throws(CalendarError) {
        guard (1...10_000).contains(count) else { throw .outOfRange("interval count", count) }
        self.unit = unit
        self.count = count
    }

    /// One unit.
    public init(_ unit: Unit) {
        self.unit = unit
        count = 1
    }

    /// Whether boundaries count from a day of the month: month and year intervals, which alone can have an
    /// anchor_day (RULES 2.3).
    public var countsMonths: Bool { unit == .month || unit == .year }
}

extension BillingInterval: CustomStringConvertible {
    /// "month" or "3 months".
    public var description: String { count == 1 ? unit.rawValue : "\(count) \(unit.rawValue)s" }

    /// An interval as `description` writes it.
    /// - Throws: `malformedInterval` or `outOfRange`.
    public init(parsing text: String) throws(CalendarError) {
        if let unit = Unit(rawValue: text) {
            self.init(unit)
            return
        }
        var scanner = ASCIIScanner(text)
        guard text.last == "s", let count = scanner.number(widths: 1...9), scanner.take(" "),
            let unit = Unit.allCases.first(where: { text == "\(count) \($0.rawValue)s" })
        else { throw .malformedInterval(text) }
        try self.init(unit: unit, count: count)
    }
}

extension BillingInterval: Codable {
    /// Reads the text of `description`.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text of `description`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
