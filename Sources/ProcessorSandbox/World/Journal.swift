import FoundationEssentials
import Glibc

/// The append-only file behind durable books: one JSON object a line.
///
/// A class because it owns a file descriptor; the engine's lock keeps the lines apart.
final class Journal: Sendable {
    private let descriptor: Int32
    private let syncs: Bool
    private let encoder = JSONEncoder()

    /// Opens or makes the file and returns what it holds. A torn last line, from a kill while writing, is cut off:
    /// its request was never answered.
    static func open(path: String, syncs: Bool) throws(SandboxError) -> (Journal, [JournalEntry]) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .journal("open: \(describe(errno))") }
        let journal = Journal(descriptor: descriptor, syncs: syncs)
        return (journal, try journal.readAll())
    }

    private init(descriptor: Int32, syncs: Bool) {
        self.descriptor = descriptor
        self.syncs = syncs
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    deinit { close(descriptor) }

    /// Writes the entry; when this returns it will be read again, after a power cut too where `syncs` is set.
    func append(_ entry: JournalEntry) throws(SandboxError) {
        var line: [UInt8]
        do { line = [UInt8](try encoder.encode(entry)) } catch { throw .journal("encode: \(error)") }
        line.append(UInt8(ascii: "\n"))
        var written = 0
        while written < line.count {
            let count = line[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .journal("write: \(Self.describe(errno))") }
            written += count
        }
        if syncs && fsync(descriptor) != 0 { throw .journal("fsync: \(Self.describe(errno))") }
    }

    private func readAll() throws(SandboxError) -> [JournalEntry] {
        let bytes = try readBytes()
        let decoder = JSONDecoder()
        var entries: [JournalEntry] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard let entry = try? decoder.decode(JournalEntry.self, from: Data(bytes[start..<end])) else {
                throw .journalDamaged(line: entries.count + 1)
            }
            entries.append(entry)
            start = end + 1
        }
        guard ftruncate(descriptor, off_t(start)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw .journal("truncate: \(Self.describe(errno))")
        }
        return entries
    }

    private func readBytes() throws(SandboxError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .journal("read: \(Self.describe(errno))") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func describe(_ code: Int32) -> String { String(cString: strerror(code)) }
}
