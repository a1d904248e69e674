import Foundation

/// `embed-sql FOLDER OUTPUT`: the build tool behind the EmbedSQL plugin.
@main
enum EmbedSQLTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { stop("usage: embed-sql FOLDER OUTPUT") }
        let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
        do {
            let source = try EmbeddedSource(files: try readFiles(below: folder)).text
            try replace(URL(fileURLWithPath: arguments[2]), with: source)
        } catch let error as EmbedError {
            // In the compiler's own form, so that a build shows it with its file.
            stop("\(folder.path())/\(error.path):1: error: \(error.reason)")
        }
    }

    /// Equal text keeps its old file, and with it everything that was compiled from it.
    private static func replace(_ output: URL, with source: String) throws {
        if (try? String(contentsOf: output, encoding: .utf8)) == source { return }
        let before = modificationDate(of: output)
        try Data(source.utf8).write(to: output, options: .atomic)
        // The compiler sees a change only in the whole seconds of a file's time, and two builds can share one.
        guard let before, let after = modificationDate(of: output),
            Int(before.timeIntervalSince1970) >= Int(after.timeIntervalSince1970)
        else { return }
        try FileManager.default.setAttributes(
            [.modificationDate: before.addingTimeInterval(1)], ofItemAtPath: output.path())
    }

    private static func modificationDate(of file: URL) -> Date? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path())
        return attributes?[.modificationDate] as? Date
    }

    private static func readFiles(below folder: URL) throws -> [SQLFile] {
        let base = folder.standardizedFileURL.path()
        guard let entries = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
            throw EmbedError(path: "", reason: "no such folder")
        }
        var files: [SQLFile] = []
        while let entry = entries.nextObject() as? URL {
            guard entry.pathExtension == "sql" else { continue }
            let path = String(entry.standardizedFileURL.path().dropFirst(base.count).drop { $0 == "/" })
            guard let text = String(data: try Data(contentsOf: entry), encoding: .utf8) else {
                throw EmbedError(path: path, reason: "is not UTF-8")
            }
            files.append(SQLFile(path: path, text: text))
        }
        return files.sorted { $0.path < $1.path }
    }

    private static func stop(_ message: String) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(1)
    }
}
