import Billing
import BillingRun
import Foundation
import Monetary
import PDFWriter
import Testing

@testable import InvoiceDocument
@testable import dueday

@Suite("The gallery")
struct GalleryTests {
    /// Made once: the tests look at the same files.
    static let files = Task { try await Gallery(maker: DocumentMaker(Settings())).files() }

    @Test("every file passes the validators of Debian and PyPI")
    func validators() async throws {
        let files = try await Self.files.value
        #expect(files.count > 40)
        #expect(Set(files.map(\.name)).count == files.count)
        let outcome = try Validators.inFolder { folder in
            for file in files { try Data(file.bytes).write(to: folder.appendingPathComponent(file.name)) }
            return try Validators.run([folder.path])
        }
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(outcome.text.contains("\(files.count) documents"), "\(outcome.text)")
    }

    @Test("making it again gives the same bytes")
    func sameBytes() async throws {
        let again = try await Gallery(maker: DocumentMaker(Settings())).files()
        #expect(try await Self.files.value.map(\.name) == again.map(\.name))
        for (first, second) in zip(try await Self.files.value, again) {
            #expect(
                DocumentFolder.digest(first.bytes) == DocumentFolder.digest(second.bytes), "\(first.name)")
        }
    }

    @Test("another process in another zone and locale makes the same bytes")
    func otherEnvironment() async throws {
        let files = try await Self.files.value
        try Validators.inFolder { folder in
            let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
            let process = Process()
            let folderOfPrograms = URL(filePath: bundle).deletingLastPathComponent()
            process.executableURL = folderOfPrograms.appending(path: "dueday")
            process.arguments = ["invoice", "sample", "--out", folder.path]
            process.environment = [
                "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "Asia/Kathmandu",
                "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
            let made = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(made) == Set(files.map(\.name)))
            for file in files {
                let bytes = try Data(contentsOf: folder.appending(path: file.name))
                #expect([UInt8](bytes) == file.bytes, "\(file.name)")
            }
        }
    }

    /// Documents that need no fonts of the system: text, tables, codes, a logo, XML inside.
    private static let anywhere = [
        "credit-note-amount.pdf", "ch-qr-bill.pdf", "de-factur-x.pdf", "de-factur-x-cii.xml",
        "de-xrechnung-ubl.xml",
        "eight-lines.pdf", "hostile-controls.pdf", "language-pl.pdf", "receipt.pdf", "statement.pdf",
        "us-card.pdf",
    ]

    /// `DUEDAY_RECORD_GOLDENS=1` writes them anew, after a change of the design, and fails the run that does.
    @Test("every machine makes the same bytes: these are their SHA-256")
    func digests() async throws {
        let files = try await Self.files.value.filter { Self.anywhere.contains($0.name) }
        #expect(files.count == Self.anywhere.count)
        let digests = files.map { "\(DocumentFolder.digest($0.bytes))  \($0.name)\n" }.joined()
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Goldens/sha256.txt")
        if ProcessInfo.processInfo.environment["DUEDAY_RECORD_GOLDENS"] != nil {
            try Data(digests.utf8).write(to: golden)
            Issue.record("recorded \(golden.path): look at what changed")
            return
        }
        #expect(try digests == String(contentsOf: golden, encoding: .utf8))
    }

    @Test("the invoice with eight lines, Factur-X inside, is one page of less than 40 kB")
    func size() async throws {
        let file = try #require(try await Self.files.value.first { $0.name == "eight-lines.pdf" })
        #expect(file.bytes.count < 40_000)
        let item = try await Gallery.eightLines.play()
        #expect(item.invoice.content.lines.count == 8)
        #expect(try DocumentMaker(Settings()).bundle(item).pages.pageCount == 1)
    }

    @Test("an electronic invoice that lacks something is a remark by name, and the pages are there")
    func remarks() async throws {
        let files = try await Self.files.value
        let file = try #require(files.first { $0.name == "de-incomplete.pdf" })
        #expect(file.remarks.count == 1)
        #expect(file.remarks[0].contains("BT-10 buyer reference (Leitweg-ID)"), "\(file.remarks)")
        #expect(!files.contains { $0.name == "de-incomplete-cii.xml" })
    }

    @Test("XRechnung passes inside the PDF and alone in both syntaxes")
    func xRechnung() async throws {
        let items = try await Gallery(maker: DocumentMaker(Settings())).invoices()
        var item = try #require(items.first { $0.name == "de-xrechnung" }).item
        item.buyer.invoicing.electronicInvoice = .xRechnungHybrid
        let content = item.content()
        let bundle = try InvoiceLayout(kit: try DocumentKit(fonts: .notoSans())).bundle(
            content, EInvoiceChoice(seller: item.seller, buyer: item.buyer))
        #expect(bundle.remarks.isEmpty, "\(bundle.remarks)")
        let files = [
            ("hybrid.pdf", bundle.pages.bytes), ("cii.xml", try InvoiceLayout.xml(content, .cii(.xRechnung))),
            ("ubl.xml", try InvoiceLayout.xml(content, .ubl(.xRechnung))),
        ]
        let outcome = try Validators.inFolder { folder in
            for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
            return try Validators.run([folder.path])
        }
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    @Test("each code on a page says what is to be paid", arguments: ["de-factur-x", "in-upi", "ch-qr-bill"])
    func codes(_ name: String) async throws {
        let files = try await Self.files.value
        let file = try #require(files.first { $0.name == "\(name).pdf" })
        let found = try Validators.codes(of: file.bytes)
        let payload = try #require(found.first)
        #expect(found.count == 1)
        let amount = try await Self.amountDue(name)
        switch name {
        case "de-factur-x":
            #expect(
                payload.split(separator: "\n", omittingEmptySubsequences: false)
                    == [
                        "BCD", "002", "1", "SCT", "BYLADEM1001", "Spree Hosting GmbH",
                        "DE02120300000000202051",
                        "EUR\(amount)", "", "", "INV-2024-002",
                    ])
        case "in-upi":
            #expect(
                payload
                    == "upi://pay?pa=kaveri@sbi&pn=Kaveri%20Cloud%20Private%20Limited&am=\(amount)&cu=INR&tr=INV-2024-002&tn=INV-2024-002"
            )
        default:
            let fields = payload.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(fields.count == 31)
            #expect(fields[0..<5] == ["SPC", "0200", "1", "CH9300762011623852957", "S"])
            #expect(fields[18..<20] == [amount, "CHF"])
            #expect(fields[27] == "SCOR")
            #expect(Modulo97.remainder(of: (fields[28].dropFirst(4) + fields[28].prefix(4)).utf8) == 1)
            #expect(fields[29..<31] == ["INV-2024-001", "EPD"])
        }
    }

    private static func amountDue(_ name: String) async throws -> String {
        let items = try await Gallery(maker: DocumentMaker(Settings())).invoices()
        let item = try #require(items.first { $0.name == name }).item
        let content = item.invoice.content
        return content.currency.majorUnits(content.amountDueMinorUnits)
    }
}

