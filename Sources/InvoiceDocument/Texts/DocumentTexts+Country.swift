import Billing

extension DocumentTexts {
    /// These texts as a country that shares the language with others writes numbers; a seller's own separators stay.
    ///
    /// Swiss invoices have a point, an apostrophe and the currency first in German, French and Italian (CLDR has the
    /// typographic apostrophe; programs that read amounts know the plain one). India counts in lakhs in English too.
    func written(in country: String) -> DocumentTexts {
        guard Self.countriesOfTheirOwn.contains(country),
            DocumentTexts.forLanguage(language)?.words.numbers == words.numbers
        else { return self }
        var texts = self
        switch (country, language) {
        case ("CH", "de"), ("CH", "fr"), ("CH", "it"), ("LI", "de"):
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
}
