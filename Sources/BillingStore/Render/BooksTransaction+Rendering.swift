import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func claimUnrendered(
        _ scope: RunScope, passingOver passedOver: Set<RenderedDocument.Subject>, limit: Int
    ) async throws -> [UnrenderedInvoice] {
        try await claim(SQL.render.claimUnrendered, scope, passedOver, limit) { row in try Invoice(row) }
    }

    func claimUnrenderedCreditNotes(
        _ scope: RunScope, passingOver passedOver: Set<RenderedDocument.Subject>, limit: Int
    ) async throws -> [UnrenderedCreditNote] {
        try await claim(SQL.render.claimUnrenderedCreditNotes, scope, passedOver, limit) { row in
            try CreditNote(row)
        }
    }

    /// Claims by a statement that has, beside what was issued, the copies of seller and buyer and the catalogue's version.
    private func claim<Issued: Sendable>(
        _ statement: SQLStatement, _ scope: RunScope, _ passedOver: Set<RenderedDocument.Subject>,
        _ limit: Int,
        _ read: @escaping @Sendable (PostgresRow) throws -> Issued
    ) async throws -> [Unrendered<Issued>] {
        try await run { session in
            let parameters =
                ScopeFilter(scope).parameters
                + [.int8(Int64(limit)), .textArray(passedOver.map(\.id).sorted())]
            let claimed = try session.rows(statement, parameters) { row in
                (
                    issued: try read(row), catalog: Int(try row.int32("catalog_version")),
                    parties: try PartiesAtIssue(row, of: "invoice", key: row.text("number"))
                )
            }
            let logos = try Self.pictures(
                Set(claimed.compactMap(\.parties.seller.invoicing.logo)), session)
            return try claimed.map { claim in
                let (seller, buyer) = (claim.parties.seller, claim.parties.buyer)
                return Unrendered(
                    claim.issued, seller: seller, buyer: buyer,
                    sellerZone: try core.zone(seller.timeZoneID), buyerZone: try core.zone(buyer.timeZoneID),
                    names: ItemNames(try core.catalog(claim.catalog, session).catalog),
                    logo: seller.invoicing.logo.flatMap { logos[$0] })
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
        let invoices = WrittenDocuments(
            documents, id: { if case .invoice(let id) = $0 { id } else { nil } })
        let creditNotes = WrittenDocuments(
            documents, id: { if case .creditNote(let id) = $0 { id } else { nil } })
        guard !documents.isEmpty else { return }
        _ = try await run { session in
            if let parameters = invoices.parameters {
                try session.execute(SQL.render.writeDocuments, parameters)
            }
            if let parameters = creditNotes.parameters {
                try session.execute(SQL.render.writeCreditNoteDocuments, parameters)
            }
        }
    }
}

/// The copies of seller and buyer that an invoice keeps, which are also those of its credit notes.
struct PartiesAtIssue {
    let seller: Seller
    let buyer: Account

    init(_ row: PostgresRow, of table: String, key: String) throws {
        seller = try JSONForm.value(Seller.self, row.json("seller"), of: table, key: key)
        buyer = try JSONForm.value(Account.self, row.json("buyer"), of: table, key: key)
    }
}

/// Documents of one kind as the columns of a statement; nil parameters where there are none.
private struct WrittenDocuments {
    let parameters: [Parameter]?

    init(_ documents: [RenderedDocument], id: (RenderedDocument.Subject) -> String?) {
        let rows = documents.compactMap { document in id(document.subject).map { (id: $0, document) } }
        parameters =
            rows.isEmpty
            ? nil
            : [
                .textArray(rows.map(\.id)), .textArray(rows.map(\.1.path)),
                .textArray(rows.map(\.1.sha256)), .int8Array(rows.map { Int64($0.1.byteCount) }),
            ]
    }
}
