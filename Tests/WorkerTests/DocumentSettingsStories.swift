import BillingStore
import Foundation
import Testing

/// Fonts and texts of documents, set by an operator.
@Suite struct DocumentSettingsStories {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "dueday-\(UUID().uuidString)")

    @Test(
        "a seller's own texts stand on documents, and a mistake in them stops everything with file and line")
    func texts() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "en.yaml")
        let worker = WorkerProcess(
            environment: stage.worker.environment.merging(["DUEDAY_DOCUMENTS_TEXTS": folder.path]) { $1 })
        let preview = [
            "preview", "sub_1", "--at", "2024-01-17T12:00:00Z", "--pdf", folder.appending(path: "a.pdf").path,
        ]
        try Data("preview_title: Estimate\nstatuses: {preview: ESTIMATED}\n".utf8).write(to: file)
        let made = try worker.run(preview, killedAfter: nil)
        #expect(made.status == 0, "\(made.errors)")
        let text = try Self.text(of: folder.appending(path: "a.pdf").path)
        #expect(text.contains("Estimate") && text.contains("ESTIMATED"), "\(text)")

        try Data("preview_title: Estimate\ninvoice_titel: Bill\n".utf8).write(to: file)
        for command in [preview, ["run", "--as-of", "2024-02-03T00:00:00Z"]] {
            let refused = try worker.run(command, killedAfter: nil)
            #expect(
                refused.status == 2
                    && refused.errors.contains("en.yaml:2: invoice_titel: is no text of documents"),
                "\(refused.errors)")
        }
        try FileManager.default.removeItem(at: folder)
        await stage.stop()
    }

    @Test("a font that cannot serve is named before anything is written")
    func fonts() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let font = folder.appending(path: "broken.ttf")
        try Data("no font".utf8).write(to: font)
        let before = try await stage.books.allInvoices().count
        for (setting, reason) in [
            (font.path, "notTrueType"), ("/nowhere", "there is no such file or folder"),
        ] {
            let worker = WorkerProcess(
                environment: stage.worker.environment.merging(["DUEDAY_DOCUMENTS_FONTS": setting]) { $1 })
            let refused = try worker.run("run", "--as-of", "2024-02-03T00:00:00Z")
            #expect(
                refused.status == 2 && refused.errors.contains("\(setting) cannot serve")
                    && refused.errors.contains(reason), "\(refused.errors)")
        }
        #expect(try await stage.books.allInvoices().count == before)
        try FileManager.default.removeItem(at: folder)
        await stage.stop()
    }

    private static func text(of path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pdftotext", path, "-"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
