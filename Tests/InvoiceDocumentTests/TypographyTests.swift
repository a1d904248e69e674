import BillingCalendar
import Monetary
import PDFWriter
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("Each language's own typography")
struct TypographyTests {
    @Test("French sets a blank that does not break before two-part signs and the per cent sign")
    func french() throws {
        for entry in DocumentTexts.french.entries {
            for value in entry.values { expectFrenchBlanks(value, entry.key) }
        }
        for text in try Composed(.french).all { expectFrenchBlanks(text, "composed") }
    }

    private func expectFrenchBlanks(_ text: String, _ what: String) {
        let signs = Array(text.unicodeScalars)
        for (index, sign) in signs.enumerated() where ":;?!%".unicodeScalars.contains(sign) {
            let before = index > 0 ? signs[index - 1] : " "
            #expect(["\u{A0}", "\u{202F}"].contains(before), "\(what): \(text)")
        }
    }

    @Test(
        "an alternative text begins as the language writes a label",
        arguments: [
            ("en", "Payment code: Spree Hosting GmbH, EUR\u{A0}1,", "Payment part: CH93 "),
            ("fr", "Code de paiement\u{A0}: Spree Hosting GmbH, 1\u{A0}", "Section paiement\u{A0}: CH93 "),
            // The payment part has no Japanese, and is not written in half of it.
            ("ja", "支払いコード：Spree Hosting GmbH、EUR\u{A0}1,", "Payment part: CH93 "),
        ])
    func alternatives(language: String, code: String, part: String) throws {
        let composed = try Composed(try #require(DocumentTexts.forLanguage(language)))
        #expect(composed.code.hasPrefix(code), "\(composed.code)")
        #expect(composed.paymentPart.hasPrefix(part), "\(composed.paymentPart)")
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
    func othersThanLatin() throws {
        for entry in DocumentTexts.japanese.entries where !entry.key.hasPrefix("numbers.") {
            for value in entry.values {
                #expect(value.allSatisfy { !":;!?(),.".contains($0) }, "\(entry.key): \(value)")
            }
        }
        for entry in DocumentTexts.hindi.entries where !entry.key.hasPrefix("numbers.") {
            for value in entry.values { #expect(!value.hasSuffix("."), "\(entry.key): \(value)") }
        }
        let japanese = try Composed(.japanese)
        for text in japanese.words {
            for sign in [", ", ": ", "; ", " – ", "(", ")"] { #expect(!text.contains(sign), "\(text)") }
            #expect(!text.hasSuffix("."), "\(text)")
        }
        #expect(japanese.rows.contains("段階 1（0～5）"), "\(japanese.rows)")
        #expect(japanese.paid.hasSuffix("（Visa 末尾 4242）。"), "\(japanese.paid)")
        #expect(try Composed(.hindi).paid.hasSuffix("4242।"))
        #expect(try Composed(.english).paid.hasSuffix("4242."))
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

    @Test("separators that a seller sets to what the language has are the seller's own; others set nothing")
    func explicit() throws {
        let francs = try Currency(code: "CHF")
        for key in ["numbers.group_separator", "numbers.decimal_separator"] {
            let builtIn = try #require(DocumentTexts.german.entries.first { $0.key == key })
            #expect(builtIn.dependsOnCountry)
            let own = try DocumentTexts.german.overridden(by: [builtIn])
            #expect(own.written(in: "CH").money(123_456_750, francs) == "1.234.567,50\u{A0}CHF")
        }
        let title = DocumentTextEntry("invoice_title", ["Honorarnote"])
        #expect(!title.dependsOnCountry)
        let other = try DocumentTexts.german.overridden(by: [title])
        #expect(other.written(in: "CH").money(123_456_750, francs) == "CHF\u{A0}1'234'567.50")
    }

    @Test("India groups digits its way with a seller's own separators too")
    func ownSeparatorsInIndia() throws {
        let own = try DocumentTexts.english.overridden(by: [
            DocumentTextEntry("numbers.group_separator", ["\u{202F}"])
        ])
        let rupees = try Currency(code: "INR")
        #expect(own.written(in: "IN").amount(123_456_750, rupees) == "12\u{202F}34\u{202F}567.50")
        #expect(own.written(in: "US").amount(123_456_750, rupees) == "1\u{202F}234\u{202F}567.50")
    }
}

/// What is composed of a language's words for documents with everything on them.
private struct Composed {
    /// Names and explanations of lines.
    let lines: [String]
    /// The labels of the appendix.
    let rows: [String]
    /// The tax table's names.
    let taxes: [String]
    /// How a paid invoice was paid.
    let paid: String
    /// Rows of a statement.
    let entries: [String]
    let registration: String
    /// The alternative texts of codes.
    let code: String
    let paymentPart: String

    /// All that is in the language itself.
    var words: [String] { lines + rows + taxes + [paid, registration, code] + entries }
    var all: [String] { words + [paymentPart] }

    init(_ texts: DocumentTexts) throws {
        var sample = try Samples.everyKind()
        sample.texts = texts
        let content = try sample.content()
        lines = content.lines.flatMap { [$0.name, $0.explanation] }
        rows = UsageAppendix.rows(of: content).map(\.label)
        taxes = content.taxes.flatMap { tax in
            let names = TaxTableSection.names(of: tax, texts)
            return [names.tax, names.category]
        }
        var oneLine = try Samples.oneLine()
        oneLine.texts = texts
        paid = PaymentSection.sentence(try oneLine.content())
        let statement = StatementContent(
            .receipt(paidOn: try CivilDate(parsing: "2024-03-01"), method: nil),
            issuedAt: instant("2024-03-01T00:00:00Z"), seller: Parties.northwind, buyer: Parties.acme,
            sellerZone: .utc, entries: [], texts: texts)
        let subjects: [StatementContent.Entry.Subject] = [
            .writeOff("INV-1"), .voided("INV-1"), .payment("Visa"), .credit,
        ]
        entries = subjects.map { statement.text(of: $0) }
        registration = texts.registrationLabel(ofType: "xx_vat")

        var transfer = try Samples.german()
        transfer.texts = texts
        var due = try transfer.content()
        code = try #require(AccountBlock(Self.context(due))).codeAlternative
        due.seller.place = PostalPlace(city: "Zürich", postcode: "8001")
        due.bankAccount = BankAccount(iban: try IBAN(parsing: "CH93 0076 2011 6238 5295 7"))
        paymentPart = try #require(SwissPaymentPart(Self.context(due))).alternative
    }

    private static func context(_ content: DocumentContent) -> InvoiceContext {
        InvoiceContext(
            content: content, fonts: Documents.kit.fonts, options: .init(), sheet: Sheet(size: .a4))
    }
}
