import ArgumentParser
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore

/// dueday audit trail
struct AuditTrail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trail", abstract: "List who changed what and why, the latest first.",
        discussion: """
            Every command that changes something adds a line, in the transaction of the change: --by and --reason, or \
            the login where nobody is named.

            EXAMPLES:
              dueday audit trail --account acme
              dueday audit trail --by ada --command "invoice credit" --json
            """)

    @Option(help: "Only about this account.")
    var account: String?
    @Option(name: .customLong("by"), help: "Only by this person.")
    var actor: String?
    @Option(help: "Only this command, such as \"invoice credit\".")
    var command: String?
    @OptionGroup var page: PageOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let database = try await Database.open(try await Settings.load())
        let trail = try await database.books.reader.auditTrail(
            account: account, actor: actor, action: command, page: page.request)
        if output.json { return output.print(PageOptions.json(trail, "events", Self.json)) }
        var table = Table([
            .left("WHEN"), .left("WHO"), .left("COMMAND"), .left("ACCOUNT"), .left("SUBJECT"), .left("WHY"),
            .left("FACTS"),
        ])
        for record in trail.items {
            let entry = record.entry
            table.add(
                "\(record.at)", entry.actor, entry.action, entry.account ?? "", entry.subject ?? "",
                entry.reason ?? "",
                entry.detail.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
                    separator: ", "))
        }
        table.print()
        page.printRest(trail)
    }

    private static func json(_ record: AuditRecord) -> OrderedJSON {
        let entry = record.entry
        return [
            "at": .string("\(record.at)"), "by": .string(entry.actor), "command": .string(entry.action),
            "account": .text(entry.account), "subject": .text(entry.subject), "reason": .text(entry.reason),
            "facts": .object(
                entry.detail.sorted { $0.key < $1.key }.map { OrderedJSON.Member($0.key, .string($0.value)) }),
        ]
    }
}
