import ArgumentParser
import BillingFormats
import Foundation

extension InvoiceCommand {
    /// dueday invoice sample
    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sample",
            abstract: "Write a gallery of documents: one of each kind, language and difficulty.",
            discussion: """
                The documents are made by the rules from built-in scenarios, without a database; the same program \
                writes the same bytes. The XML of electronic invoices stands beside the PDF it belongs to.

                EXAMPLES:
                  dueday invoice sample --out gallery
                  dueday invoice sample --out gallery --only language-de
                """)

        @Option(help: "The folder to write into; it is made where it is missing.", completion: .directory)
        var out: String
        @Option(help: "Only files whose names begin so.")
        var only: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let files = try await Gallery(maker: DocumentMaker(try await Settings.load())).files().filter {
                file in
                only.map(file.name.hasPrefix) ?? true
            }
            guard !files.isEmpty else {
                throw CommandFailure.usage("no file of the gallery begins with \"\(only ?? "")\"")
            }
            do {
                try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
                for file in files {
                    try Data(file.bytes).write(to: URL(filePath: out).appending(path: file.name))
                }
            } catch {
                throw CommandFailure.usage("\(out): \(error.localizedDescription)")
            }
            if output.json { return output.print(Self.json(files)) }
            for file in files {
                Terminal.print("\(out)/\(file.name)")
                for remark in file.remarks { Terminal.print("  note: \(remark)") }
            }
        }

        private static func json(_ files: [Gallery.File]) -> OrderedJSON {
            [
                "files": .array(
                    files.map { file in
                        [
                            "name": .string(file.name), "bytes": .integer(file.bytes.count),
                            "sha256": .string(DocumentFolder.digest(file.bytes)),
                            "remarks": .array(file.remarks.map { .string($0) }),
                        ]
                    }),
                "total": .integer(files.count), "has_more": .bool(false),
            ]
        }
    }
}
