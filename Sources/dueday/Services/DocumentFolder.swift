import Billing
import BillingCalendar
import BillingRun
import BillingStore
import Crypto
import Foundation
import Glibc
import InvoiceDocument

/// Issued documents as files, one folder a year; each is written whole or not at all.
struct DocumentFolder: DocumentStore {
    let root: String
    private let maker: DocumentMaker

    init(_ settings: Settings) throws {
        root = settings.documents
        maker = try DocumentMaker(settings)
    }

    func store(_ item: UnrenderedInvoice) async throws -> RenderedDocument {
        let document: RenderedInvoice
        do {
            document = try render(item)
        } catch {
            throw DocumentStoreError.undrawable(number: item.invoice.number, reason: "\(error)")
        }
        let year = item.sellerZone.date(of: item.invoice.content.issuedAt).year
        let path = "\(year)/\(try Self.fileName(item.invoice.number))"
        let bytes = document.bytes
        try write(bytes, to: path)
        return RenderedDocument(
            invoice: item.invoice.id, path: path, sha256: Self.digest(bytes), byteCount: bytes.count,
            remark: document.remark(of: item.invoice.number))
    }

    /// An invoice's document as it was issued.
    func render(_ item: UnrenderedInvoice) throws -> RenderedInvoice {
        try maker.make(
            { texts in
                DocumentContent(
                    item.invoice, seller: item.seller, buyer: item.buyer, sellerZone: item.sellerZone,
                    buyerZone: item.buyerZone, names: item.names, texts: texts)
            }, buyer: item.buyer, seller: item.seller)
    }

    /// The bytes of the document, with a warning on standard error of characters that no font has.
    func renderWithWarning(_ item: UnrenderedInvoice) throws -> [UInt8] {
        let document = try render(item)
        if let remark = document.remark(of: item.invoice.number) { Terminal.note("warning: \(remark)") }
        return document.bytes
    }

    /// The document that was written when the invoice was issued; nil where the file is not here.
    func kept(_ record: InvoiceRecord) throws -> [UInt8]? {
        guard let path = record.documentPath, FileManager.default.fileExists(atPath: url(path)) else {
            return nil
        }
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

    /// Numbers are ours but their format is the seller's: nothing that could leave the folder.
    private static func fileName(_ number: String) throws -> String {
        let safe = number.unicodeScalars.map { scalar -> String in
            let isSafe =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isSafe || scalar == "-" || scalar == "_" ? String(scalar) : "_"
        }
        return "\(safe.joined()).pdf"
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
