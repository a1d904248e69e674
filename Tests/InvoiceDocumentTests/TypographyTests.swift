import Billing
import Monetary
import Testing

@testable import InvoiceDocument

@Suite("Each language's own typography")
struct TypographyTests {
    @Test("French sets a blank that does not break before two-part signs and the per cent sign")
    func french() {
        for entry in DocumentTexts.french.entries {
            for value in entry.values {
                let signs = Array(value.unicodeScalars)
                for (index, sign) in signs.enumerated() where ":;?!%".unicodeScalars.contains(sign) {
                    let before = index > 0 ? signs[index - 1] : " "
                    #expect(["\u{A0}", "\u{202F}"].contains(before), "\(entry.key): \(value)")
                }
            }
        }
    }

    @Test("apostrophes are curved", arguments: DocumentTexts.all)
    func apostrophes(texts: DocumentTexts) {
        for entry in texts.entries {
            for value in entry.values {
                #expect(!value.contains("'") && !value.contains("\""), "\(entry.key): \(value)")
            }
        }
    }

    @Test("Japanese has full-width signs behind its own letters, Hindi ends sentences with a danda")
    func othersThanLatin() {
        for entry in DocumentTexts.japanese.entries where !entry.key.hasPrefix("numbers.") {
            for value in entry.values {
                #expect(value.allSatisfy { !":;!?(),.".contains($0) }, "\(entry.key): \(value)")
            }
        }
        for entry in DocumentTexts.hindi.entries where !entry.key.hasPrefix("numbers.") {
            for value in entry.values { #expect(!value.hasSuffix("."), "\(entry.key): \(value)") }
        }
    }

    @Test(
        "a country writes numbers its own way in a language that it shares",
        arguments: [
            ("de", "CH", "CHF\u{A0}1'234'567.50", "8.1\u{A0}%"),
            ("fr", "CH", "CHF\u{A0}1'234'567.50", "8.1\u{A0}%"),
            ("it", "CH", "CHF\u{A0}1'234'567.50", "8.1%"),
            ("de", "LI", "CHF\u{A0}1'234'567.50", "8.1\u{A0}%"),
            ("de", "AT", "1.234.567,50\u{A0}CHF", "8,1\u{A0}%"),
            ("en", "CH", "CHF\u{A0}1,234,567.50", "8.1%"),
            ("en", "IN", "CHF\u{A0}12,34,567.50", "8.1%"),
        ])
    func countries(language: String, country: String, amount: String, rate: String) throws {
        let texts = try #require(DocumentTexts.forLanguage(language)).written(in: country)
        let francs = try Currency(code: "CHF")
        #expect(texts.money(123_456_750, francs) == amount)
        #expect(try texts.rate(ExactDecimal(parsing: "8.1")) == rate)
    }

    @Test("a seller's own separators stand in every country")
    func overridden() throws {
        let own = try DocumentTexts.german.overridden(by: [
            DocumentTextEntry("numbers.group_separator", ["\u{202F}"])
        ])
        #expect(own.written(in: "CH") == own)
    }
}
