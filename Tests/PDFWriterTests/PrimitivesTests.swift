import Testing

@testable import PDFWriter

@Suite struct PrimitivesTests {
    @Test(arguments: [
        ("plain", "(plain)"), ("a(b)c\\", "(a\\(b\\)c\\\\)"), ("", "()"),
        ("Müller", "<FEFF004D00FC006C006C00650072>"), ("😀", "<FEFFD83DDE00>"), ("a\nb", "<FEFF0061000A0062>"),
    ])
    func `text strings are ASCII or UTF-16 with its mark`(text: String, bytes: String) {
        #expect(written { $0.append(text: text) } == bytes)
    }

    @Test(arguments: [
        ("text/xml", "/text#2Fxml"), ("ABCDEF+NotoSans-Bold", "/ABCDEF+NotoSans-Bold"),
        ("a b#ü", "/a#20b#23#C3#BC"),
    ])
    func `names from outside are escaped`(name: String, bytes: String) {
        #expect(written { $0.append(escapedName: name) } == bytes)
    }

    @Test func `carriage returns in literal strings are escaped, readers would turn them into line feeds`() {
        #expect(written { $0.append(literal: [0x41, 0x0D, 0x0A, 0xFF]) } == "(A\\r\n\u{FF})")
    }

    @Test func `dates say the same in Info and XMP`() throws {
        let date = try Samples.date()
        #expect(written { $0.append(date: date) } == "(D:20260131235958Z)")
        #expect(written { $0.append(xmpDate: date) } == "2026-01-31T23:59:58Z")
    }

    @Test(arguments: [
        (2026, 2, 29, 0), (2026, 13, 1, 0), (2026, 0, 1, 0), (2026, 4, 31, 0), (10_000, 1, 1, 0),
        (-1, 1, 1, 0),
        (1900, 2, 29, 0), (2026, 1, 1, 24),
    ])
    func `days and hours that do not exist are refused`(year: Int, month: Int, day: Int, hour: Int) {
        #expect(throws: PDFError.date) { try PDFDate(year: year, month: month, day: day, hour: hour) }
    }

    @Test func `29 February exists in leap years`() throws {
        _ = try PDFDate(year: 2028, month: 2, day: 29)
        _ = try PDFDate(year: 2000, month: 2, day: 29)
    }

    @Test(arguments: [
        (Color.black, false, "0 g\n"), (.white, true, "1 G\n"), (.gray(128), false, "0.502 g\n"),
        (.rgb(255, 0, 51), false, "1 0 0.2 rg\n"), (.rgb(1, 2, 3), true, "0.004 0.008 0.012 RG\n"),
    ])
    func `colours are written in thousandths`(color: Color, forLines: Bool, bytes: String) {
        #expect(written { $0.append(color: color, forLines: forLines) } == bytes)
    }

    @Test(arguments: [(0, 0), (1, 2835), (127, 360_000), (210, 595_276), (297, 841_890), (-1, -2835)])
    func `millimetres are rounded to thousandths of a point`(millimetres: Int, thousandths: Int) {
        #expect(Length.millimetres(millimetres).thousandths == thousandths)
    }

    @Test(arguments: [
        ("en", true), ("de-DE", true), ("sr-Latn-RS", true), ("", false), ("de_DE", false), ("de-", false),
        ("german-long", true), ("abcdefghi", false), ("dé", false),
    ])
    func `language tags have the form of RFC 5646`(tag: String, isValid: Bool) {
        #expect(LanguageTag.isValid(tag) == isValid)
    }
}
