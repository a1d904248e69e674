import ArgumentParser
import BillingFormats
import BillingStore

/// Which part of a list is shown.
struct PageOptions: ParsableArguments {
    @Option(help: "The most rows to show.")
    var limit = 50
    @Option(help: "How many of the first rows to leave out.")
    var offset = 0

    var request: PageRequest {
        get throws {
            guard (1...10_000).contains(limit), offset >= 0 else {
                throw CommandFailure.usage("--limit is from 1 to 10000 and --offset from 0")
            }
            return PageRequest(limit: limit, offset: offset)
        }
    }

    /// A list for programs: every one has total and has_more.
    static func json<Item>(_ page: Page<Item>, _ name: String, _ item: (Item) -> OrderedJSON) -> OrderedJSON {
        .object([
            OrderedJSON.Member(name, .array(page.items.map(item))),
            OrderedJSON.Member("total", .integer(page.total)),
            OrderedJSON.Member("has_more", .bool(page.hasMore)),
        ])
    }

    /// What people are told below a list that goes on.
    func printRest<Item>(_ page: Page<Item>) {
        guard page.total > 0 else { return Terminal.print("none") }
        guard page.hasMore else { return }
        Terminal.print(
            "\(offset + 1) to \(offset + page.items.count) of \(page.total); go on with --offset \(offset + page.items.count)"
        )
    }
}
