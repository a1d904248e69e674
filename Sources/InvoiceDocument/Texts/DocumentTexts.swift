public import Billing
import Monetary
public import PDFWriter

/// All words of a document in one language, with the way it writes numbers and dates.
///
/// A further language is one more value of this type, with its words for the parts of documents.
public struct DocumentTexts: Sendable, Hashable {
    /// RFC 5646, "en".
    public var language: String
    /// Numbers and the words of explanations.
    public var words: ExplanationWords
    /// Dates and periods.
    public var dates: DateStyle
    /// Whether the currency's code stands before the amount.
    public var putsCurrencyFirst: Bool
    /// A rate in percent: "{}%".
    public var percent: Phrase

    /// "Invoice"
    public var invoiceTitle: String
    /// "Credit note"
    public var creditNoteTitle: String
    /// "Preview of an invoice"
    public var previewTitle: String
    /// The status in one word.
    public var statuses: [DocumentStatus: String]

    /// Over the buyer.
    public var billTo: String
    /// Before the day of issue.
    public var issueDate: String
    /// Before the day to pay by.
    public var dueDate: String
    /// Before the number of the corrected invoice.
    public var corrects: String
    /// What is to be paid.
    public var amountDue: String
    /// What was given back.
    public var amountCredited: String

    /// Column head.
    public var description: String
    /// Column head.
    public var quantity: String
    /// Column head.
    public var unitPrice: String
    /// Column head.
    public var tax: String
    /// Column head, with the currency's code.
    public var amount: Phrase

    /// Heading of usage and minimum of a period.
    public var usageGroup: Phrase
    /// Heading of late usage of a period.
    public var lateUsageGroup: Phrase
    /// Heading of what is charged in advance.
    public var openingGroup: Phrase
    /// Heading of a change, with its day.
    public var changeGroup: Phrase
    /// Heading of what was bought once.
    public var oneTimeGroup: String
    /// A credit's name.
    public var unusedTime: Phrase
    /// The name of a charge for the rest of a period.
    public var remainingTime: Phrase
    /// A minimum's name.
    public var minimumSpend: Phrase
    /// What a change comes to: "Net of this change: {}".
    public var changeTotal: Phrase

    /// The sum at the foot of a page.
    public var carriedForward: String
    /// The sum at the head of the next page.
    public var broughtForward: String

    /// Σ of the lines.
    public var subtotal: String
    /// What a coupon takes off.
    public var discount: Phrase
    /// What is left of the subtotal, before tax.
    public var netTotal: String
    /// A tax that has no name of its own.
    public var taxWithoutName: String
    /// The base of a tax: "on {}".
    public var taxBase: Phrase
    /// The total.
    public var total: String
    /// The tax within an inclusive total.
    public var includedTax: Phrase
    /// Balance used up.
    public var balanceApplied: String
    /// A negative total put on the balance.
    public var balanceCredited: String
    /// A small amount of earlier invoices that is collected now (9.2).
    public var broughtOver: String
    /// What was paid, with the day.
    public var paidOn: Phrase
    /// What was paid, without a day.
    public var paid: String
    /// "Visa ending in {}"
    public var cardEnding: Phrase

    /// Over the tax table.
    public var taxTable: String
    /// Column head.
    public var taxCategory: String
    /// Column head.
    public var taxRate: String
    /// Column head.
    public var taxableAmount: String
    /// Column head.
    public var taxAmount: String
    /// What each category is called in the tax table.
    public var categoryNames: [TaxCategory: String]
    /// The reason the law asks for where no tax is charged (RULES 8.2; Directive 2006/112/EC art. 226).
    public var categoryReasons: [TaxCategory: String]

    /// Over the remarks on payment.
    public var payment: String
    /// What to do: "Please pay {}".
    public var payAmount: Phrase
    /// Until when: " by {}."
    public var payDate: Phrase
    /// The amount is taken without the customer doing anything.
    public var chargedAutomatically: Phrase
    /// With the day, and the method behind it.
    public var paidInFull: Phrase
    /// Between "paid on …" and the method.
    public var paidWith: Phrase
    /// Nothing is to be paid.
    public var nothingDue: String
    /// What a preview is not.
    public var previewNote: String
    /// What a void invoice is.
    public var voidNote: String

