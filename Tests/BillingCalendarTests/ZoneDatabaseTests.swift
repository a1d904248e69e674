import BillingCalendar
import Foundation
import SystemTimeZones
import Testing

@Suite struct ZoneDatabaseTests {
    /// A folder with one good zone, one damaged file and a subfolder, removed after `body`.
    private func withFolder(_ body: (ZoneDatabase, URL) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(
            at: root.appending(path: "Test"), withIntermediateDirectories: true)
        let bytes = ZoneFileBytes(offsets: [3600], footer: "<+01>-1").version2
        try Data(bytes).write(to: root.appending(path: "Test/Good"))
        try Data("not a zone, and long enough for a header of 44 bytes".utf8).write(
            to: root.appending(path: "Test/Bad"))
        try Data(bytes).write(to: root.appending(path: "Test/a.b"))
        try body(ZoneDatabase(root: root.path), root)
    }

    @Test func readsAZoneOnceAndKeepsIt() throws {
        try withFolder { database, root in
            let zone = try database.zone("Test/Good")
            #expect(zone.identifier == "Test/Good")
            #expect("\(zone.local(try at("2024-01-01T00:00:00Z")))" == "2024-01-01T01:00:00")
            try FileManager.default.removeItem(at: root.appending(path: "Test/Good"))
            #expect(try database.zone("Test/Good") == zone)
        }
    }

    @Test(arguments: [
        "", "/etc/passwd", "../zones", "Test/../Test/Good", "Test//Good", "Test/Good/", "Test/a.b",
        "Test/G ood",
        "Test/Good\0", "Test\\Good", "Tést/Good", "localtime", "posixrules", "Test", "Nowhere/Land",
        "Test/Good/x",
    ])
    func refusesNamesThatNoZoneHasOrThatLeadOut(identifier: String) throws {
        try withFolder { database, _ in
            #expect(throws: ZoneDatabaseError.unknownZone(identifier)) { try database.zone(identifier) }
        }
    }

    @Test func namesADamagedFile() throws {
        try withFolder { database, _ in
            let fault = CalendarError.malformedZone("Test/Bad", reason: "it does not begin with TZif")
            #expect(throws: ZoneDatabaseError.damaged(fault)) { try database.zone("Test/Bad") }
        }
    }

    @Test func aMissingFolderSaysWhatToInstall() throws {
        let database = ZoneDatabase(root: "/nonexistent/zoneinfo")
        let error = ZoneDatabaseError.databaseMissing("Europe/Berlin", root: "/nonexistent/zoneinfo")
        #expect(throws: error) { try database.zone("Europe/Berlin") }
        #expect("\(error)".contains("Europe/Berlin"))
        #expect("\(error)".contains("tzdata"))
        #expect(try database.zone("UTC") == .utc)
    }

    @Test func manyThreadsMayAskAtOnce() async throws {
        let names = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]
        let database = ZoneDatabase(root: "/usr/share/zoneinfo")
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<64 {
                group.addTask { try database.zone(names[index % names.count]).identifier }
            }
            for try await identifier in group { #expect(names.contains(identifier)) }
        }
    }
}
