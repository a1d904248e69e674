internal import Billing
internal import BillingCalendar
internal import Monetary

// MARK: - Numbers

extension YAMLValue {
    /// An exact decimal from its text; numbers and strings alike.
    func decimal() throws(FormatError) -> ExactDecimal {
        let text = try numberText()
        do {
            return try ExactDecimal(parsing: text)
        } catch {
            throw notANumber(error)
        }
    }

    /// An exact decimal that is zero or more.
    func nonNegativeDecimal() throws(FormatError) -> ExactDecimal {
        let value = try decimal()
        guard value >= .zero else { throw error("cannot be negative") }
        return value
    }

    /// An exact decimal above zero.
    func positiveDecimal() throws(FormatError) -> ExactDecimal {
        let value = try decimal()
        guard value > .zero else { throw error("must be above zero") }
        return value
    }

    /// An amount of zero or more in minor units, from major units with no more digits than the currency has.
    func minorUnits(of currency: Currency) throws(FormatError) -> Int64 {
        let text = try numberText()
        let value: Int64
        do {
            value = try currency.minorUnits(text)
        } catch {
            throw notANumber(error, currency)
        }
        guard value >= 0 else { throw error("cannot be negative") }
        return value
    }

    /// An amount above zero in minor units.
    func positiveMinorUnits(of currency: Currency) throws(FormatError) -> Int64 {
        let value = try minorUnits(of: currency)
        guard value > 0 else { throw error("must be above zero") }
        return value
    }

    private func numberText() throws(FormatError) -> String {
        guard !isNull, plainFlag == nil, let text = try scalarText() else {
            throw error("expected a decimal number, found \(found)")
        }
        return text
    }

    private func notANumber(_ problem: MonetaryError, _ currency: Currency? = nil) -> FormatError {
        switch problem {
        case .malformed(let text):
            return error(
                "expected a decimal number, found \(quoted(text))",
                hint: "digits with at most one point between them")
        case .tooManyDigits(let text, let allowed):
            return error(
                "\(text) has too many digits after the point",
                hint: currency.map { "\($0.code) has \(allowed)" } ?? "at most \(allowed)")
        default:
            return error("\(problem)")
        }
    }
}

// MARK: - Currencies and time

extension YAMLValue {
    /// A currency by its ISO 4217 code.
    func currency() throws(FormatError) -> Currency { try currency(code: text()) }

    /// The currency that a map's key of this value names.
    func currency(code: String) throws(FormatError) -> Currency {
        do {
            return try Currency(code: code)
        } catch {
            let upper = code.uppercased()
            throw self.error(
                "there is no currency \(quoted(code))",
                hint: Self.isCurrency(upper) ? "did you mean \(upper)?" : "three capital letters of ISO 4217")
        }
    }

    private static func isCurrency(_ code: String) -> Bool { (try? Currency(code: code)) != nil }

    /// Amounts by currency, zero or more, in minor units.
    func amountsByCurrency() throws(FormatError) -> [Currency: Int64] {
        var result: [Currency: Int64] = [:]
        for (code, value) in try entries() {
            let currency = try value.currency(code: code)
            result[currency] = try value.minorUnits(of: currency)
        }
        return result
    }

    /// An instant in UTC with whole seconds.
    func instant() throws(FormatError) -> Instant {
        let text = try text()
        do {
            return try Instant(parsing: text)
        } catch {
            throw self.error("\(quoted(text)) is not an instant", hint: "like 2024-01-31T05:00:00Z")
        }
    }

    /// A civil date.
    func day() throws(FormatError) -> CivilDate {
        let text = try text()
        do {
            return try CivilDate(parsing: text)
        } catch {
            throw self.error("\(quoted(text)) is not a date", hint: "like 2024-01-31")
        }
    }

    /// An IANA time zone's id by its form; whether the zone exists is for whoever loads it to say.
    func timeZoneID() throws(FormatError) -> String {
        let id = try shortText(limit: 255)
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        let isZone = parts.allSatisfy { part in
            part.first?.isASCII == true && part.first?.isLetter == true
                && part.utf8.allSatisfy(Self.isZoneCharacter)
        }
        guard isZone else {
            throw error("\(quoted(id)) is not a time zone", hint: "like America/New_York or UTC")
        }
        return id
    }

    private static func isZoneCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}

extension YAMLMap {
    /// The interval written as `interval` and `interval_count` (default 1).
    func interval() throws(FormatError) -> BillingInterval {
        let unit = try required("interval").word(BillingInterval.Unit.self)
        let count = try optional("interval_count") { count throws(FormatError) in
            try count.integer(in: 1...10_000)
        }
        do {
            return try BillingInterval(unit: unit, count: count ?? 1)
        } catch {
            throw value.error("\(error)")
        }
    }
}

// MARK: - Names and places

extension YAMLValue {
    /// An id: 1 to 255 bytes without control characters.
    func id() throws(FormatError) -> String { try shortText(limit: 255) }

    /// A map by ids: every value made into something.
    func byID<T>(
        _ read: (_ id: String, _ value: YAMLValue) throws(FormatError) -> T
    ) throws(FormatError) -> [String: T] {
        try dictionary { key, value throws(FormatError) in
            try value.checkID(key)
            return try read(key, value)
        }
    }

    /// Refuses a map's key that is no id.
    private func checkID(_ key: String) throws(FormatError) {
        guard !key.isEmpty else { throw error("the id is empty") }
        guard key.utf8.count <= 255 else {
            throw error("the id has \(key.utf8.count) bytes", hint: "at most 255")
        }
        guard !key.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw error("the id has a control character")
        }
    }

    /// An address: its lines.
    func address() throws(FormatError) -> [String] {
        try list { line throws(FormatError) in try line.shortText() }
    }

    /// A country by the form of its ISO 3166-1 code.
    func country() throws(FormatError) -> String {
        let code = try text()
        guard PlaceCode.isCountry(code) else {
            throw error(
                "\(quoted(code)) is not a country code",
                hint: code == "EL" ? "Greece is GR" : "two capital letters, like US")
        }
        return code
    }

    /// A region by the form of its ISO 3166-2 code's second part.
    func region() throws(FormatError) -> String {
        let code = try text()
        guard PlaceCode.isRegion(code) else {
            throw error(
                "\(quoted(code)) is not a region code",
                hint: "the part of ISO 3166-2 behind the country, like CA of US-CA")
        }
        return code
    }
}
