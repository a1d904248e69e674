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
        let bundle: DocumentBundle
        do {
            bundle = try maker.bundle(item)
        } catch {
            throw DocumentStoreError.undrawable(number: item.invoice.number, reason: "\(error)")
        }
        let year = item.sellerZone.date(of: item.invoice.content.issuedAt).year
        let name = "\(year)/\(Self.fileName(item.invoice.number))"
        let bytes = bundle.pages.bytes
        if let xml = bundle.xml { try write(xml, to: "\(name).xml") }
        try write(bytes, to: "\(name).pdf")
        return RenderedDocument(
            invoice: item.invoice.id, path: "\(name).pdf", sha256: Self.digest(bytes), byteCount: bytes.count,
            remarks: bundle.remarks)
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
    private static func fileName(_ number: String) -> String {
        let safe = number.unicodeScalars.map { scalar -> String in
            let isSafe =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isSafe || scalar == "-" || scalar == "_" ? String(scalar) : "_"
        }
        return safe.joined()
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
