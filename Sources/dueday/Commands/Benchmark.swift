import ArgumentParser
import Foundation
import InvoiceDocument
import PDFWriter

/// dueday benchmark: for deploy/bench, not shown in the help.
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Time the making of documents on one core.",
        discussion: "EXAMPLE: dueday benchmark documents --count 1000", shouldDisplay: false,
        subcommands: [Documents.self])

    struct Documents: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "documents",
            abstract: "Make the one-page invoice with eight lines over and over: content, XML, pages.",
            discussion: "EXAMPLE: dueday benchmark documents --count 1000")

        @Option(help: "How many documents.")
        var count = 5_000

        func run() async throws {
            let item = try await Gallery.eightLines.play()
            let maker = try DocumentMaker(Settings())
            let warm = try maker.bundle(item)
            guard warm.remarks.isEmpty, warm.pages.pageCount == 1 else {
                throw CommandFailure.usage("the invoice is not what is to be timed: \(warm.remarks)")
            }
            var bytes = 0
            // Time of the processor: other programs on the machine do not count.
            let began = clock()
            for _ in 0..<count { bytes += try maker.bundle(item).pages.bytes.count }
            let seconds = max(Double(clock() - began) / Double(CLOCKS_PER_SEC), 1e-9)
            let rate = Int((Double(count) / seconds).rounded())
            Terminal.print(
                "dueday, embedded fonts, tagged, Factur-X inside: \(rate) a second, \(bytes / max(1, count)) bytes"
            )
        }
    }
}