@Suite("QR codes read by zxing")
struct QRCodeReadingTests {
    @Test("every version and correction is read", arguments: QRCode.Correction.allCases)
    func versions(_ correction: QRCode.Correction) throws {
        let kit = try DocumentKit(fonts: .notoSans())
        var document = try PDFDocument(kit: kit, metadata: Self.metadata())
        var texts: [String] = []
        for version in 1...40 {
            let text = try Self.text(filling: version, correction)
            texts.append(text)
            let code = try QRCode(Array(text.utf8), correction: correction, versions: version...version)
            #expect(code.version == version)
            document.page(.a4) { canvas in
                let figure = canvas.element(.figure, alternative: "code \(version)")
                canvas.draw(
                    code,
                    in: Rectangle(x: .points(60), y: .points(60), width: .points(470), height: .points(470)),
                    tag: figure)
            }
        }
        let found = try Validators.codes(of: document.finish().bytes)
        for (index, text) in texts.enumerated() { #expect(found.contains(text), "version \(index + 1)") }
    }

    /// As many bytes as the version holds; ASCII, because a reader must guess the charset of other bytes.
    private static func text(filling version: Int, _ correction: QRCode.Correction) throws -> String {
        let most = Array(repeating: UInt8(ascii: "a"), count: 5_000)
        do throws(QRCode.TooLong) {
            _ = try QRCode(most, correction: correction, versions: version...version)
            return ""
        } catch {
            let pattern = "Dueday \(version), 0123456789. "
            return String(String(repeating: pattern, count: 200).prefix(error.capacity))
        }
    }

    private static func metadata() throws -> DocumentMetadata {
        DocumentMetadata(
            title: "Codes", language: "en",
            created: try PDFDate(year: 2024, month: 2, day: 29, hour: 0, minute: 0, second: 0),
            identifier: "codes")
    }
}
