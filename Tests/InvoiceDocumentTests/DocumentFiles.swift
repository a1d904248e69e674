import Foundation
import PDFWriter
import Testing
import TextShaping

@testable import InvoiceDocument

/// One kit for all tests; making it takes the time of many documents.
enum Documents {
    static let kit: DocumentKit = {
        do {
            return try DocumentKit(fonts: .notoSans())
        } catch {
            preconditionFailure("the built-in fonts are broken: \(error)")
        }
    }()

    /// With the fallback fonts of this machine, for the languages that need them; documents in other languages
    /// are the same on machines that have none.
    static let worldKit: DocumentKit = {
        do {
            return try DocumentKit(fonts: SystemFonts.library())
        } catch {
            preconditionFailure("the fonts of this machine are broken: \(error)")
        }
    }()

    static func render(_ sample: SampleInvoice, _ kit: DocumentKit = kit) throws -> RenderedInvoice {
        try InvoiceLayout(kit: kit).render(sample.content())
    }
}

/// Runs a program on a file; one that is missing fails the test.
struct Tool {
    var name: String
    var arguments: [String]

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// - Parameter input: bytes of a file whose path takes the place of "{}" in the arguments.
    func run(on input: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pdf")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments.map { $0 == "{}" ? file.path : $0 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, complaint.isEmpty else {
            throw Failure(
                description: "\(name) ended with \(process.terminationStatus): \(complaint) "
                    + String(decoding: text, as: UTF8.self))
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func text(of pdf: [UInt8]) throws -> String {
        try Tool(name: "pdftotext", arguments: ["-layout", "-enc", "UTF-8", "{}", "-"]).run(on: pdf)
    }

    static func check(_ pdf: [UInt8]) throws {
        _ = try Tool(name: "qpdf", arguments: ["--check", "{}"]).run(on: pdf)
    }
}

/// Texts kept beside the tests. `DUEDAY_RECORD_GOLDENS=1` writes them anew and fails the run that does.
enum Golden {
    static func compare(_ text: String, _ name: String, at location: SourceLocation = #_sourceLocation) throws
    {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Goldens").appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["DUEDAY_RECORD_GOLDENS"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record(
                "recorded \(name): look at it, then run again without recording", sourceLocation: location)
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == expected, "\(name) differs from its golden", sourceLocation: location)
    }
}

/// The documents themselves, to be looked at: `DUEDAY_KEEP_DOCUMENTS=folder` has them written there.
enum KeptDocuments {
    static func keep(_ bytes: [UInt8], _ name: String, type: String = "pdf") throws {
        guard let folder = ProcessInfo.processInfo.environment["DUEDAY_KEEP_DOCUMENTS"] else { return }
        try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).\(type)"))
    }
}
