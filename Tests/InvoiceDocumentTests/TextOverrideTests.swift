import Billing
import Monetary
import Testing

@testable import InvoiceDocument

@Suite("Texts of a seller's own")
struct TextOverrideTests {
    @Test(
        "every text can be overridden, and overriding all with themselves changes nothing",
        arguments: DocumentTexts.all)
    func complete(texts: DocumentTexts) throws {
        var same = try texts.overridden(by: texts.entries)
        #expect(same.entries == texts.entries)
        // Separators that are set are the seller's own in every country, even those that the language has.
        #expect(same.ownParts.decimalSeparator == texts.words.numbers.decimalSeparator)
        #expect(same.ownParts.groupSeparator == texts.words.numbers.groupSeparator)
        same.ownParts.decimalSeparator = nil
        same.ownParts.groupSeparator = nil
        #expect(same == texts)
        let keys = Set(texts.entries.map(\.key))
        #expect(keys.count == texts.entries.count)
        // What is no text: the language, where the currency stands, whether units get a plural.
        let others: Set<String> = [
            "language", "words", "dates", "puts_currency_first", "statuses", "category_names",
            "category_reasons", "registrations", "own_parts",
        ]
        for property in Mirror(reflecting: texts).children.compactMap(\.label).map(snakeCase) {
            #expect(keys.contains(property) != others.contains(property), "\(property)")
        }
        for property in Mirror(reflecting: texts.words).children.compactMap(\.label).map(snakeCase)
        where !["numbers", "punctuation", "pluralizes_units"].contains(property) {
            #expect(keys.contains("words.\(property)"), "\(property)")
        }
        let parts: [(String, Any)] = [
            ("paying", texts.paying), ("statement", texts.statement), ("appendix", texts.appendix),
            ("punctuation", texts.words.punctuation),
        ]
        for (name, part) in parts {
            for property in Mirror(reflecting: part).children.compactMap(\.label).map(snakeCase) {
                #expect(keys.contains("\(name).\(property)"), "\(name).\(property)")
            }
        }
    }

    @Test("what is overridden stands on the document")
    func used() throws {
        var sample = try Samples.oneLine()
        sample.texts = try DocumentTexts.german.overridden(by: [
            DocumentTextEntry("invoice_title", ["Honorarnote"]), DocumentTextEntry("amount", ["{} netto"]),
            DocumentTextEntry("statuses.paid", ["BEGLICHEN"]),
            DocumentTextEntry("dates.pattern", ["d. MMM yyyy"]),
        ])
        let text = try Tool.text(of: try Documents.render(sample).bytes)
        for words in ["Honorarnote", "USD netto", "BEGLICHEN", "29. Feb. 2024"] {
            #expect(text.contains(words), "\(words) in \(text)")
        }
    }

    @Test("separators may change places, in either order")
    func separators() throws {
        let point = DocumentTextEntry("numbers.decimal_separator", ["."])
        let comma = DocumentTextEntry("numbers.group_separator", [","])
        for entries in [[point, comma], [comma, point]] {
            let texts = try DocumentTexts.german.overridden(by: entries)
            #expect(texts.amount(123_450, try Currency(code: "EUR")) == "1,234.50")
        }
    }

    @Test("a word of a part can be overridden, and the others stay")
    func part() throws {
        let texts = try DocumentTexts.german.overridden(by: [DocumentTextEntry("paying.bank", ["Hausbank"])])
        #expect(texts.paying.bank == "Hausbank")
        #expect(texts.paying.payee == DocumentTexts.german.paying.payee)
        #expect(texts.statement == DocumentTexts.german.statement)
        #expect(texts != .german)
    }

    @Test(
        "a mistake is named",
        arguments: [
            ("invoice_titel", ["Rechnung"], "invoice_titel: is no text of documents"),
            ("invoice_title", [" "], "invoice_title: is empty"),
            ("invoice_title", ["a", "b"], "invoice_title: is one text, not a list"),
            ("invoice_title", ["Rechnung {}"], "invoice_title: has no value to put in the place of {}"),
            ("amount", ["Betrag"], "amount: needs {} once, where the value stands, and has it 0 times"),
            ("amount", ["{} {}"], "amount: needs {} once, where the value stands, and has it 2 times"),
            ("dates.months", ["Jan"], "dates.months: is a list of twelve names, January first"),
            (
                "dates.pattern", ["dd.MM."],
                "dates.pattern: lacks yyyy; it is made of d, dd, M, MM, MMM and yyyy"
            ),
            (
                "numbers.group_separator", [","],
                "numbers.group_separator: must differ from numbers.decimal_separator"
            ),
            ("registrations.", ["x"], "registrations.: is no text of documents"),
            ("statuses.lost", ["x"], "statuses.lost: is no text of documents"),
        ])
    func mistakes(key: String, values: [String], message: String) {
        #expect {
            try DocumentTexts.german.overridden(by: [DocumentTextEntry(key, values)])
        } throws: {
            "\($0)" == message
        }
    }

    private func snakeCase(_ name: String) -> String {
        name.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
    }
}
