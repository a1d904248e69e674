import Foundation
import PDFWriter
import Testing
import TextShaping

/// What the readers of other families make of our pages: pdfminer (Python), PDFium (Chrome), MuPDF as a library; of names that read
/// from right to left also pdftotext and mutool.
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
                        == Array(repeating: Array(text.unicodeScalars), count: FontStyle.allCases.count),
                    "\(reader): \(lines)")
            }
        }
    }

    /// pdfminer takes letters in the order in which they are drawn, the others put them in order by their places: each
    /// is drawn alone, the first of a word before the second.
    @Test(
        "names that read from right to left come back word by word",
        arguments: [
            "אבג", "فاتورة", "חברת שלום עולם", "مؤسسة النور للتجارة", "חברת שלום 42", "الباقة الاحترافية",
        ])
    func rightToLeft(name: String) throws {
        // Most of a document reads from left to right.
        let page = try ShapedPage.make([
            name, "An invoice of many words", "that read from left to right", "as most do",
        ])
        let words = name.split(separator: " ").map(String.init)
        for (reader, found) in try Self.words(of: page) {
            for word in words {
                #expect(
                    found.filter { $0.unicodeScalars.elementsEqual(word.unicodeScalars) }.count
                        == FontStyle.allCases.count,
                    "\(reader): \(found)")
            }
        }
    }

    /// Poppler and PDFium turn round what one code stands for, so that a mark comes before its letter there.
    @Test(
        "points and vowel marks stay with their letters in the readers that leave codes as they are",
        arguments: ["مُؤَسَّسَة النُّور", "שָׁלוֹם עוֹלָם"])
    func vowelMarks(name: String) throws {
        let words = name.precomposedStringWithCanonicalMapping.split(separator: " ").map(String.init)
        let read = try Self.words(of: try ShapedPage.make([name, "An invoice of many words", "as most are"]))
        for reader in ["mupdf", "pdfminer", "mutool"] {
            let found = try #require(read[reader])
            for word in words {
                #expect(
                    found.filter { $0.unicodeScalars.elementsEqual(word.unicodeScalars) }.count
                        == FontStyle.allCases.count,
                    "\(reader): \(found)")
            }
        }
        for (reader, found) in read {
            let letters = found.joined().unicodeScalars.filter { $0.value >= 0x0590 }.count
            let written = words.joined().unicodeScalars.count * FontStyle.allCases.count
            #expect(letters == written, "\(reader)")
        }
    }

    @Test("such names keep their words beside the columns of a table, and the columns theirs")
    func table() throws {
        let rows = [
            ["Description", "Quantity", "Unit price", "Tax", "Amount"],
            ["חברת שלום עולם", "2", "1,234.50", "19%", "2,469.00"],
            ["חבילה שנתית", "1", "79.00", "7%", "79.00"],
            ["שעות ייעוץ", "12", "150.00", "19%", "1,800.00"],
            ["מנוי", "1", "9.90", "19%", "9.90"],
            ["مؤسسة النور للتجارة", "1,000", "0.0005", "19%", "0.50"],
            ["استشارة عن بعد", "3", "100.00", "19%", "300.00"],
            ["Invoice", "מוצר"],
            ["Sum of all the lines above, without any tax", "4,658.40"],
            ["Most of a document reads from left to right, and so does most of this page"],
        ]
        let written = rows.joined().flatMap { $0.split(separator: " ") }.map { Array($0.unicodeScalars) }
        for (reader, found) in try Self.words(of: try ShapedPage.make(rows: rows)) {
            let read = found.map { Array($0.unicodeScalars) }
            #expect(Dictionary(counting: read) == Dictionary(counting: written), "\(reader): \(found)")
        }
    }

    /// What each reader finds on a page, word by word.
    private static func words(of page: FinishedPDF) throws -> [String: [String]] {
        var texts = try read([page])[0].mapValues { $0.joined(separator: "\n") }
        texts["pdftotext"] = try ShapedPage.read(page.bytes, ["pdftotext", "-enc", "UTF-8", "{}", "-"])
        texts["mutool"] = try ShapedPage.read(page.bytes, ["mutool", "draw", "-q", "-F", "text", "{}"])
        return Dictionary(
            uniqueKeysWithValues: texts.map { reader, text in
                (
                    reader,
                    ShapedPage.lines(text, by: reader).flatMap { $0.split(separator: " ") }.map(String.init)
                )
            })
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
        return try paths.map { path in
            let readers = try #require(found[path])
            #expect(readers.count == 3, "\(readers.keys.sorted())")
            return readers
        }
    }
}

extension Dictionary where Value == Int {
    /// How often each element is there.
    fileprivate init(counting elements: [Key]) {
        self = elements.reduce(into: [:]) { counts, element in counts[element, default: 0] += 1 }
    }
}
