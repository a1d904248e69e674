import ArgumentParser
import BillingFormats
import BillingStore
import Foundation
import Postgres

/// dueday audit [books] | trail
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Prove that the books are whole; show who changed what, and why.",
        discussion: """
            Without a subcommand it is `dueday audit books`.

            EXAMPLES:
              dueday audit
              dueday audit trail --account acme
            """,
        subcommands: [AuditBooks.self, AuditTrail.self], defaultSubcommand: AuditBooks.self)
}

/// dueday audit [books]
struct AuditBooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "books",
        abstract: "Prove that the books are whole: numbers, issued invoices, documents, ledger, periods.",
        discussion: """
            Numbers run without a gap, every invoice and credit note still has the content it was issued with (each is \
            chained by its hash to the one before), every document is the file that was written, the ledger is balanced \
            and agrees with invoices and payments, and no period was billed twice or left out. Nothing is changed. \
            Exit code 1 where something was found.

            EXAMPLE: dueday audit
            """)

    @OptionGroup var output: OutputOptions

    private struct Finding {
        var check: String
        var text: String
        var remedy: String
    }

    func run() async throws {
        let settings = try await Settings.load()
        let database = try await Database.open(settings)
        let finance = database.books.finance
        var findings = try await finance.findings().map {
            Finding(check: $0.check, text: $0.finding, remedy: Self.remedy(for: $0.check))
        }
        let documents = Locked<(count: Int, findings: [Finding])>((0, []))
        let root = settings.documents
        try await finance.documents { page in
            let bad = page.compactMap { Self.check($0, root: root) }
            documents.withLock { $0 = ($0.count + page.count, $0.findings + bad) }
        }
        let checked = documents.withLock { $0 }
        findings += checked.findings
        report(findings, documents: checked.count)
        if !findings.isEmpty { throw ExitCode(CommandFailure.Code.attention.rawValue) }
    }

    private func report(_ findings: [Finding], documents: Int) {
        if output.json {
            return output.print(
                [
                    "checks": .integer(FinanceReader.checkCount), "documents": .integer(documents),
                    "findings": .array(
                        findings.map {
                            [
                                "check": .string($0.check), "finding": .string($0.text),
                                "remedy": .string($0.remedy),
                            ]
                        }), "total": .integer(findings.count), "has_more": false,
                ])
        }
        for finding in findings {
            Terminal.print("\(finding.check): \(finding.text)")
            Terminal.print("  \(finding.remedy)")
        }
        Terminal.print(
            "\(FinanceReader.checkCount) checks, \(Counted.words(documents, "document")): "
                + (findings.isEmpty ? "all well" : Counted.words(findings.count, "finding")))
    }

    /// The file as it is now against what was written.
    private static func check(_ document: DocumentRecord, root: String) -> Finding? {
        func finding(_ text: String, _ remedy: String) -> Finding {
            Finding(
                check: "documents_are_the_files",
                text: "\(document.isCreditNote ? "credit note" : "invoice") \(document.number): \(text)",
                remedy: remedy)
        }
        let path = "\(root)/\(document.path)"
        guard let bytes = try? [UInt8](Data(contentsOf: URL(filePath: path))) else {
            return finding(
                "its document \(path) cannot be read",
                "restore it from a backup; `dueday \(document.isCreditNote ? "credit-note" : "invoice") pdf` draws it again"
            )
        }
        guard Int64(bytes.count) == document.byteCount, DocumentFolder.digest(bytes) == document.sha256 else {
            return finding(
                "its document \(path) is not the file that was written (\(bytes.count) bytes, \(document.byteCount) then)",
                "restore it from a backup, and see who can write to the folder")
        }
        return nil
    }

    /// What to do about what a check found.
    private static func remedy(for check: String) -> String {
        switch check {
        case "issued_invoices_are_unchanged", "credit_notes_are_unchanged":
            "compare its rows with a backup and restore them; what it should say is corrected with a credit note "
                + "(`dueday invoice credit`), never in the rows"
        case "numbers_have_no_gap", "credit_note_numbers_have_no_gap":
            "restore the missing rows from a backup; a number that was given is never free again"
        case "no_period_is_billed_twice": "credit one of the two with `dueday invoice credit`"
        case "no_period_is_left_out":
            "look at `dueday subscription show` and `dueday parked list`; `dueday run` bills what is due"
        case let name where name.hasPrefix("ledger"):
            "compare the postings with a backup (`dueday export ledger`); a wrong one is reversed, never changed"
        default:
            "rows were written past the program: compare them with a backup before the next run"
        }
    }
}
