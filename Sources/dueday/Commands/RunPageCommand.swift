import ArgumentParser
import BillingFormats
import BillingStore
import Foundation

extension ReportCommand {
    struct Run: AsyncParsableCommand {
        /// The most boundaries that are listed one by one: a page must open on a phone.
        private static let mostItems = 1_000

        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Write a run or a rehearsal as one HTML page for finance.",
            discussion: """
                The page needs nothing from elsewhere: it can be mailed, opened on a phone and printed. Links lead to \
                the documents where they are kept on this machine.

                EXAMPLES:
                  dueday report run                          the latest, to run-ID.html
                  dueday report run RUN --out march.html
                """)

        @Argument(help: "Its id, from `dueday runs list`; the latest unless given.")
        var id: String?
        @Option(help: "The file to write; run-ID.html unless given.", completion: .file())
        var out: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await Settings.load()
            let database = try await Database.open(settings)
            let run = try await database.run(id)
            let items = try await database.books.reader.items(
                of: run.id, page: PageRequest(limit: Self.mostItems))
            let documents = URL(filePath: settings.documents)
            let page = RunPage(
                run: run, figures: try await database.books.reader.figures(of: run.id), items: items.items,
                itemCount: items.total,
                documentURL: { item in item.documentPath.map { documents.appending(path: $0).absoluteString }
                })
            let path = out ?? "run-\(run.id).html"
            do {
                try Data(try page.html().utf8).write(to: URL(filePath: path), options: .atomic)
            } catch let error as CocoaError {
                throw CommandFailure.usage("\(path): \(error.localizedDescription)")
            }
            if output.json { return output.print(["run": .string(run.id), "file": .string(path)]) }
            Terminal.print(path)
        }
    }
}
