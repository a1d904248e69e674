import PDFWriter
import Testing

@testable import TextShaping

@Suite("Order of a line")
struct LineOrderTests {
    @Test(
        "runs stand from left to right",
        arguments: [
            ("abc", "0..<3>"), ("abc אבג def", "0..<4> 4..<7< 7..<8> 8..<11>"),
            ("אבג 12 דה", "6..<9< 4..<6> 0..<4<"), ("אב ", "0..<2< 2..<3>"), ("", ""),
        ])
    func order(text: String, runs: String) {
        let line = text.unicodeScalars.map(\.value)
        let written = LineOrder(line).runs.map { "\($0.range)\($0.isRightToLeft ? "<" : ">")" }
        #expect(written.joined(separator: " ") == runs)
    }
}
