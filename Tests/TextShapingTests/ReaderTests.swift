import Foundation
import PDFWriter
import Testing
import TextShaping

/// What the readers of other families make of our pages: pdfminer (Python), PDFium (Chrome), MuPDF as a library.
@Suite("Readers")
struct ReaderTests {
    @Test("all readers give the same words for all scripts")
    func scripts() throws {
        let texts = ScriptTests.leftToRight
        let read = try Self.read(try texts.map { try ShapedPage.make([$0]) })
        for (text, readers) in zip(texts, read) {
            for (reader, lines) in readers {
                #expect(
                    lines.map { Array($0.unicodeScalars) }
                        == Array(repeating: Array(text.unicodeScalars), count: 2),
                    "\(reader): \(lines)")
            }
        }
    }

    /// pdfminer gives letters as they stand on the page, whatever their direction; so it does with all files.
    @Test("a word that reads from right to left comes back whole", arguments: ["אבג", "فاتورة"])
    func rightToLeft(word: String) throws {
        let readers = try Self.read([try ShapedPage.make([word])])[0]
        #expect(readers["pdfium"] == [word, word])
        #expect(readers["mupdf"] == [word, word])
        #expect(readers["pdfminer"] == Array(repeating: String(word.reversed()), count: 2))
    }

    /// Lines by reader, for each file.
    private static func read(_ files: [FinishedPDF]) throws -> [[String: [String]]] {
        let environment = ProcessInfo.processInfo.environment
        let cache =
            environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { "\($0)/.cache" } ?? "/root/.cache"
        let folder = environment["DUEDAY_VALIDATORS"] ?? "\(cache)/dueday-tests/validators-1"
        let python = "\(folder)/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "no readers in \(folder): run deploy/install-packages --tests")
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let paths = try files.enumerated().map { index, file in
            let path = place.appending(path: "\(index).pdf")
            try Data(file.bytes).write(to: path)
            return path.path
        }
        let process = Process()
        process.executableURL = URL(filePath: python)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Readers/read_text.py")
        process.arguments = [script.path] + paths
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "read_text.py failed")
        let found = try JSONDecoder().decode([String: [String: [String]]].self, from: text)
        return paths.map { found[$0] ?? [:] }
    }
}
