import Billing
import BillingFormats
import PropertyTestKit
import Testing

@Suite("Hostile files")
struct HostileFileTests {
    private func error(_ bytes: [UInt8]) -> String? {
        let error = #expect(throws: FormatError.self) { try CatalogFile.parse(bytes, fileName: "c.yaml") }
        return error.map { "\($0)" }
    }

    @Test("a byte order mark is skipped")
    func byteOrderMark() throws {
        let catalog = try CatalogFile.parse("\u{FEFF}" + RefusedFileTests.seller, fileName: "c.yaml")
        #expect(catalog.seller.id == "s")
    }

    @Test("line ends of every kind end a line", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(_ end: String) {
        let text = "seller: {id: s, name: S, country: US, time_zone: UTC}\(end)zebra: 1\(end)"
        let error = #expect(throws: FormatError.self) { try CatalogFile.parse(text, fileName: "c.yaml") }
        #expect(error?.line == 2)
        #expect(error?.column == 1)
    }

    @Test("other encodings are told apart from YAML")
    func encodings() {
        #expect(error([0xFF, 0xFE, 0x61, 0x00]) == "c.yaml:1:1: the file is UTF-16 (save it as UTF-8)")
        let latin = Array("seller:\n  name: M".utf8) + [0xFC, 0x6C]
        #expect(error(latin) == "c.yaml:2:10: the file is not UTF-8 here (save it as UTF-8)")
        #expect(
            error(Array("seller: \0".utf8))
                == "c.yaml:1:9: the character U+0000 cannot stand in a file (write it as an escape in double quotes)"
        )
    }

    @Test("a file past the limit is not parsed")
    func size() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 100 << 20)
        #expect(error(bytes) == "c.yaml: the file has 104857600 bytes (at most 33554432 are read)")
    }

    @Test("nesting without end is refused", arguments: ["[", "{a: ", "- ", "[{a: ", "? "])
    func depth(_ opening: String) throws {
        let text = String(repeating: opening, count: 1 << 20)
        let message = try #require(error(Array(text.utf8)))
        #expect(message.contains("not YAML: "))
    }

    @Test("aliases of aliases take no time to refuse")
    func aliasBomb() {
        var text =
            RefusedFileTests.seller
            + "plans: {p: {prices: [{currency: USD, interval: month, amount: 1}], features: {"
        text += "a0: &a0 [x]"
        for level in 1...60 { text += ", a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]" }
        let message = error(Array((text + "}}}").utf8))
        #expect(message?.contains("the features are too many or nested too deep") == true)
    }

    @Test(
        "aliases of aliases as keys take no time to refuse",
        arguments: [
            ("*a60 : 1", "c.yaml:64:1: an alias cannot be a key"),
            ("? [*a60]\n: 1", "c.yaml:64:3: a list or map cannot be a key"),
            (
                "*a60 : 1\n\"b*\": 1\n\"b*\": 2",
                "c.yaml:66:1: b*: the key \"b*\" stands twice in one map (first in line 65)"
            ),
            ("{*a60 : 1}: 1", "c.yaml:64:1: a list or map cannot be a key"),
        ])
    func aliasKeyBomb(_ key: String, _ expected: String) {
        var text = RefusedFileTests.seller + "plans:\n  a0: &a0 [x]\n"
        for level in 1...60 { text += "  a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(error(Array((text + key).utf8)) == expected)
    }

    @Test("random damage to a good file is an error or a catalogue, never a crash")
    func damage() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        let good = Array(CatalogFileTests.full.utf8)
        let marks = Array("{}[]:,-&*!|>'\"%@`#?\n\t 0".utf8) + [0x00, 0xFF]
        for _ in 0..<500 {
            var bytes = good
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = marks.randomElement(using: &generator) ?? 0
                case 1: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: index)
                default: bytes.removeSubrange(index..<min(bytes.count, index + 20))
                }
            }
            do throws(FormatError) {
                _ = try CatalogFile.parse(bytes, fileName: "c.yaml")
            } catch {
                #expect(!error.message.isEmpty && error.line > 0, "seed \(seed): \(error)")
            }
        }
    }
}
