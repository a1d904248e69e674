import Billing
import BillingCalendar
import BillingFormats
import BillingRun
import BillingStore
import Foundation
import Postgres
import PostgresTestKit
import Testing

/// What finance types, through the built program.
@Suite struct FinanceStories {
    /// Five customers billed and charged for January and February.
    private func stage() async throws -> WorkerStage {
        let stage = try await WorkerStage.make(customers: 5)
        for day in ["2024-01-02", "2024-02-03", "2024-02-10"] {
            _ = try stage.worker.run("run", "--as-of", "\(day)T00:00:00Z")
        }
        return stage
    }

    private func lines(_ stage: WorkerStage, _ arguments: String...) throws -> [String] {
        let result = try stage.worker.run(arguments, killedAfter: nil)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output.split(separator: "\r\n").flatMap { $0.split(separator: "\n") }.map(String.init)
    }

    private func json(_ stage: WorkerStage, _ arguments: String...) throws -> OrderedJSON {
        let result = try stage.worker.run(arguments + ["--json"], killedAfter: nil)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return try OrderedJSON.parse(result.output, fileName: arguments.joined(separator: " "))
    }

    @Test("bean-check and hledger accept the ledger, and its balances are the database's")
    func ledger() async throws {
        let stage = try await stage()
        _ = try lines(stage, "invoice", "credit", "INV-2024-001", "--amount", "10.00", "--reason", "r")
        let range = ["--from", "2024-01-01", "--to", "2030-12-31"]
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (format, name) in [("beancount", "l.beancount"), ("hledger", "l.journal")] {
            let result = try stage.worker.run(
                ["export", "ledger", "--format", format] + range, killedAfter: nil)
            #expect(result.status == 0, "\(result.errors)")
            let file = folder.appending(path: name)
            try result.output.write(to: file, atomically: true, encoding: .utf8)
            let program = format == "hledger" ? "/usr/bin/hledger" : try BeanCheck.program()
            let arguments = format == "hledger" ? ["-f", file.path, "check"] : [file.path]
            #expect(try BeanCheck.run(program, arguments) == 0, "\(format) refuses the ledger")
            // The checkers do look: one cent more is refused.
            let wrong = result.output.replacing("10.00 USD", with: "10.01 USD", maxReplacements: 1)
            #expect(wrong != result.output)
            try wrong.write(to: file, atomically: true, encoding: .utf8)
            #expect(try BeanCheck.run(program, arguments) != 0, "\(format) accepts a wrong ledger")
        }
        // From a day on, the books open with what they came to before.
        let part = try stage.worker.run(
            ["export", "ledger", "--format", "beancount", "--from", "2024-02-01", "--to", "2030-12-31"],
            killedAfter: nil)
        let file = folder.appending(path: "part.beancount")
        try part.output.write(to: file, atomically: true, encoding: .utf8)
        #expect(try BeanCheck.run(BeanCheck.program(), [file.path]) == 0)
        let csv = try lines(stage, "export", "ledger", "--from", "2024-01-01", "--to", "2030-12-31")
        #expect(csv.count > 40 && csv[0].hasPrefix("posting,date,at,account,kind"))
        await stage.stop()
    }

