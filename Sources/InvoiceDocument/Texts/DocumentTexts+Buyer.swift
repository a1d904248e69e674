public import Billing

extension DocumentTexts {
    /// The language of an account's documents: its own wish, else that of its country; English where neither is among
    /// `languages`.
    ///
    /// - Parameter languages: those that the fonts at hand can show.
    public static func language(
        of buyer: Account, among languages: [DocumentTexts] = shownByBuiltInFonts
    ) -> DocumentTexts {
        let wish = buyer.invoicing.language.flatMap(forLanguage)?.language
        return languages.first { $0.language == wish } ?? .forCountry(buyer.country, among: languages)
    }
}
