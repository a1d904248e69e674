import Foundation
import PDFWriter
import Testing
import TextShaping

/// Pages with texts in the fonts of this machine, and what programs read in them.
enum ShapedPage {
    static let fonts: FontLibrary = {
        do {
            return try SystemFonts.library()
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// A page with each text in all styles on lines of their own.
    static func make(
        _ texts: [String], fonts: FontLibrary = fonts, compression: CompressionLevel = .standard
    ) throws -> FinishedPDF {
        var document = try document(fonts, compression)
        let paragraphs = texts.map { _ in document.element(.paragraph) }
        document.page(.a4) { canvas in
            var y = 40
            for (text, paragraph) in zip(texts, paragraphs) {
                for style in FontStyle.allCases {
                    let at = Point(x: .points(30), y: .points(y))
                    let style = TextStyle(style, size: .points(11))
                    let drawn = canvas.text(text, at: at, style: style, tag: paragraph)
                    #expect(drawn == canvas.width(of: text, style), "\(text)")
                    y += 24
                }
            }
        }
        let finished = try document.finish()
        if let folder = ProcessInfo.processInfo.environment["DUEDAY_KEEP_DOCUMENTS"], texts.count == 1 {
            let name = texts[0].unicodeScalars.prefix(8).map { String($0.value, radix: 16) }
            try Data(finished.bytes).write(to: URL(filePath: "\(folder)/script-\(name.joined()).pdf"))
            try Data(texts[0].utf8).write(to: URL(filePath: "\(folder)/script-\(name.joined()).txt"))
        }
        return finished
    }

    /// A page with a table: the first text of each row begins at the left margin, the others end at places of their own.
    static func make(rows: [[String]]) throws -> FinishedPDF {
        var document = try document(fonts, .standard)
        let paragraphs = rows.map { _ in document.element(.paragraph) }
        let edges = [30, 330, 400, 450, 540]
        document.page(.a4) { canvas in
            for (index, row) in rows.enumerated() {
                for (column, text) in row.enumerated() {
                    canvas.text(
                        text, at: Point(x: .points(edges[column]), y: .points(40 + 26 * index)),
                        style: TextStyle(size: .points(9)), alignment: column == 0 ? .left : .right,
                        tag: paragraphs[index])
                }
            }
        }
        return try document.finish()
    }

    private static func document(
        _ fonts: FontLibrary, _ compression: CompressionLevel
    ) throws -> PDFDocument {
        try PDFDocument(
            kit: DocumentKit(fonts: fonts, compression: compression),
            metadata: DocumentMetadata(
                title: "Scripts", language: "en", created: try PDFDate(year: 2026, month: 3, day: 31),
                identifier: "scripts"))
    }

    /// What a command writes about a file; it must end with 0 and complain of nothing.
    static func read(_ bytes: [UInt8], _ command: [String]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pdf")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command.map { $0 == "{}" ? file.path : $0 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        // Debian's mupdf is built without colour management and says so each time.
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            .replacing("warning: ICC support is not available", with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && complaint.isEmpty, "\(command): \(complaint)")
        return String(decoding: text, as: UTF8.self)
    }

    /// Lines with something on them.
    ///
    /// - Parameter reader: of poppler's the marks of direction are taken off, which it puts round every run of letters that
    ///   reads from right to left, whoever made the page; no other reader adds any.
    static func lines(_ text: String, by reader: String) -> [String] {
        let marks: Set<UInt32> = reader == "pdftotext" ? [0x202A, 0x202B, 0x202C] : []
        return text.split(whereSeparator: \.isNewline).map { line in
            String(
                String.UnicodeScalarView(
                    line.unicodeScalars.filter { !marks.contains($0.value) })
            ).trimmingCharacters(in: .whitespaces.union(.controlCharacters))
        }.filter { !$0.isEmpty }
    }
}
