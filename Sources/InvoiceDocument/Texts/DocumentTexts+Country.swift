import Billing

extension DocumentTexts {
    /// These texts as a country that shares the language with others writes numbers. Where a seller has set a separator
    /// himself, even to what the language has, both stand in every country.
    ///
    /// Swiss invoices have a point, an apostrophe and the currency first in German, French and Italian (CLDR has the
    /// typographic apostrophe; programs that read amounts know the plain one). India counts in lakhs in English too.
    func written(in country: String) -> DocumentTexts {
        guard Self.countriesOfTheirOwn.contains(country) else { return self }
        var texts = self
        switch (country, language) {
        case ("CH", "de"), ("CH", "fr"), ("CH", "it"), ("LI", "de"):
            guard !hasOwnSeparators else { return self }
            texts.words.numbers = NumberStyle(decimalSeparator: ".", groupSeparator: "'")
            texts.putsCurrencyFirst = true
        case ("IN", "en"):
            texts.words.numbers.grouping = .indian
        default: break
        }
        return texts
    }

    /// Asked first: nearly every document is for another country.
    private static let countriesOfTheirOwn: Set<String> = ["CH", "LI", "IN"]

    private var hasOwnSeparators: Bool {
        ownParts.decimalSeparator != nil || ownParts.groupSeparator != nil
    }

    /// The separator of fractions; set, it is the seller's own.
    var decimalSeparator: String {
        get { words.numbers.decimalSeparator }
        set {
            words.numbers.decimalSeparator = newValue
            ownParts.decimalSeparator = newValue
        }
    }

    /// Between groups of digits; set, it is the seller's own.
    var groupSeparator: String {
        get { words.numbers.groupSeparator }
        set {
            words.numbers.groupSeparator = newValue
            ownParts.groupSeparator = newValue
        }
    }
}