    /// "Page {}"
    public var page: Phrase
    /// " of {}"
    public var pageOf: Phrase
    /// What a seller has set himself and the language does not hold: nil where nothing is set.
    var ownParts = OwnParts()

    /// Labels of tax registrations by type ("eu_vat").
    public var registrations: [String: String]

    /// The words of parts that a seller has changed. Those of the Swiss payment part are not among them: they are
    /// prescribed.
    struct OwnParts: Sendable, Hashable {
        var paying: PaymentTexts?
        var statement: StatementTexts?
        var appendix: AppendixTexts?
        /// Set where numbers are written as the seller says, in every country.
        var decimalSeparator: String?
        var groupSeparator: String?
    }

    /// The signs between the parts of a composed text.
    var punctuation: Punctuation { words.punctuation }

    /// What the law calls a registration.
    func registrationLabel(ofType type: String) -> String {
        registrations[type] ?? registrations["tax_id"].map {
            type.isEmpty ? $0 : $0 + punctuation.brackets(type)
        } ?? type
    }

    /// "−1,234.50"
    func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
        words.numbers.amount(minorUnits, currency)
    }

    /// "USD 1,234.50"; the blank does not break.
    func money(_ minorUnits: Int64, _ currency: Currency) -> String {
        let amount = amount(minorUnits, currency)
        return putsCurrencyFirst ? "\(currency.code)\u{A0}\(amount)" : "\(amount)\u{A0}\(currency.code)"
    }

    /// "8.25%"; where a blank stands before the sign a single digit gets a decimal, "7,0 %", because readers take single
    /// letters with equal gaps for one spaced word (poppler gives "7%").
    func rate(_ percent: ExactDecimal) -> String {
        let number = words.numbers.text(percent)
        let isSpaced = self.percent("").utf8.count > 1
        return self.percent(
            isSpaced && number.utf8.count == 1 ? "\(number)\(words.numbers.decimalSeparator)0" : number)
    }

    /// The language of a country's documents; English where there is none yet, in India, whose businesses write to
    /// each other in English, and where `languages` lack the country's own.
    ///
    /// - Parameter languages: those that the fonts at hand can show; the built-in fonts show all but the letters
    ///   of East Asia and India.
    public static func forCountry(
        _ country: String, among languages: [DocumentTexts] = shownByBuiltInFonts
    ) -> DocumentTexts {
        let language =
            switch country {
            case "DE", "AT", "LI": "de"
            case "FR", "MC": "fr"
            case "ES", "AD": "es"
            case "IT", "SM": "it"
            case "NL": "nl"
            case "PT", "BR", "AO", "MZ": "pt"
            case "PL": "pl"
            case "JP": "ja"
            default: "en"
            }
        return languages.first { $0.language == language } ?? .english
    }

    /// The texts of a language by its tag, "de" or "de-AT"; nil where there are none.
    public static func forLanguage(_ tag: String) -> DocumentTexts? {
        let primary = tag.prefix { $0 != "-" }.lowercased()
        return all.first { $0.language == primary }
    }

    /// Whether these fonts have every letter of the texts.
    public func isShown(by fonts: FontLibrary) -> Bool {
        entries.allSatisfy { entry in
            entry.values.allSatisfy { text in FontStyle.body.allSatisfy { fonts.covers(text, $0) } }
        }
    }

    /// The languages that need no other fonts.
    public static let shownByBuiltInFonts: [DocumentTexts] = [
        .english, .german, .french, .spanish, .italian, .dutch, .portuguese, .polish,
    ]

    /// The languages there are.
    public static let all: [DocumentTexts] = shownByBuiltInFonts + [.japanese, .hindi]
}
