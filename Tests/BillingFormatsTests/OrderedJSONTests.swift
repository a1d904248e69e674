import BillingFormats
import PropertyTestKit
import Testing

@Suite("Ordered JSON")
struct OrderedJSONTests {
    @Test("keys keep their order, empty containers stay on one line")
    func layout() {
        let value: OrderedJSON = [
            "b": [], "a": [:], "list": [1, "x", nil], "amount": .number("1.50"), "yes": true,
        ]
        #expect(
            value.pretty == """
                {
                 "b": [],
                 "a": {},
                 "list": [
                  1,
                  "x",
                  null
                 ],
                 "amount": 1.50,
                 "yes": true
                }
                """)
        #expect(value.compact == #"{"b":[],"a":{},"list":[1,"x",null],"amount":1.50,"yes":true}"#)
    }

    struct Escape: Sendable {
        var text: String
        var written: String
    }

    @Test(
        "a string is written so that it is valid everywhere",
        arguments: [
            Escape(text: "plain", written: #""plain""#),
            Escape(text: #"say "no" \ /"#, written: #""say \"no\" \\ /""#),
            Escape(text: "\n\r\t\u{8}\u{C}", written: #""\n\r\t\b\f""#),
            Escape(text: "\0\u{1}\u{1F}\u{7F}", written: "\"\\u0000\\u0001\\u001f\u{7F}\""),
            Escape(text: "Grüße ₹ 😀", written: "\"Grüße ₹ 😀\""),
            Escape(text: "a\u{2028}b\u{2029}c", written: #""a\u2028b\u2029c""#),
            Escape(text: "\r\n", written: #""\r\n""#),
        ])
    func escapes(_ row: Escape) throws {
        #expect(OrderedJSON.string(row.text).compact == row.written)
        #expect(try OrderedJSON.parse(row.written, fileName: "x") == .string(row.text))
    }

    @Test(
        "numbers keep their text",
        arguments: ["0", "-0", "1.50", "123456789012345678901234567890", "1E+2", "0.1e-7"])
    func numbers(_ text: String) throws {
        #expect(try OrderedJSON.parse(" \(text)\n", fileName: "x") == .number(text))
    }

    @Test("escapes for characters beyond sixteen bits are read in two halves")
    func surrogates() throws {
        #expect(try OrderedJSON.parse(#""\ud83d\uDE00\u00e9""#, fileName: "x") == "😀é")
    }

    struct Refused: Sendable {
        var text: String
        var error: String
    }

    @Test(
        "what is not JSON is refused with its place",
        arguments: [
            Refused(text: "", error: "a.json:1:1: expected a value"),
            Refused(text: "{", error: "a.json:1:2: expected a key in quotes"),
            Refused(text: "{\"a\": 1,}", error: "a.json:1:9: expected a key in quotes"),
            Refused(text: "{\"a\" 1}", error: "a.json:1:6: a: expected a colon"),
            Refused(text: "{\"a\": 1 \"b\": 2}", error: "a.json:1:9: expected , or }"),
            Refused(text: "[1, 2", error: "a.json:1:6: expected , or ]"),
            Refused(text: "[1,\n {\"b\": x}]", error: "a.json:2:8: [1].b: expected a value"),
            Refused(
                text: "{\"a\": 1, \"a\": 2}", error: "a.json:1:10: the key \"a\" stands twice in one object"),
            Refused(text: "1 2", error: "a.json:1:3: text after the value"),
            Refused(text: "01", error: "a.json:1:2: text after the value"),
            Refused(text: "-", error: "a.json:1:2: expected a digit"),
            Refused(text: "1.", error: "a.json:1:3: expected a digit"),
            Refused(text: "1e", error: "a.json:1:3: expected a digit"),
            Refused(text: "\"abc", error: "a.json:1:5: the string does not end"),
            Refused(text: "\"a\tb\"", error: "a.json:1:3: a control character must be escaped"),
            Refused(text: #""\x""#, error: "a.json:1:3: there is no such escape"),
            Refused(text: #""\u12g4""#, error: "a.json:1:4: expected four hexadecimal digits"),
            Refused(text: #""\ud83d""#, error: "a.json:1:8: half of a surrogate pair"),
            Refused(text: #""\ude00""#, error: "a.json:1:8: half of a surrogate pair"),
            Refused(
                text: String(repeating: "[", count: 600),
                error: "a.json:1:514: nested deeper than 512 levels"),
        ])
    func refused(_ row: Refused) {
        let error = #expect(throws: FormatError.self) { try OrderedJSON.parse(row.text, fileName: "a.json") }
        #expect(error.map { "\($0)" } == row.error)
    }

    @Test("what is written is read back as the same value, pretty and compact")
    func roundTrip() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = OrderedJSON.random(depth: 4, &generator)
            #expect(try OrderedJSON.parse(value.pretty, fileName: "p") == value, "seed \(seed)")
            #expect(try OrderedJSON.parse(value.compact, fileName: "c") == value, "seed \(seed)")
        }
    }
}

extension OrderedJSON {
    fileprivate static func random(depth: Int, _ generator: inout SeededGenerator) -> OrderedJSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3, 4: return .string(randomText(&generator))
        case 5:
            let count = Int.random(in: 0..<4, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, &generator) })
        default:
            let keys = Set((0..<Int.random(in: 0..<4, using: &generator)).map { _ in randomText(&generator) })
            return .object(keys.sorted().map { Member($0, random(depth: depth - 1, &generator)) })
        }
    }

    private static func randomText(_ generator: inout SeededGenerator) -> String {
        let scalars = (0..<Int.random(in: 0..<8, using: &generator)).map { _ in
            let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x110000
            return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) ?? "\u{2028}"
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