    @Test("the audit finds one issued line that was changed by hand, and a document that is another file")
    func audit() async throws {
        let stage = try await stage()
        let well = try stage.worker.run("audit")
        #expect(
            well.status == 0 && well.output.contains("10 documents: all well"), "\(well.output)\(well.errors)"
        )
        let connection = try await stage.database.connect()
        try await connection.transaction { transaction in
            try await transaction.script(
                SQLStatement(
                    text: """
                        ALTER TABLE invoice_line DISABLE TRIGGER invoice_line_stays;
                        UPDATE invoice_line SET item = 'c'
                        WHERE item = 'b' AND invoice_id = (SELECT id FROM invoice WHERE number = 'INV-2024-004');
                        ALTER TABLE invoice_line ENABLE TRIGGER invoice_line_stays
                        """))
        }
        await connection.close()
        let folder = "\(stage.worker.environment["DUEDAY_STATE_DIR"] ?? "")/documents/s/2024"
        let file = URL(filePath: folder).appending(path: "INV-2024-002.pdf")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let found = try stage.worker.run("audit", "--json")
        #expect(found.status == 1)
        let answer = try OrderedJSON.parse(found.output, fileName: "audit")
        #expect(answer["total"] == .integer(2), "\(found.output)")
        #expect(found.output.contains("INV-2024-004") && found.output.contains("INV-2024-002.pdf"))
        await stage.stop()
    }

    @Test(
        "half of an invoice is credited, a transfer recorded, and the statement leads from one to the other")
    func credits() async throws {
        let stage = try await stage()
        let credit = try json(
            stage, "invoice", "credit", "INV-2024-001", "--line", "1=39.50", "--reason", "half", "--by", "ann"
        )
        #expect(credit["credit_note"]?["total"] == "42.76")
        let shown = try json(stage, "invoice", "show", "INV-2024-001")
        #expect("\(shown)".contains("half"))
        let statement = try json(
            stage, "account", "statement", "acct_1", "--from", "2024-01-01", "--to", "2030-01-01")
        #expect(statement["opening"] == "0.00" && statement["closing"] == "-42.76")
        let refused = try stage.worker.run("invoice", "void", "INV-2024-001", "--reason", "r")
        #expect(refused.status == 2 && refused.errors.contains("is paid and cannot be voided"))
        let trail = try await stage.books.reader.auditTrail().items
        #expect(trail.first?.entry.actor == "ann" && trail.first?.entry.action == "invoice credit")
        await stage.stop()
    }

    @Test("reports and exports answer as table, CSV and JSON, also where there is nothing")
    func reports() async throws {
        let stage = try await stage()
        for report in ["mrr", "tax", "revenue"] {
            let range = ["--from", "2024-01-01", "--to", "2024-02-29"]
            let table = try stage.worker.run(["report", report] + range, killedAfter: nil)
            let csv = try stage.worker.run(["report", report, "--format", "csv"] + range, killedAfter: nil)
            let data = try stage.worker.run(["report", report, "--json"] + range, killedAfter: nil)
            #expect(table.status == 0 && csv.status == 0 && data.status == 0, "\(report): \(table.errors)")
            let rows = csv.output.components(separatedBy: "\r\n").filter { !$0.isEmpty }.count - 1
            #expect(rows > 0 && table.output.split(separator: "\n").count == rows + 1)
            #expect(try OrderedJSON.parse(data.output, fileName: report)["total"] == .integer(rows))
            let none = try stage.worker.run(
                "report", report, "--from", "2020-01-01", "--to", "2020-01-31", "--json")
            let empty = try OrderedJSON.parse(none.output, fileName: report)
            #expect(none.status == 0 && empty["total"] == .integer(0) && empty["has_more"] == false)
        }
        let aging = try json(stage, "report", "aging", "--at", "2024-01-01T01:30:00Z")
        #expect(aging["total"] == .integer(1))
        let wrong = try stage.worker.run("report", "tax", "--from", "2024-02-02", "--to", "2024-02-01")
        #expect(wrong.status == 2 && wrong.errors.contains("lies after --to"))
        // One card declines at first and is charged in February.
        let exports = [
            ("invoices", "number,account", 5), ("payments", "date,at", 4), ("tax", "issued_on,invoice", 5),
        ]
        for (name, first, count) in exports {
            let rows = try lines(stage, "export", name, "--from", "2024-01-01", "--to", "2024-01-31")
            #expect(rows.count == count + 1 && rows[0].hasPrefix(first), "\(rows)")
            #expect(try lines(stage, "export", name, "--from", "2020-01-01", "--to", "2020-01-31").count == 1)
        }
        await stage.stop()
    }

    @Test("a text that a spreadsheet would run gets an apostrophe; numbers and quotes stay what they are")
    func formulas() async throws {
        let stage = try await WorkerStage.make(customers: 1)
        let account = [
            "--currency", "USD", "--time-zone", "UTC", "--country", "US", "--region", "CA", "--manual",
        ]
        _ = try stage.worker.run(
            ["account", "add", "=HYPERLINK(1)", "--name", "=1+\"x\", Ltd"] + account, killedAfter: nil)
        _ = try stage.worker.run(
            "subscription", "start", "@sub", "--account", "=HYPERLINK(1)", "--plan", "pro", "--interval",
            "month",
            "--at", "2024-01-05T00:00:00Z")
        let rows = try lines(stage, "export", "invoices", "--from", "2024-01-05", "--to", "2024-01-05")
        let row = rows.last ?? ""
        #expect(row.contains(",'=HYPERLINK(1),") && row.contains("\"'=1+\"\"x\"\", Ltd\""), "\(row)")
        #expect(row.contains(",'@sub,") && row.contains(",85.52,"), "\(row)")

        let number = try #require(
            try await stage.books.allInvoices().first { $0.content.account == "=HYPERLINK(1)" }
        ).number
        _ = try stage.worker.run(
            "payment", "record", number, "--amount", "85.52", "--reference", "+1-1|cmd, \"x\"",
            "--at", "2024-01-05T12:00:00Z")
        let paid = try lines(stage, "export", "payments", "--from", "2024-01-05", "--to", "2024-01-05").last
        #expect(
            paid == "2024-01-05,2024-01-05T12:00:00Z,'=HYPERLINK(1),\(number),bank,,85.52,USD,"
                + "\"'+1-1|cmd, \"\"x\"\"\",payment", "\(paid ?? "")")
        await stage.stop()
    }
}

/// beancount from PyPI in a virtual environment under the tests' cache, made once.
enum BeanCheck {
    private static let version = "3.2.3"

    static func program() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let cache =
            environment["DUEDAY_TEST_CACHE"] ?? environment["XDG_CACHE_HOME"].map { "\($0)/dueday-tests" }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/dueday-tests").path
        let program = "\(cache)/beancount-\(version)/bin/bean-check"
        if FileManager.default.isExecutableFile(atPath: program) { return program }
        let home = "\(cache)/beancount-\(version)"
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        try #require(
            try run("/usr/bin/python3", ["-m", "venv", home]) == 0, "python3 -m venv \(home) failed")
        let arguments = ["install", "--quiet", "--disable-pip-version-check", "beancount==\(version)"]
        try #require(try run("\(home)/bin/pip", arguments) == 0, "pip could not install beancount from PyPI")
        return program
    }

    static func run(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
