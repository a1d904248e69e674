import BillingCalendar
import Foundation
import Monetary
import PDFWriter
import SystemTimeZones
import Testing

@testable import Billing
@testable import InvoiceDocument

@Suite("What documents say")
struct ContentTests {
    @Test(
        "periods end on the day before midnight, and show times where they do not",
        arguments: [
            ("2024-02-15T05:00:00Z", "2024-03-01T05:00:00Z", "15 Feb – 29 Feb 2024"),
            ("2024-02-29T05:00:00Z", "2024-03-01T05:00:00Z", "29 Feb 2024"),
            ("2023-12-15T05:00:00Z", "2024-01-15T05:00:00Z", "15 Dec 2023 – 14 Jan 2024"),
            ("2024-02-15T15:30:00Z", "2024-03-01T05:00:00Z", "15 Feb 2024 10:30 – 29 Feb 2024"),
            ("2024-02-15T05:00:00Z", "2024-02-15T15:30:07Z", "15 Feb 2024 – 15 Feb 2024 10:30:07"),
            ("2024-02-15T15:30:00Z", "2024-03-15T14:30:00Z", "15 Feb 2024 10:30 – 15 Mar 2024 10:30"),
            ("2024-02-20T15:30:00Z", "2024-02-20T15:30:00Z", "20 Feb 2024 10:30"),
        ])
    func periods(start: String, end: String, text: String) throws {
        let zone = try ZoneDatabase.system.zone("America/New_York")
        #expect(DocumentTexts.english.dates.text(CivilPeriod(period(start, end), in: zone)) == text)
    }

    @Test("document dates are the seller's, service periods the buyer's")
    func zones() throws {
        var sample = try Samples.oneLine()
        sample.buyer.timeZoneID = "Asia/Tokyo"
        let content = try sample.content()
        // 2024-03-01T05:00Z is still 29 February in Los Angeles and the afternoon of 1 March in Tokyo.
        #expect("\(content.issuedOn)" == "2024-02-29")
        #expect(content.groups.map(\.heading) == ["Subscription 1 Mar 2024 14:00 – 1 Apr 2024 13:00"])
    }

