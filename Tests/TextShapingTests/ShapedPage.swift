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

    /// A page with each text in both styles on lines of its own.
    static func make(
        _ texts: [String], fonts: FontLibrary = fonts, compression: CompressionLevel = .standard
    ) throws -> FinishedPDF {
        let kit = try DocumentKit(fonts: fonts, compression: compression)
        var document = try PDFDocument(
            kit: kit,
            metadata: DocumentMetadata(
                title: "Scripts", language: "en", created: try PDFDate(year: 2026, month: 3, day: 31),
                identifier: "scripts"))
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

    /// Lines with something on them, without marks of direction, which readers add.
    static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            String(
                String.UnicodeScalarView(
                    line.unicodeScalars.filter {
                        !(0x200E...0x200F).contains($0.value) && !(0x202A...0x202E).contains($0.value)
                    })
            ).trimmingCharacters(in: .whitespaces.union(.controlCharacters))
        }.filter { !$0.isEmpty }
    }
}
