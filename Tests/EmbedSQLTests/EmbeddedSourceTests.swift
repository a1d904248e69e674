import Testing

@testable import embed_sql

@Suite struct EmbeddedSourceTests {
    private func source(_ files: [String: String]) throws -> String {
        try EmbeddedSource(files: files.map { SQLFile(path: $0, text: $1) }.sorted { $0.path < $1.path }).text
    }

    @Test func `A query is a constant of its stage, in the file's own words`() throws {
        let text = try source([
            "queries/scan/claim_due.sql": "SELECT 1", "queries/rate/usage-of.sql": "SELECT 2",
        ])
        #expect(
            text.contains(
                """
                enum `scan` {
                static let `claimDue` = SQLStatement(name: "scan/claim_due", text: #\"""
                SELECT 1
                \"""#)
                }
                """))
        #expect(text.contains("enum `rate` {\nstatic let `usageOf` = SQLStatement(name: \"rate/usage-of\""))
        #expect(text.contains("[\nSQL.`rate`.`usageOf`,\nSQL.`scan`.`claimDue`\n]"))
    }

    @Test func `Migrations carry their numbers, other folders are lists`() throws {
        let text = try source([
            "migrations/0001_accounts.sql": "-- Who pays.\nSELECT 1",
            "migrations/0002_more_of_it.sql": "SELECT 2",
            "checks/books_agree.sql": "SELECT 3",
        ])
        #expect(
            text.contains("Migration(number: 1, name: \"accounts\", sql: #\"\"\"\n-- Who pays.\nSELECT 1\n"))
        #expect(text.contains("Migration(number: 2, name: \"more_of_it\""))
        #expect(
            text.contains(
                "static let `checks`: [SQLStatement] = [\nSQLStatement(name: \"checks/books_agree\""))
    }

    @Test func `Without files every list is there and empty`() throws {
        let text = try source([:])
        for list in ["queries", "migrations", "`roles`", "`views`", "`checks`"] {
            #expect(text.contains("static let \(list): ["))
        }
    }

    @Test(arguments: ["\"\"\"#", "\\#(1)", "\"\"\"## \\###(x)", "a\\b \\n $$ '' \"\"\""])
    func `Nothing in the text ends its literal`(_ text: String) throws {
        let source = try source(["queries/scan/odd.sql": text])
        let start = try #require(source.firstRange(of: "text: ")?.upperBound)
        let marks = String(source[start...].prefix { $0 == "#" })
        #expect(!text.contains("\"\"\"\(marks)") && !text.contains("\\\(marks)"))
        #expect(source.contains("\(marks)\"\"\"\n\(text)\n\"\"\"\(marks)"))
    }

    static let refused: [(path: String, text: String, reason: String)] = [
        ("loose.sql", "SELECT 1", "must stand in a folder of sql/"),
        ("queries/loose.sql", "SELECT 1", "a query stands at queries/<stage>/<name>.sql"),
        ("queries/scan/deep/er.sql", "SELECT 1", "a query stands at queries/<stage>/<name>.sql"),
        ("migrations/first.sql", "SELECT 1", "a migration stands at migrations/NNNN_name.sql"),
        ("migrations/1_first.sql", "SELECT 1", "a migration stands at migrations/NNNN_name.sql"),
        ("migrations/0002_second.sql", "SELECT 1", "migrations rise from 0001 without a gap; this is 2"),
        ("queries/scan/empty.sql", " \n", "is empty"),
        ("queries/scan/nul.sql", "SELECT '\0'", "holds a NUL"),
        ("queries/scan/dos.sql", "SELECT 1\r\n", "has carriage returns; end its lines with LF alone"),
        (
            "queries/scan/Ünusual.sql", "SELECT 1",
            "\"Ünusual\" gives no Swift name: use lower-case letters, digits and underscores"
        ),
        (
            "queries/scan/1st.sql", "SELECT 1",
            "\"1st\" gives no Swift name: use lower-case letters, digits and underscores"
        ),
    ]

    @Test(arguments: refused.indices) func `A file that cannot be embedded says why`(_ index: Int) {
        let (path, text, reason) = Self.refused[index]
        #expect(throws: EmbedError(path: path, reason: reason)) { try source([path: text]) }
    }

    @Test func `Two files of one Swift name are refused`() {
        #expect(
            throws: EmbedError(
                path: "queries/scan/claim_due.sql", reason: "gives the same Swift name as another file")
        ) {
            try source(["queries/scan/claim-due.sql": "SELECT 1", "queries/scan/claim_due.sql": "SELECT 2"])
        }
    }
}
