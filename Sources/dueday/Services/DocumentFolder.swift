import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Crypto
import Foundation
import Glibc
import InvoiceDocument

/// Issued documents as files, one folder a seller and year; each is written whole or not at all.
struct DocumentFolder: DocumentStore {
    let root: String
    private let maker: DocumentMaker

    init(_ settings: Settings) throws {
        root = settings.documents
        maker = try DocumentMaker(settings)
    }

    func store(_ item: UnrenderedInvoice) async throws -> RenderedDocument {
        try store(
            .invoice(item.invoice.id), number: item.invoice.number,
            in: Self.folder(item, issuedAt: item.invoice.content.issuedAt)
        ) { try maker.bundle(item) }
    }

    /// In a folder of their own: nothing keeps a seller from numbering both alike.
    func store(_ item: UnrenderedCreditNote) async throws -> RenderedDocument {
        try store(
            .creditNote(item.issued.id), number: item.issued.number,
            in: Self.folder(item, issuedAt: item.issued.content.issuedAt) + "/credit-notes"
        ) { try maker.bundle(item) }
    }

    private func store(
        _ subject: RenderedDocument.Subject, number: String, in folder: String,
        make: () throws -> DocumentBundle
    ) throws -> RenderedDocument {
        let bundle: DocumentBundle
        do {
            bundle = try make()
        } catch {
            throw DocumentStoreError.undrawable(number: number, reason: "\(error)")
        }
        let place = "\(folder)/\(Self.fileName(number))"
        let bytes = bundle.pages.bytes
        if let xml = bundle.xml { try write(xml, to: "\(place).xml") }
        try write(bytes, to: "\(place).pdf")
        return RenderedDocument(
            subject, path: "\(place).pdf", sha256: Self.digest(bytes), byteCount: bytes.count,
            remarks: bundle.remarks)
    }

    /// The document that was written after the issue; nil where there is none, or its file is not here.
    func kept(_ path: String?) throws -> [UInt8]? {
        guard let path, FileManager.default.fileExists(atPath: url(path)) else { return nil }
        return try [UInt8](Data(contentsOf: URL(filePath: url(path))))
    }

    /// Hexadecimal SHA-256.
    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0\(text)" : text
        }.joined()
    }

    func url(_ path: String) -> String { "\(root)/\(path)" }

    /// Two sellers may give the same number.
    private static func folder<Issued>(_ item: Unrendered<Issued>, issuedAt: Instant) -> String {
        "\(fileName(item.seller.id))/\(item.sellerZone.date(of: issuedAt).year)"
    }

    /// Numbers and ids are ours but their format is the seller's: nothing that could leave the folder, and no two
    /// names alike. Other bytes than letters, digits, "-" and "_" are written as "%2F".
    private static func fileName(_ text: String) -> String {
        text.utf8.map { byte -> String in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F:
                return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }.joined()
    }

    /// write, fsync, rename, fsync of the folder: after a power cut the file is there whole, or not.
    private func write(_ bytes: [UInt8], to path: String) throws {
        let target = url(path)
        let folder = URL(filePath: target).deletingLastPathComponent().path
        let temporary = "\(target).\(getpid()).\(UInt64.random(in: .min ... .max)).new"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: bytes)
            try file.synchronize()
            try file.close()
            guard rename(temporary, target) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
            let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if directory >= 0 {
                fsync(directory)
                close(directory)
            }
        } catch {
            unlink(temporary)
            throw DocumentStoreError.unwritable(path: target, reason: error.localizedDescription)
        }
    }
}
