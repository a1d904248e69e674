/// The Swift source made from the files below sql/.
///
/// queries/scan/claim_due.sql is `SQL.scan.claimDue`, so a query that is missing does not compile; `SQL.queries`
/// lists them all. migrations/0001_accounts.sql is in `SQL.migrations`, by number. Every other folder is a list of
/// statements by its name, in file order: `SQL.views`, `SQL.checks`, `SQL.roles`.
struct EmbeddedSource {
    let text: String

    private static let queriesFolder = "queries"
    private static let migrationsFolder = "migrations"

    init(files: [SQLFile]) throws(EmbedError) {
        var members: [String] = []
        var folders: [String: [SQLFile]] = [:]
        for file in files {
            guard file.components.count > 1 else {
                throw EmbedError(path: file.path, reason: "must stand in a folder of sql/")
            }
            folders[file.components[0], default: []].append(file)
        }
        // The lists exist even while their folders are empty, so that code may name them from the beginning.
        for folder in [Self.queriesFolder, Self.migrationsFolder, "roles", "views", "checks"] {
            folders[folder, default: []] += []
        }
        for (folder, files) in folders.sorted(by: { $0.key < $1.key }) {
            switch folder {
            case Self.queriesFolder: members += try Self.queries(files)
            case Self.migrationsFolder: members.append(try Self.migrations(files))
            default: members.append(try Self.list(folder, files))
            }
        }
        text = """
            // Made from sql/ by embed-sql; changes here are lost.
            import Postgres

            /// The statements below sql/.
            enum SQL {
            \(members.joined(separator: "\n\n"))
            }

            """
    }

    /// One enum a stage with one constant a query, and the list of all.
    private static func queries(_ files: [SQLFile]) throws(EmbedError) -> [String] {
        var stages: [(name: String, constants: [String])] = []
        var names: [String] = []
        for file in files {
            guard file.components.count == 3 else {
                throw EmbedError(path: file.path, reason: "a query stands at queries/<stage>/<name>.sql")
            }
            let stage = try SwiftName(file.components[1], path: file.path).identifier
            let name = try SwiftName(file.components[2], path: file.path).identifier
            let path = "SQL.\(stage).\(name)"
            guard !names.contains(path) else {
                throw EmbedError(path: file.path, reason: "gives the same Swift name as another file")
            }
            names.append(path)
            if stages.last?.name != stage { stages.append((stage, [])) }
            stages[stages.count - 1].constants.append("static let \(name) = \(try statement(file))")
        }
        let enums = stages.map { "enum \($0.name) {\n\($0.constants.joined(separator: "\n"))\n}" }
        return enums + ["static let queries: [SQLStatement] = [\n\(names.joined(separator: ",\n"))\n]"]
    }

    private static func list(_ folder: String, _ files: [SQLFile]) throws(EmbedError) -> String {
        let name = try SwiftName(folder, path: files.first?.path ?? folder).identifier
        let statements = try files.map { file throws(EmbedError) in try statement(file) }
        return "static let \(name): [SQLStatement] = [\n\(statements.joined(separator: ",\n"))\n]"
    }

    private static func migrations(_ files: [SQLFile]) throws(EmbedError) -> String {
        var migrations: [String] = []
        for file in files {
            let words = file.components[file.components.count - 1].split(separator: "_", maxSplits: 1)
            guard file.components.count == 2, words.count == 2, words[0].utf8.count == 4,
                let number = Int(words[0])
            else {
                throw EmbedError(path: file.path, reason: "a migration stands at migrations/NNNN_name.sql")
            }
            guard number == migrations.count + 1 else {
                throw EmbedError(
                    path: file.path, reason: "migrations rise from 0001 without a gap; this is \(number)")
            }
            migrations.append(
                "Migration(number: \(number), name: \"\(words[1])\", sql: \(try literal(file)))")
        }
        return "static let migrations: [Migration] = [\n\(migrations.joined(separator: ",\n"))\n]"
    }

    private static func statement(_ file: SQLFile) throws(EmbedError) -> String {
        let name = file.components.drop { $0 == queriesFolder }.joined(separator: "/")
        return "SQLStatement(name: \"\(name)\", text: \(try literal(file)))"
    }

    /// A raw literal with as many # as it takes for nothing in the text to end it or to be an escape.
    private static func literal(_ file: SQLFile) throws(EmbedError) -> String {
        guard !file.text.utf8.contains(0) else { throw EmbedError(path: file.path, reason: "holds a NUL") }
        guard !file.text.utf8.contains(UInt8(ascii: "\r")) else {
            throw EmbedError(path: file.path, reason: "has carriage returns; end its lines with LF alone")
        }
        guard file.text.contains(where: { !$0.isWhitespace }) else {
            throw EmbedError(path: file.path, reason: "is empty")
        }
        var marks = "#"
        while file.text.contains("\"\"\"\(marks)") || file.text.contains("\\\(marks)") { marks += "#" }
        return "\(marks)\"\"\"\n\(file.text)\n\"\"\"\(marks)"
    }
}
