import Testing

@testable import Billing

@Suite("Document numbers") struct NumberFormatTests {
    @Test(
        "year and sequence where the format has them; the width is the least (10.1)",
        arguments: [
            ("INV-{year}-{seq:3}", 1, "INV-2024-001"),
            ("INV-{year}-{seq:3}", 999, "INV-2024-999"),
            ("INV-{year}-{seq:3}", 1_000, "INV-2024-1000"),
            ("{seq}/{year}", 7, "7/2024"),
            ("{year}{seq:6}", 42, "2024000042"),
            ("{year}-{seq:1}-{year}", 5, "2024-5-2024"),
            ("R {seq:18} {year}", 1, "R 000000000000000001 2024"),
            ("Ä{year}·{seq:2}", 3, "Ä2024·03"),
        ] as [(String, Int64, String)])
    func numbers(template: String, sequence: Int64, number: String) throws {
        #expect(try NumberFormat(template).number(year: 2024, sequence: sequence) == number)
    }

    @Test(
        "a format whose numbers would repeat is refused",
        arguments: [
            "", "INV", "INV-{seq:3}", "INV-{year}", "INV-{year}-{seq:0}", "INV-{year}-{seq:19}",
            "INV-{year}-{seq:x}",
            "INV-{year}-{seq3}", "INV-{year}-{seq", "INV-{year}-{seq:}",
        ])
    func refused(template: String) {
        let expected = "number format \"\(template)\" is not valid: it needs {year} and {seq} or {seq:WIDTH}"
        #expect { try NumberFormat(template) } throws: { "\($0)" == expected }
    }
}
