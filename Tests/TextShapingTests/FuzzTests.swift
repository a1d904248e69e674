import Foundation
import Testing

@testable import PDFWriter
@testable import TextShaping

/// Mutated fonts and mutated texts: a document or an error, never a crash and never a broken file.
///
/// Every case has a number and can be repeated alone. A short run is part of every test run; a long one goes on
/// for DUEDAY_FUZZ_SECONDS, begins at DUEDAY_FUZZ_FIRST and writes each number before its case to
/// DUEDAY_FUZZ_LOG, so that the one that crashed is known.
@Suite("Fuzzing", .serialized)
struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let first = UInt64(environment["DUEDAY_FUZZ_FIRST"] ?? "1") ?? 1

    /// Runs cases from the first number on: so many, or until the time is over.
    private static func run(_ name: String, short: Int, _ body: (UInt64) throws -> Void) rethrows -> Int {
        let seconds = Double(environment["DUEDAY_FUZZ_SECONDS"] ?? "") ?? 0
        let end = Date(timeIntervalSinceNow: seconds)
        var count = 0
        while seconds > 0 ? Date() < end : count < short {
            let number = first + UInt64(count)
            if let log = environment["DUEDAY_FUZZ_LOG"] {
                try? "\(name) \(number)\n".write(toFile: log, atomically: false, encoding: .utf8)
            }
            try body(number)
            count += 1
        }
        return count
    }

    @Test("mutated font files")
    func fonts() throws {
        let seeds = try FuzzSeeds.fonts()
        var refused = 0
        let count = Self.run("fonts", short: 120) { number in
            var numbers = FuzzNumbers(number)
            var bytes = seeds[numbers.below(seeds.count)]
            FuzzSeeds.mutate(&bytes, &numbers)
            do {
                try use(bytes, &numbers)
            } catch {
                refused += 1
                #expect(error is PDFError, "case \(number): \(error)")
            }
        }
        // Neither all nothing but errors, nor none.
        #expect(refused > count / 20 && refused < count, "\(refused) of \(count) refused")
    }

    private func use(_ bytes: [UInt8], _ numbers: inout FuzzNumbers) throws {
        let fonts = try FontLibrary.notoSans(fallbacks: [FallbackFont(regular: bytes)], shaping: .harfBuzz)
        let texts = (0..<4).map { _ in FuzzSeeds.text(&numbers) } + ["नमस्ते ไทย น้ำ שלום ABC", "ﬁ漢字"]
        let file = try ShapedPage.make(texts, fonts: fonts)
        #expect(file.bytes.suffix(6).elementsEqual("%%EOF\n".utf8))
    }

    @Test("texts of any characters")
    func texts() throws {
        let count = try Self.run("texts", short: 60) { number in
            var numbers = FuzzNumbers(number)
            let texts = (0..<1 + numbers.below(12)).map { _ in FuzzSeeds.text(&numbers) }
            let file = try ShapedPage.make(texts)
            if number % 20 == 1 {
                _ = try ShapedPage.read(file.bytes, ["qpdf", "--check", "{}"])
                _ = try ShapedPage.read(file.bytes, ["pdftoppm", "-r", "20", "-gray", "{}"])
            }
        }
        #expect(count > 0)
    }
}