    @Test("lines stand under one heading for each period and change, in the order of the invoice")
    func groups() throws {
        let content = try Samples.everyKind().content()
        #expect(
            content.groups.map(\.heading) == [
                "Usage 1 Feb – 29 Feb 2024", "Usage recorded late, 1 Jan – 31 Jan 2024",
                "Subscription 1 Mar – 31 Mar 2024", "Change on 15 Feb 2024", "One-time charges",
            ])
        #expect(content.groups.map(\.lines.count) == [4, 1, 2, 2, 1])
        #expect(content.lines.map(\.name).prefix(3) == ["API calls", "Databases", "Storage GB"])
        #expect(content.lines.map(\.kind) == (try Samples.everyKind().draft.lines.map(\.kind)))
    }

    @Test("usage of two plans names them")
    func twoPlans() throws {
        let calls = UsageDerivation(used: "10", .perUnit(unitPrice: decimal("0.01")))
        let sample = try SampleInvoice(
            "two",
            lines: [
                try SampleLines.usage("api_calls", calls, plan: "pro"),
                try SampleLines.usage("api_calls", calls, plan: "enterprise"),
            ])
        #expect(try sample.content().lines.map(\.name) == ["API calls (Pro)", "API calls (Enterprise)"])
    }

    @Test("coupons are summed by code")
    func coupons() throws {
        let content = try Samples.everyKind().content()
        #expect(content.discounts.map(\.coupon) == ["WELCOME20", "TENOFF"])
        #expect(content.discounts.map(\.minorUnits) == [1580, 1000])
    }

    @Test("the balance is named for what it did")
    func balance() throws {
        func labels(_ sample: SampleInvoice) throws -> [String] {
            Sums(try sample.content()).rows.map(\.label)
        }
        #expect(try labels(Samples.everyKind()).contains("Balance applied"))
        #expect(try labels(Samples.negativeTotal()).contains("Added to your balance"))
        let carried = try SampleInvoice("carried", lines: [try SampleLines.plan()], balance: -40)
        #expect(try labels(carried).contains("Carried over from earlier invoices"))
        #expect(
            try labels(Samples.oneLine()) == [
                "Subtotal", "CA sales tax 8.25% on 79.00", "Total", "Paid on 29 Feb 2024", "Amount due",
            ])
    }

    @Test("every category without tax has its reason in every language", arguments: DocumentTexts.all)
    func reasons(texts: DocumentTexts) {
        for category in [TaxCategory.reverseCharge, .exempt, .outside] {
            #expect(texts.categoryReasons[category]?.isEmpty == false, "\(texts.language) \(category)")
        }
        #expect(texts.categoryReasons[.reverseCharge]?.lowercased().contains("reverse charge") == true)
        for status in DocumentStatus.allCases { #expect(texts.statuses[status] != nil) }
        for category in TaxCategory.allCases { #expect(texts.categoryNames[category] != nil) }
        #expect(texts.dates.months.count == 12)
    }

    @Test("the words of every language can be shown", arguments: DocumentTexts.all)
    func covered(texts: DocumentTexts) {
        for entry in texts.entries {
            for value in entry.values {
                for style in FontStyle.allCases {
                    #expect(Documents.worldKit.fonts.covers(value, style), "\(texts.language) \(entry.key)")
                }
            }
        }
        #expect(texts.isShown(by: Documents.worldKit.fonts))
        #expect(texts.isShown(by: Documents.kit.fonts) == DocumentTexts.shownByBuiltInFonts.contains(texts))
    }

    @Test(
        "the invoice with every kind of line fits its pages in every language", arguments: DocumentTexts.all)
    func languages(texts: DocumentTexts) throws {
        var sample = try Samples.everyKind()
        sample.texts = texts
        let document = try Documents.render(sample, Documents.worldKit)
        #expect(document.replacedCharacters.isEmpty, "\(texts.language)")
        try KeptDocuments.keep(document.bytes, "every-kind-\(texts.language)")
        let text = try Tool.text(of: document.bytes)
        let blank = Set<Character>(["\n", "\u{C}"])
        #expect(text.contains(texts.invoiceTitle))
        #expect(text.contains(texts.statuses[.due] ?? "-"))
        let blanks = CharacterSet(charactersIn: " \u{A0}:")
        #expect(text.contains(texts.changeTotal("").trimmingCharacters(in: blanks)))
        #expect(text.split(whereSeparator: blank.contains).contains { $0.contains(texts.carriedForward) })
        #expect(texts.language == "en" || !text.contains(" used"), "English words are left")
    }

    @Test(
        "the buyer's country and a language tag choose the texts",
        arguments: [
            ("BR", "pt"), ("PL", "pl"), ("JP", "ja"), ("AT", "de"), ("IN", "en"), ("US", "en"),
        ])
    func chosen(country: String, language: String) {
        #expect(DocumentTexts.forCountry(country, among: DocumentTexts.all).language == language)
        #expect(DocumentTexts.forCountry(country).language == (country == "JP" ? "en" : language))
        #expect(DocumentTexts.forLanguage("\(language)-\(country)")?.language == language)
        #expect(DocumentTexts.forLanguage("xx") == nil)
    }

    @Test("four digits stay together in Polish, and Indian thousands are grouped by two")
    func grouping() {
        #expect(DocumentTexts.polish.amount(123_456, money("EUR")) == "1234,56")
        #expect(DocumentTexts.polish.amount(1_234_567, money("EUR")) == "12\u{A0}345,67")
        #expect(DocumentTexts.hindi.amount(1_234_567_890, money("EUR")) == "1,23,45,678.90")
    }

    @Test(
        "registrations have the names that the law gives them",
        arguments: [("eu_vat", "VAT ID"), ("us_ein", "EIN"), ("xx_new", "Tax ID (xx_new)"), ("", "Tax ID")])
    func registrations(type: String, label: String) {
        #expect(DocumentTexts.english.registrationLabel(ofType: type) == label)
    }

    @Test("an account without a name is called by its e-mail address or id")
    func nameless() {
        var account = Parties.acme
        account.name = nil
        #expect(DocumentParty(account, texts: .english).name == "billing@acme.example")
        account.email = nil
        #expect(DocumentParty(account, texts: .english).name == "acct_acme")
    }
}

@Suite("Wrapping")
struct WrappingTests {
    static let fonts = Documents.kit.fonts
    static let style = TextStyle(size: .points(9))

    @Test(
        "no line is wider than it may be and no character is lost",
        arguments: [
            "", " ", "one", "some words that need several lines to stand in", "a\nb\r\nc\u{2028}d",
            String(repeating: "x", count: 500), "short " + String(repeating: "W", count: 90) + " short",
            "e\u{301}" + String(repeating: "u\u{308}", count: 120), "\u{202E}abc\u{200B}",
        ])
    func wrap(text: String) {
        let lines = Self.fonts.wrap(text, Self.style, width: .points(80))
        for line in lines {
            #expect(Self.fonts.width(of: line, .regular, size: .points(9)) <= .points(80), "\(line)")
        }
        #expect(lines.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
    }

    @Test("Japanese breaks between letters, and not before a full stop")
    func eastAsian() {
        let fonts = Documents.worldKit.fonts
        let text = "これはプレビューであり、請求書ではありません。金額は（税込）USD\u{A0}12.00です。"
        for width in 30...120 {
            let lines = fonts.wrap(text, Self.style, width: .points(width))
            #expect(lines.joined() == text)
            for line in lines {
                #expect(fonts.width(of: line, .regular, size: .points(9)) <= .points(width), "\(line)")
                #expect(line.first.map("、。）ー".contains) == false, "\(width): \(lines)")
            }
        }
    }

    @Test(
        "scripts whose letters join wrap within the width",
        arguments: [
            "सदस्यता और भुगतान की जानकारी क्षत्रियविश्वविद्यालय", "ใบแจ้งหนี้ภาษาไทยที่ยาวมากและไม่มีช่องว่าง",
            "فاتورة الاشتراك الشهري لمؤسسةالنورالتجارية",
        ])
    func joining(text: String) {
        let fonts = Documents.worldKit.fonts
        for width in 30...90 {
            let lines = fonts.wrap(text, Self.style, width: .points(width))
            for line in lines where line.count > 1 {
                #expect(
                    fonts.width(of: line, .regular, size: .points(9)) <= .points(width), "\(width): \(line)")
            }
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test("a blank that must not break does not")
    func noBreak() {
        let lines = Self.fonts.wrap("amounts of EUR\u{A0}1,234.50", Self.style, width: .points(80))
        #expect(lines.contains { $0.contains("EUR\u{A0}1,234.50") })
    }

    @Test("what is cut ends in an ellipsis and fits")
    func cut() {
        let text = Self.fonts.cut(
            "Invoice " + String(repeating: "7", count: 80), Self.style, width: .points(100))
        #expect(text.hasPrefix("Invoice 777"))
        #expect(text.hasSuffix("…"))
        #expect(Self.fonts.width(of: text, .regular, size: .points(9)) <= .points(100))
        #expect(Self.fonts.cut("short", Self.style, width: .points(100)) == "short")
    }
}
