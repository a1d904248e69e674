import Billing
import BillingCalendar
import BillingRun
import Postgres
import SystemTimeZones

/// What all transactions of a process share.
final class StoreCore: Sendable {
    let settings: StoreSettings
    private let zones: ZoneDatabase
    /// Catalogues by number: they never change once applied.
    private let catalogs = Locked<[Int: CatalogInForce]>([:])

    init(settings: StoreSettings, zones: ZoneDatabase) {
        self.settings = settings
        self.zones = zones
    }

    func zone(_ identifier: String) throws(RunError) -> Zone {
        do {
            return try zones.zone(identifier)
        } catch {
            throw .unknownZone(identifier)
        }
    }

    /// The catalogue that is billed by now.
    func catalogInForce(_ session: PostgresSession) throws -> CatalogInForce {
        let number = try session.row(SQL.command.catalogInForce) { row in try row.int64("number") }
        guard let number else { throw RunError.noCatalog }
        return try catalog(Int(number), session)
    }

    /// A catalogue by its number.
    func catalog(_ number: Int, _ session: PostgresSession) throws -> CatalogInForce {
        if let known = catalogs.withLock({ $0[number] }) { return known }
        let json = try session.row(SQL.command.catalogContent, [.int4(Int32(number))]) { row in
            try row.json("content")
        }
        guard let json else { throw RunError.noCatalog }
        let catalog = try JSONForm.value(Catalog.self, json, of: "catalog_version", key: "\(number)")
        let inForce = CatalogInForce(
            catalog: catalog, sellerZone: try zone(catalog.seller.timeZoneID), version: number)
        catalogs.withLock { $0[number] = inForce }
        return inForce
    }
}
