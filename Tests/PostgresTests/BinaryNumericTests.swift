import PropertyTestKit
import Testing

@testable import Postgres

@Suite struct BinaryNumericTests {
    static let exact = [
        "0", "0.00", "1", "-1", "10000", "9999", "10000000", "0.0001", "0.00001", "-0.05",
        "123456789.987654321",
        "100000000000000000000000000000000000000", "0.10", "12345678901234567890.12", "5000.5000",
        "0.000000000001",
    ]

    @Test(arguments: exact) func `Decimal text survives the binary form`(_ text: String) throws {
        let bytes = try #require(BinaryNumeric.bytes(text))
        #expect(bytes.withUnsafeBytes { BinaryNumeric.text($0) } == text)
    }

    @Test(arguments: ["", "-", ".", "1.", ".5", "1e3", "0x10", " 1", "1 ", "NaN", "1.2.3", "١", "--1", "1,5"])
    func `Anything but plain decimal text has no binary form`(_ text: String) {
        #expect(BinaryNumeric.bytes(text) == nil)
    }

    @Test func `The server reads and writes random numbers as we do`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let numbers = (0..<500).map { _ in Self.randomDecimal(&random) }
        let db = try await anyConnection()
        var rows = CopyRows(columns: 2)
        for number in numbers { try rows.append([.numeric(number), .text(number)]) }
        try await db.script("CREATE TEMP TABLE number (ours numeric, spelled text)")
        try await db.copyIn("COPY number FROM STDIN (FORMAT binary)", rows)
        let wrong = try await db.query(
            "SELECT ours, spelled FROM number WHERE ours IS DISTINCT FROM spelled::numeric OR ours::text <> spelled"
        ) { row in "\(try row.decimal(0)) for \(try row.text(1))" }
        let read = try await db.query("SELECT spelled::numeric, spelled FROM number") { row in
            try row.decimal(0) == row.text(1)
        }
        #expect(wrong.isEmpty, "seed \(seed)")
        #expect(read.count == numbers.count && !read.contains(false), "seed \(seed)")
    }

    private static func randomDecimal(_ random: inout SeededGenerator) -> String {
        let digits = { (count: Int, random: inout SeededGenerator) in
            (0..<count).map { _ in ["0", "0", "1", "5", "9", "3"].randomElement(using: &random) ?? "0" }
                .joined()
        }
        let integer = String(digits(.random(in: 1...14, using: &random), &random).drop { $0 == "0" })
        let fraction = digits(.random(in: 0...9, using: &random), &random)
        let text = (integer.isEmpty ? "0" : integer) + (fraction.isEmpty ? "" : ".\(fraction)")
        let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
        return Bool.random(using: &random) && !isZero ? "-\(text)" : text
    }
}
