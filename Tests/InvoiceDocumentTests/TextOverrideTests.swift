import Testing

@testable import InvoiceDocument

@Suite("Texts of a seller's own")
struct TextOverrideTests {
    @Test(
        "every text can be overridden, and overriding all with themselves changes nothing",
        arguments: DocumentTexts.all)
    func complete(texts: DocumentTexts) throws {
        #expect(try texts.overridden(by: texts.entries) == texts)
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
        where property != "numbers" && property != "pluralizes_units" {
            #expect(keys.contains("words.\(property)"), "\(property)")
        }
        let parts: [(String, Any)] = [
            ("paying", texts.paying), ("statement", texts.statement), ("appendix", texts.appendix),
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
                "numbers.decimal_separator: and numbers.group_separator must differ"
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
