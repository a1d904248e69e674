import ArgumentParser
import BillingFormats
import BillingStore
import Postgres

/// dueday migrate
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's tables up to this program's version; harmless when repeated.",
        discussion: "EXAMPLE: DUEDAY_DATABASE_URL=postgresql://localhost/billing dueday migrate")

    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let database = try await Database.connect(try await Settings.load())
        let applied = try await database.books(noting: "migrate", by: actor).migrate()
        if output.json {
            return output.print(["applied": .array(applied.map { .string("\($0.number) \($0.name)") })])
        }
        guard !applied.isEmpty else { return Terminal.print("the database is up to date") }
        for migration in applied { Terminal.print("applied \(migration.number) \(migration.name)") }
    }
}
