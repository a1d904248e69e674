import Billing
import BillingFormats
import BillingStore
import Foundation
import Testing

/// Documents as an operator gets them, through the built program: invoices, credit notes, receipts, statements and
/// drafts of a German seller.
@Suite struct DocumentStories {
    private static let catalog = """
        seller:
          id: spree
          name: Spree Hosting GmbH
          address: [Uferstraße 5, 10115 Berlin, Deutschland]
          country: DE
          city: Berlin
          postcode: "10115"
          tax_ids: [{type: eu_vat, value: DE123456789}]
          time_zone: Europe/Berlin
          contact: {name: Rechnungsstelle, phone: +49 30 123456, email: rechnung@spree.example}
          bank_accounts: [{iban: DE02 1203 0000 0000 2020 51, bic: BYLADEM1001}]
        plans: {pro: {name: Pro, prices: [{currency: EUR, interval: month, amount: "100.00"}]}}
        tax: {jurisdictions: {DE: [{name: USt, rate: "19"}]}}
        """

    /// A stage whose one buyer pays by transfer, and a folder for files.
    private struct Office {
        let stage: WorkerStage
        let folder: URL

        init(customers: Int = 0) async throws {
            stage = try await WorkerStage.make(customers: customers)
            folder = FileManager.default.temporaryDirectory.appending(path: "dueday-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = path("catalog.yaml")
            try Data(DocumentStories.catalog.utf8).write(to: URL(filePath: file))
            try run("catalog", "apply", file)
            try run(
                "account", "add", "muster", "--name", "Muster & Söhne AG", "--email", "r@muster.example",
                "--currency", "EUR", "--time-zone", "Europe/Berlin", "--country", "DE",
                "--address", "Hauptstraße 1", "--address", "80331 München", "--manual")
            try run(
                "subscription", "start", "sub_m", "--account", "muster", "--plan", "pro", "--interval",
                "month", "--at", "2024-03-01T00:00:00Z")
        }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        @discardableResult
        func run(_ arguments: String...) throws -> String {
            let result = try stage.worker.run(arguments, killedAfter: nil)
            #expect(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
            return result.output
        }

        func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path(name))) }

        func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

        /// The words of a PDF's pages, as poppler reads them.
        func words(_ name: String) throws -> String {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["pdftotext", "-layout", path(name), "-"]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return text
        }

        func close() async throws {
            try FileManager.default.removeItem(at: folder)
            await stage.stop()
        }
    }

    @Test(
        "an invoice as it was issued, as it stands now, in another language, and in both syntaxes of the norm"
    )
    func invoice() async throws {
        let office = try await Office()
        let number = "INV-2024-001"
        try office.run("run", "--as-of", "2024-03-02T00:00:00Z")
        try office.run("invoice", "pdf", number, "--out", office.path("issued.pdf"))
        let issued = try office.words("issued.pdf")
        #expect(issued.contains("Rechnung") && issued.contains("OFFEN") && issued.contains("119,00 EUR"))
        // What is kept is what was written, byte for byte.
        let kept =
            "\(office.stage.worker.environment["DUEDAY_STATE_DIR"] ?? "")/documents/spree/2024/\(number).pdf"
        let written = try Data(contentsOf: URL(filePath: kept))
        #expect(try office.bytes("issued.pdf") == written)

        try office.run(
            "payment", "record", number, "--amount", "119.00", "--reference", "TX-77", "--at",
            "2024-03-05T00:00:00Z")
        try office.run("invoice", "pdf", number, "--current", "--out", office.path("now.pdf"))
        let now = try office.words("now.pdf")
        #expect(now.contains("BEZAHLT") && now.contains("Überweisung TX-77"), "\(now)")
        try office.run("invoice", "pdf", number, "--out", office.path("again.pdf"))
        let again = try office.bytes("again.pdf")
        #expect(again == written)

        try office.run("invoice", "pdf", number, "--language", "fr", "--out", office.path("fr.pdf"))
        let french = try office.words("fr.pdf")
        #expect(french.contains("Facture") && !french.contains("Rechnung an"), "\(french)")
        let unknown = try office.stage.worker.run("invoice", "pdf", number, "--language", "tlh")
        #expect(unknown.status == 2 && unknown.errors.contains("there are no documents in \"tlh\""))

        try office.run("invoice", "pdf", number, "--format", "cii", "--out", office.path("a.xml"))
        try office.run("invoice", "pdf", number, "--format", "ubl", "--out", office.path("b.xml"))
        for (name, root) in [("a.xml", "<rsm:CrossIndustryInvoice"), ("b.xml", "<Invoice")] {
            let xml = try office.text(name)
            #expect(xml.contains(root) && xml.contains(number) && xml.contains("119.00"), "\(name)")
        }
        let nowhere = try office.stage.worker.run(
            "invoice", "pdf", number, "--out", office.path("no/such/folder.pdf"))
        #expect(nowhere.status == 2 && nowhere.errors.contains("no/such/folder.pdf"))
        try await office.close()
    }

    @Test("a credit note has its document from the next run on, in every format, and the audit looks at it")
    func creditNote() async throws {
        let office = try await Office()
        try office.run("run", "--as-of", "2024-03-02T00:00:00Z")
        try office.run(
            "invoice", "credit", "INV-2024-001", "--amount", "11.90", "--reason", "Zwei Stunden Ausfall",
            "--at",
            "2024-03-02T12:00:00Z")
        // Before the run it is made anew.
        try office.run("credit-note", "pdf", "CN-2024-001", "--out", office.path("before.pdf"))
        try office.run("run", "--as-of", "2024-03-03T00:00:00Z")
        try office.run("credit-note", "pdf", "CN-2024-001", "--out", office.path("kept.pdf"))
        let (before, kept) = (try office.bytes("before.pdf"), try office.bytes("kept.pdf"))
        #expect(kept == before)
        let words = try office.words("kept.pdf")
        for text in ["Gutschrift", "CN-2024-001", "INV-2024-001", "11,90", "Zwei Stunden Ausfall"] {
            #expect(words.contains(text), "\(text) in \(words)")
        }
        try office.run(
            "credit-note", "pdf", "CN-2024-001", "--language", "en", "--out", office.path("en.pdf"))
        #expect(try office.words("en.pdf").contains("Credit note"))
        try office.run("credit-note", "pdf", "CN-2024-001", "--format", "cii", "--out", office.path("a.xml"))
        try office.run("credit-note", "pdf", "CN-2024-001", "--format", "ubl", "--out", office.path("b.xml"))
        let (cii, ubl) = (try office.text("a.xml"), try office.text("b.xml"))
        #expect(cii.contains(">381<") && ubl.contains("<CreditNote"))
        let unknown = try office.stage.worker.run("credit-note", "pdf", "CN-2024-009")
        #expect(unknown.status == 2 && unknown.errors.contains("CN-2024-009"))

        let well = try OrderedJSON.parse(try office.run("audit", "--json"), fileName: "audit")
        #expect(well["documents"] == .integer(2), "\(well)")
        let state = office.stage.worker.environment["DUEDAY_STATE_DIR"] ?? ""
        let file = URL(filePath: "\(state)/documents/spree/2024/credit-notes/CN-2024-001.pdf")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let found = try office.stage.worker.run("audit")
        #expect(
            found.status == 1 && found.output.contains("credit note CN-2024-001: its document"),
            "\(found.output)")
        try await office.close()
    }

    @Test("two sellers that give the same number keep their documents apart")
    func sellers() async throws {
        let office = try await Office(customers: 1)
        _ = try office.stage.worker.run("run", "--as-of", "2024-03-02T00:00:00Z")
        let state = office.stage.worker.environment["DUEDAY_STATE_DIR"] ?? ""
        let files = try ["s", "spree"].map { seller in
            try Data(contentsOf: URL(filePath: "\(state)/documents/\(seller)/2024/INV-2024-001.pdf"))
        }
        #expect(files[0] != files[1])
        let audit = try OrderedJSON.parse(try office.run("audit", "--json"), fileName: "audit")
        #expect(audit["documents"] == .integer(2) && audit["total"] == .integer(0), "\(audit)")
        try await office.close()
    }

    @Test("the mail about a credit note brings its document")
    func mail() async throws {
        let office = try await Office()
        try office.run("run", "--as-of", "2024-03-02T00:00:00Z")
        try office.run(
            "invoice", "credit", "INV-2024-001", "--amount", "11.90", "--reason", "r", "--at",
            "2024-03-02T12:00:00Z")
        try await MailServer.run { server in
            let worker = WorkerProcess(
                environment: office.stage.worker.environment.merging(
                    ["DUEDAY_SMTP_URL": server.url, "DUEDAY_MAIL_FROM": "billing@spree.example"]) { $1 })
            let result = try worker.run("run", "--as-of", "2024-03-03T00:00:00Z")
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            let mail = try #require(
                try server.mails().first { $0.headers["Subject"]?.hasPrefix("Credit note ") == true })
            #expect(mail.recipients == ["r@muster.example"] && mail.fileName == "CN-2024-001.pdf")
            let state = office.stage.worker.environment["DUEDAY_STATE_DIR"] ?? ""
            let file = URL(filePath: "\(state)/documents/spree/2024/credit-notes/CN-2024-001.pdf")
            let kept = try Data(contentsOf: file)
            #expect(Data(base64Encoded: mail.file ?? "") == kept)
        }
        try await office.close()
    }

    @Test(
        "each payment has its receipt, and the statement leads through all of them, in the buyer's language")
    func receiptsAndStatements() async throws {
        let office = try await Office()
        try office.run("run", "--as-of", "2024-03-02T00:00:00Z")
        let none = try office.stage.worker.run("invoice", "receipt", "INV-2024-001")
        #expect(none.status == 2 && none.errors.contains("has no payment"))
        try office.run(
            "payment", "record", "INV-2024-001", "--amount", "100.00", "--reference", "TX-1", "--at",
            "2024-03-05T00:00:00Z")
        try office.run(
            "payment", "record", "INV-2024-001", "--amount", "30.00", "--reference", "TX-2", "--at",
            "2024-03-07T00:00:00Z")
        try office.run("invoice", "receipt", "INV-2024-001", "--out", office.path("last.pdf"))
        let last = try office.words("last.pdf")
        for text in ["Quittung", "INV-2024-001/2", "30,00 EUR", "19,00", "11,00", "Überweisung TX-2"] {
            #expect(last.contains(text), "\(text) in \(last)")
        }
        try office.run(
            "invoice", "receipt", "INV-2024-001", "--payment", "1", "--language", "en", "--out",
            office.path("first.pdf"))
        let first = try office.words("first.pdf")
        #expect(first.contains("Receipt") && first.contains("EUR 100.00") && first.contains("TX-1"))
        let third = try office.stage.worker.run("invoice", "receipt", "INV-2024-001", "--payment", "3")
        #expect(third.status == 2 && third.errors.contains("has 2 payments"))

        try office.run(
            "account", "statement", "muster", "--from", "2024-03-01", "--to", "2030-01-01", "--pdf",
            office.path("statement.pdf"))
        let statement = try office.words("statement.pdf")
        for text in [
            "Kontoauszug", "Muster & Söhne AG", "Rechnung INV-2024-001",
            "Zahlung, Überweisung TX-1, INV-2024-001", "−11,00",
        ] {
            #expect(statement.contains(text), "\(text) in \(statement)")
        }
        try await office.close()
    }

    @Test("a draft that waits for approval says that it is no invoice yet")
    func draft() async throws {
        let office = try await Office()
        let preview = try office.run(
            "preview", "sub_m", "--at", "2024-03-17T12:00:00Z", "--pdf", office.path("preview.pdf"))
        #expect(!preview.isEmpty)
        #expect(try office.words("preview.pdf").contains("VORSCHAU"))
        let rehearsal = try OrderedJSON.parse(
            try office.run("run", "--dry-run", "--as-of", "2024-04-02T00:00:00Z", "--json"), fileName: "run")
        guard case .string(let id)? = rehearsal["run"] else {
            Issue.record("no run in \(rehearsal)")
            return
        }
        try office.run("runs", "draft", id, "sub_m", "--pdf", office.path("draft.pdf"))
        let words = try office.words("draft.pdf")
        #expect(words.contains("ENTWURF") && words.contains("Dies ist ein Entwurf"), "\(words)")
        try await office.close()
    }
}
