public import BillingCalendar
import Glibc

/// The machine's time zones, read from its folder of zone files when first asked for and then kept: a run
/// sees one state of tzdata however long it lasts.
public final class ZoneDatabase: Sendable {
    /// The zones of /usr/share/zoneinfo.
    public static let system = ZoneDatabase(root: "/usr/share/zoneinfo")

    private let root: String
    private let zones = Locked<[String: Zone]>([:])

    /// The zones in a folder.
    public init(root: String) { self.root = root }

    /// A zone by its IANA name, "Europe/Berlin". "UTC" needs no file.
    /// - Throws: `unknownZone` for a name that no file has or that could lead out of the folder.
    public func zone(_ identifier: String) throws(ZoneDatabaseError) -> Zone {
        if identifier == Zone.utc.identifier { return .utc }
        if let known = zones.withLock({ $0[identifier] }) { return known }
        guard Self.isName(identifier) else { throw .unknownZone(identifier) }
        // Two threads may both read a new zone: the same file, so the same zone.
        let bytes = try read(identifier)
        let zone: Zone
        do {
            zone = try Zone(identifier: identifier, tzif: bytes)
        } catch {
            throw .damaged(error)
        }
        zones.withLock { $0[identifier] = zone }
        return zone
    }

    /// Letters, digits, "_", "+" and "-" between slashes. With no point in it a name cannot climb out; and
    /// what "localtime" and "posixrules" mean is the machine's affair, not an account's.
    private static func isName(_ identifier: String) -> Bool {
        guard identifier.utf8.count <= 255, identifier != "localtime", identifier != "posixrules" else {
            return false
        }
        return identifier.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private func read(_ identifier: String) throws(ZoneDatabaseError) -> [UInt8] {
        let descriptor = open("\(root)/\(identifier)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw openError(errno, identifier) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += chunk[..<count]
            } else if errno != EINTR {
                throw openError(errno, identifier)
            }
        }
    }

    private func openError(_ number: Int32, _ identifier: String) -> ZoneDatabaseError {
        switch number {
        case ENOENT, ENOTDIR:
            access(root, F_OK) == 0 ? .unknownZone(identifier) : .databaseMissing(identifier, root: root)
        case EISDIR: .unknownZone(identifier)
        default: .unreadable(identifier, errno: number)
        }
    }
}
