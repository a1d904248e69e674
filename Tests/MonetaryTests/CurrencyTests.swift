import Foundation
import Monetary
import Testing

@Suite struct CurrencyTests {
    @Test func knowsEveryActiveCurrencyWithMinorUnitsOnce() {
        let codes = Currency.all.map(\.code)
        #expect(codes.count == 165)
        #expect(Set(codes).count == codes.count)
        #expect(codes == codes.sorted())
    }

    @Test func exponentsOtherThanTwoAreThoseOfISO4217() {
        var exceptions: [Int: Set<String>] = [:]
        for currency in Currency.all where currency.exponent != 2 {
            exceptions[currency.exponent, default: []].insert(currency.code)
        }
        #expect(
            exceptions == [
                0: [
                    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
                    "VUV", "XAF", "XOF", "XPF",
                ],
                3: ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"],
                4: ["CLF", "UYW"],
            ])
    }

    @Test(arguments: Currency.all)
    func readsWhatItWrites(currency: Currency) throws {
        let sample = ["1", "1.2", "1.23", "1.234", "1.2345"]
        let tenPower = [1, 10, 100, 1000, 10000][currency.exponent]
        #expect(currency.majorUnits(Int64(tenPower)).filter { $0 != "0" && $0 != "." } == "1")
        let digits = [1, 12, 123, 1234, 12345][currency.exponent]
        #expect(try currency.minorUnits(sample[currency.exponent]) == Int64(digits))
        for minor in [0, 1, -1, 5, 99, -100, 12345, .max, .min] as [Int64] {
            #expect(try currency.minorUnits(currency.majorUnits(minor)) == minor)
        }
        #expect(try Currency(code: currency.code) == currency)
        let json = try JSONEncoder().encode([currency])
        #expect(try JSONDecoder().decode([String].self, from: json) == [currency.code])
        #expect(try JSONDecoder().decode([Currency].self, from: json) == [currency])
    }

    @Test(arguments: ["", "US", "USDX", "usd", "XAU", "XXX", "XTS", "HRK", "ZZZ", "U\u{300}D", "$", "US\0"])
    func refusesAnyOtherCode(code: String) {
        #expect(throws: MonetaryError.unknownCurrency(code)) { try Currency(code: code) }
    }

    @Test(
        arguments: [
            ("USD", 10692, "106.92"), ("USD", -500, "-5.00"), ("USD", 5, "0.05"), ("USD", -5, "-0.05"),
            ("USD", 0, "0.00"), ("JPY", 500, "500"), ("JPY", -1, "-1"), ("KWD", 1, "0.001"),
            ("KWD", 1_234_567, "1234.567"), ("UYW", 10001, "1.0001"),
            ("USD", .min, "-92233720368547758.08"), ("USD", .max, "92233720368547758.07"),
        ] as [(String, Int64, String)])
    func writesMajorUnitsWithAllTheirDigits(code: String, minor: Int64, text: String) throws {
        #expect(try Currency(code: code).majorUnits(minor) == text)
    }

    @Test(
        arguments: [
            ("USD", "9.9", 990), ("USD", "9", 900), ("USD", "-0.05", -5), ("USD", "-0", 0),
            ("JPY", "500", 500),
            ("KWD", "1.5", 1500), ("USD", "007.00", 700),
        ] as [(String, String, Int64)])
    func readsFewerDigitsThanTheCurrencyHas(code: String, text: String, minor: Int64) throws {
        #expect(try Currency(code: code).minorUnits(text) == minor)
    }

    @Test(arguments: [
        ("USD", "1.001", MonetaryError.tooManyDigits("1.001", allowed: 2)),
        ("USD", "1.100", .tooManyDigits("1.100", allowed: 2)),
        ("JPY", "500.0", .tooManyDigits("500.0", allowed: 0)),
        ("JPY", "500.", .malformed("500.")), ("USD", "", .malformed("")), ("USD", "$5", .malformed("$5")),
        ("USD", "1e2", .malformed("1e2")), ("USD", "1,000.00", .malformed("1,000.00")),
        ("USD", "92233720368547758.08", .overflow), ("USD", "-92233720368547758.09", .overflow),
    ])
    func refusesAmountsItCannotHold(code: String, text: String, error: MonetaryError) throws {
        let currency = try Currency(code: code)
        #expect(throws: error) { try currency.minorUnits(text) }
    }
}
