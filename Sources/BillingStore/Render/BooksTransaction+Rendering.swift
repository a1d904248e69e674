import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimUnrendered(_ scope: RunScope, limit: Int) async throws -> [UnrenderedInvoice] {
        try await run { session in
            let parameters = ScopeFilter(scope).parameters + [.int8(Int64(limit))]
            let claimed = try session.rows(SQL.render.claimUnrendered, parameters) { row in
                let invoice = try Invoice(row)
                return (
                    invoice: invoice, catalog: Int(try row.int32("catalog_version")),
                    seller: try JSONForm.value(
                        Seller.self, row.json("seller"), of: "invoice", key: invoice.id),
                    buyer: try JSONForm.value(Account.self, row.json("buyer"), of: "invoice", key: invoice.id)
                )
            }
            let logos = try Self.pictures(Set(claimed.compactMap(\.seller.invoicing.logo)), session)
            return try claimed.map { claim in
                UnrenderedInvoice(
                    invoice: claim.invoice, seller: claim.seller, buyer: claim.buyer,
                    sellerZone: try core.zone(claim.seller.timeZoneID),
                    buyerZone: try core.zone(claim.buyer.timeZoneID),
                    names: ItemNames(try core.catalog(claim.catalog, session).catalog),
                    logo: claim.seller.invoicing.logo.flatMap { logos[$0] })
            }
        }
    }

    /// Pictures by their SHA-256.
    static func pictures(_ digests: Set<String>, _ session: PostgresSession) throws -> [String: [UInt8]] {
        guard !digests.isEmpty else { return [:] }
        let rows = try session.rows(SQL.render.pictures, [.textArray(digests.sorted())]) { row in
            (try row.text("sha256"), try row.bytes("bytes"))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func write(_ documents: [RenderedDocument]) async throws {
        guard !documents.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.render.writeDocuments,
                [
                    .textArray(documents.map(\.invoice)), .textArray(documents.map(\.path)),
                    .textArray(documents.map(\.sha256)), .int8Array(documents.map { Int64($0.byteCount) }),
                ])
        }
    }
}
