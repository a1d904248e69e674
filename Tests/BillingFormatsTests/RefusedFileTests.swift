import BillingFormats
import Foundation
import Testing

@Suite("Refused files")
struct RefusedFileTests {
    static let seller = "seller: {id: s, name: S, country: US, time_zone: UTC}\n"
    static let catalog =
        seller + """
            plans: {pro: {prices: [{currency: USD, interval: month, amount: 79}]}}
            meters: {calls: {aggregation: sum}}
            addons: {database: {kind: recurring, prices: [{currency: USD, interval: month, amount: 10}]}}
            coupons: {TENOFF: {amount_off: 10, currency: USD, forever: true}}

            """
    static let scenario = """
        catalog: catalog.yaml
        accounts:
          - {id: a, currency: USD, time_zone: UTC, country: US}
        until: 2024-12-31T00:00:00Z

        """

    struct NoSuchFile: Error, CustomStringConvertible {
        var description: String { "no such file" }
    }

    @Test("a catalogue with one mistake is refused with its file, line, column, path and remedy")
    func catalogs() throws {
        let rows = try BadInput.rows(of: CaseFiles.table("bad-catalogs.txt"), above: Self.seller)
        #expect(rows.count >= 85)
        for row in rows {
            let error = #expect(throws: FormatError.self, "\(row.name)") {
                try CatalogFile.parse(row.text, fileName: "catalog.yaml")
            }
            #expect(error.map { "\($0)" } == row.error, "\(row.name)")
        }
    }

    @Test("a scenario with one mistake is refused with its file, line, column, path and remedy")
    func scenarios() throws {
        let rows = try BadInput.rows(of: CaseFiles.table("bad-scenarios.txt"), above: Self.scenario)
        #expect(rows.count >= 34)
        for row in rows {
            let error = #expect(throws: FormatError.self, "\(row.name)") {
                try ScenarioFile.parse(row.text, fileName: "scenario.yaml") { path in
                    if path == "gone.yaml" { throw NoSuchFile() }
                    return Array(Self.catalog.utf8)
                }
            }
            #expect(error.map { "\($0)" } == row.error, "\(row.name)")
        }
    }
}
