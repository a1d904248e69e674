public import Monetary

/// The words that explanations of lines are made of, in one language.
public struct ExplanationWords: Sendable, Hashable {
    /// How numbers are written.
    public var numbers: NumberStyle
    /// Between a part and its whole: "14 of 29 days".
    public var of: String
    /// Whole days of a period, in the plural.
    public var days: String
    /// Hours, in the plural.
    public var hours: String
    /// Minutes, in the plural.
    public var minutes: String
    /// Seconds, in the plural.
    public var seconds: String
    /// A share that is taken back: "14 of 29 days unused".
    public var unused: Phrase
    /// A sum or count of events.
    public var used: Phrase
    /// The largest value.
    public var peak: Phrase
    /// The latest value.
    public var latest: Phrase
    /// The number of different keys.
    public var different: Phrase
    /// A gauge's average over time.
    public var average: Phrase
    /// What costs nothing extra.
    public var included: Phrase
    /// How an included number became whole.
    public var roundedUp: String
    /// Why there is nothing to pay.
    public var nothingBillable: String
    /// A fixed fee of a tier.
    public var flat: Phrase
    /// Packages of a size: "3 packages of 10".
    public var packagesOf: String
    /// The most a line comes to.
    public var atMost: Phrase
    /// The least that a period comes to.
    public var minimum: Phrase
    /// What is taken off.
    public var less: Phrase
    /// What the minimum is compared with.
    public var charged: Phrase
    /// What earlier invoices charged for the same use.
    public var chargedBefore: Phrase
    /// A discount: "coupon WELCOME20".
    public var coupon: Phrase
    /// The signs between the parts.
    public var punctuation: Punctuation
    /// Whether units get an English plural; other languages show them as the catalogue has them.
    public var pluralizesUnits: Bool

    /// English, as in the JSON and on the command line.
    public static let english = ExplanationWords(
        numbers: .english, of: "of", days: "days", hours: "hours", minutes: "minutes",
        seconds: "seconds", unused: "{} unused",
        used: "{} used", peak: "peak {}", latest: "latest value {}", different: "{} different",
        average: "average {}", included: "{} included", roundedUp: "rounded up",
        nothingBillable: "nothing to pay", flat: "{} flat", packagesOf: "packages of", atMost: "at most {}",
        minimum: "minimum {}", less: "less {}", charged: "{} charged", chargedBefore: "{} charged before",
        coupon: "coupon {}", punctuation: Punctuation(), pluralizesUnits: true)

    /// Words of another language.
    public init(
        numbers: NumberStyle, of: String, days: String, hours: String, minutes: String, seconds: String,
        unused: Phrase,
        used: Phrase, peak: Phrase, latest: Phrase, different: Phrase, average: Phrase, included: Phrase,
        roundedUp: String, nothingBillable: String, flat: Phrase, packagesOf: String, atMost: Phrase,
        minimum: Phrase, less: Phrase, charged: Phrase, chargedBefore: Phrase, coupon: Phrase,
        punctuation: Punctuation = Punctuation(), pluralizesUnits: Bool = false
    ) {
        self.numbers = numbers
        self.of = of
        self.days = days
        self.hours = hours
        self.minutes = minutes
        self.seconds = seconds
        self.unused = unused
        self.used = used
        self.peak = peak
        self.latest = latest
        self.different = different
        self.average = average
        self.included = included
        self.roundedUp = roundedUp
        self.nothingBillable = nothingBillable
        self.flat = flat
        self.packagesOf = packagesOf
        self.atMost = atMost
        self.minimum = minimum
        self.less = less
        self.charged = charged
        self.chargedBefore = chargedBefore
        self.coupon = coupon
        self.punctuation = punctuation
        self.pluralizesUnits = pluralizesUnits
    }

    /// What was measured, with its unit: "1,500 calls used", "average 37/3 GB (≈ 12.33)".
    func measured(_ used: Ratio, _ aggregation: Meter.Aggregation, unit: String?) -> String {
        var text = numbers.text(used)
        if let unit { text += " " + name(of: unit, for: used) }
        if NumberStyle.decimal(used) == nil, let near = approximation(of: used) {
            text += punctuation.brackets("≈ \(near)")
        }
        return switch aggregation {
        case .sum, .count: self.used(text)
        case .max: peak(text)
        case .last: latest(text)
        case .unique: different(text)
        case .timeWeighted: average(text)
        }
    }

    /// The unit as it stands behind a quantity.
    public func name(of unit: String, for quantity: Ratio) -> String {
        pluralizesUnits && quantity != .one ? EnglishPlural.of(unit) : unit
    }

    /// Two fractional digits, enough to recognise a fraction; nil where they cannot be held, and the exact fraction
    /// stands alone.
    private func approximation(of ratio: Ratio) -> String? {
        guard let hundredths = try? (ratio * Ratio(100)).rounded(),
            let decimal = try? ExactDecimal(rounding: Ratio(Int128(hundredths), over: 100))
        else { return nil }
        return numbers.text(decimal)
    }
}

/// The plural of a unit that is an English word; symbols ("GB", "kWh", "m²") have none.
enum EnglishPlural {
    static func of(_ unit: String) -> String {
        let letters = Array(unit.utf8)
        let isWord = letters.count >= 3 && letters.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x20 }
        guard isWord, let last = letters.last else { return unit }
        let beforeLast = letters[letters.count - 2]
        if last == UInt8(ascii: "y"), !"aeiou".utf8.contains(beforeLast) { return unit.dropLast() + "ies" }
        let hisses =
            "sxz".utf8.contains(last) || (last == UInt8(ascii: "h") && "cs".utf8.contains(beforeLast))
        return unit + (hisses ? "es" : "s")
    }
}
