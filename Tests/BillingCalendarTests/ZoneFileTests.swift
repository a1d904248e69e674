import BillingCalendar
import PropertyTestKit
import Testing

@Suite struct ZoneFileTests {
    private func offset(_ zone: Zone, _ second: Int64) -> Int64 {
        let instant = Instant(secondsSinceEpoch: second)
        let local = zone.local(instant)
        return Int64(local.date.daysSinceEpoch * 86400 + local.secondOfDay) - second
    }

    @Test(arguments: ObservedOffset.underRules)
    func agreesWithTheCLibraryOnRules(observed: ObservedOffset) throws {
        let zone = try Zone(identifier: "Test/Rule", tzif: ZoneFileBytes(footer: observed.zone).version2)
        #expect(offset(zone, observed.second) == observed.offset)
    }

    @Test func theTableHoldsBeforeTheRule() throws {
        let file = ZoneFileBytes(
            offsets: [-1000, 7200, -18000], changes: [(-5_000_000_000, 1), (1_000_000_000, 2)],
            footer: "EST5EDT,M3.2.0,M11.1.0")
        let zone = try Zone(identifier: "Test/Table", tzif: file.version2)
        #expect(offset(zone, -5_000_000_001) == -1000)
        #expect(offset(zone, -5_000_000_000) == 7200)
        #expect(offset(zone, 999_999_999) == 7200)
        // 9 September 2001: summer, and the rule is in force from the last change on.
        #expect(offset(zone, 1_000_000_000) == -14400)
        #expect(offset(zone, 1_010_000_000) == -18000)
    }

    /// The rule's own summer began in April; the zone joined it in September by skipping six hours.
    @Test func aGapWhereTheTableEndsMovesForward() throws {
        let file = ZoneFileBytes(
            offsets: [-36000, -14400], changes: [(1_000_000_000, 1)], footer: "EST5EDT,M3.2.0,M11.1.0")
        let zone = try Zone(identifier: "Test/Joint", tzif: file.version2)
        #expect("\(try zone.instant(clock("2001-09-08 15:46:39")))" == "2001-09-09T01:46:39Z")
        #expect("\(try zone.instant(clock("2001-09-08 18:00")))" == "2001-09-09T04:00:00Z")
        #expect("\(try zone.instant(clock("2001-09-08 21:46:40")))" == "2001-09-09T01:46:40Z")
    }

    @Test func withoutARuleTheLastOffsetHoldsForEver() throws {
        let file = ZoneFileBytes(offsets: [0, 3600], changes: [(0, 1)])
        for bytes in [file.version1, file.version2] {
            let zone = try Zone(identifier: "Test/NoRule", tzif: bytes)
            #expect(offset(zone, -1) == 0)
            #expect(offset(zone, 0) == 3600)
            #expect(offset(zone, 9_000_000_000) == 3600)
        }
    }

    /// Bytes that some reader somewhere would take for a zone.
    @Test func refusesDamagedFiles() throws {
        let good = ZoneFileBytes(offsets: [0, 3600], changes: [(0, 1), (100, 0)], footer: "UTC0")
        _ = try Zone(identifier: "Test/Good", tzif: good.version2)
        var badType = good
        badType.changes[1].type = 2
        var descending = good
        descending.changes[1].second = 0
        var wild = good
        wild.offsets[1] = 26 * 3600
        let damaged: [(String, [UInt8])] = [
            ("it ends inside a header", []),
            ("it ends inside a header", Array(good.version2.prefix(20))),
            ("it does not begin with TZif", Array(good.version2.reversed())),
            ("it ends inside its table", Array(good.version1.dropLast(3))),
            ("a change names no type", badType.version2),
            ("its changes do not ascend", descending.version2),
            ("an offset is over 26 hours", wild.version2),
            ("its counts make no sense", ZoneFileBytes(offsets: []).version1),
            ("it counts leap seconds", ZoneFileBytes(leapSeconds: 2).version2),
            ("it has no footer", Array(good.version2.dropLast(1))),
            ("it has no footer", Array(good.version2.dropLast(6))),
        ]
        for (reason, bytes) in damaged {
            #expect(throws: CalendarError.malformedZone("Test/Bad", reason: reason)) {
                try Zone(identifier: "Test/Bad", tzif: bytes)
            }
        }
    }

    @Test(arguments: [
        "EST", "5", "ES5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J300",
        "EST5EDT,J366,J300", "EST5EDT,366,300", "EST25", "EST5:60", "<ES>5", "<EST5",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/-,M11.1.0", "EST5 ", "EST5EDT4,", "EST++5",
    ])
    func refusesARuleThatIsNone(rule: String) {
        #expect(throws: CalendarError.malformedZone("Test/Bad", reason: "its rule '\(rule)' makes no sense"))
        {
            try Zone(identifier: "Test/Bad", tzif: ZoneFileBytes(footer: rule).version2)
        }
    }

    /// No cut and no flipped byte of a file may crash the reader; what it then reads is another matter.
    @Test func readsOrRefusesWhateverItIsGiven() throws {
        let good = ZoneFileBytes(
            offsets: [0, 3600], changes: [(0, 1), (100, 0)], footer: "EST5EDT,M3.2.0/-167,J365/167"
        ).version2
        var random = SeededGenerator("ZoneFile")
        var refused = 0
        for _ in 0..<3000 {
            var bytes = Array(good.prefix(Int.random(in: good.count / 2...good.count, using: &random)))
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            do {
                let zone = try Zone(identifier: "Test/Fuzz", tzif: bytes)
                _ = zone.instant(zone.local(Instant(secondsSinceEpoch: 1_706_677_200)))
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1000)
    }
}
