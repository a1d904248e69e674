import Monetary

/// A share of a period in words and as a fraction.
struct ShareText {
    let share: Share
    let words: ExplanationWords

    var isFull: Bool { share.part == share.whole && share.part != 0 }

    /// "14 of 29 days", in the largest unit that leaves both numbers whole.
    var counted: String {
        let (unit, name) = self.unit
        let part = words.numbers.grouped(plain: "\(share.part / unit)")
        let whole = words.numbers.grouped(plain: "\(share.whole / unit)")
        return "\(part) \(words.of) \(whole) \(name)"
    }

    /// The reduced fraction, "14/29".
    func fraction() throws(MonetaryError) -> String { words.numbers.text(try share.ratio()) }

    /// "1,209,600 ÷ 2,505,600"; nothing divided by nothing counts as 0 (4.2).
    var quotient: String {
        if share.whole == 0 { return "0" }
        return words.numbers.grouped(plain: "\(share.part)") + " ÷ "
            + words.numbers.grouped(plain: "\(share.whole)")
    }

    private var unit: (seconds: Int64, name: String) {
        if share.basis == .day { return (1, words.days) }
        let units = [(Int64(86_400), words.days), (3_600, words.hours), (60, words.minutes)]
        return units.first { share.part % $0.0 == 0 && share.whole % $0.0 == 0 } ?? (1, words.seconds)
    }
}
