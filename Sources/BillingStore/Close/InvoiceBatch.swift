import Billing
import BillingCalendar
import BillingRun
import Monetary
import Postgres

/// Invoices of one batch on their way into the database: ids first, numbers at the very end (rule 10.1).
struct InvoiceBatch {
    /// An invoice with what is needed beside it to file it.
    struct Draft {
        var content: InvoiceDraft
        /// The boundary it bills, if it does.
        var boundary: Instant?
        var subscription: Subscription
    }

    let accounts: [String: Account]
    private let drafts: [Draft]
    private let ids: [String]
    private let idsByIdentity: [InvoiceDraft.Identity: String]
    private let catalog: CatalogInForce
    private let run: String?
    /// The invoices with their numbers, once written.
    private(set) var issued: [Invoice] = []

    init(
        _ drafts: [Draft], accounts: [String: Account], catalog: CatalogInForce, run: String?,
        _ session: PostgresSession
    ) throws {
        self.drafts = drafts
        self.accounts = accounts
        self.catalog = catalog
        self.run = run
        let identities = drafts.map(\.content.identity)
        ids = try session.rows(
            SQL.invoice.deriveIds,
            [
                .textArray(identities.map(\.subscription)), .textArray(identities.map(\.kind.rawValue)),
                .int8Array(identities.map(\.at.secondsSinceEpoch)),
                .int8Array(identities.map { Int64($0.ordinal) }),
            ]
        ) { row in try row.text("id") }
        idsByIdentity = Dictionary(zip(identities, ids), uniquingKeysWith: { first, _ in first })
    }

    /// The id of one of the batch.
    func id(of identity: InvoiceDraft.Identity) -> String? { idsByIdentity[identity] }

    /// The bookings of the issue.
    func post(to ledger: inout LedgerBatch) {
        for (draft, id) in zip(drafts, ids) {
            ledger.add(
                LedgerPosting.issued(draft.content), kind: .issued, account: draft.content.account,
                source: id,
                currencyCode: draft.content.currency.code, at: draft.content.issuedAt)
        }
    }

    mutating func write(_ session: PostgresSession) throws {
        let digests = try InvoiceLineRows(drafts.map(\.content), ids: ids).write(session)
        // From here to the commit others wait for their numbers.
        let numbers = try takeNumbers(session)
        try insertInvoices(numbers, digests, session)
        try beginCollections(numbers, session)
        issued = drafts.indices.map { index in
            Invoice(
                id: ids[index],
                number: catalog.catalog.seller.invoiceNumberFormat.number(
                    year: numbers[index].year, sequence: numbers[index].sequence),
                content: drafts[index].content)
        }
    }

    /// A number, with the hash that the numbers taken with it go on from.
    private struct Number {
        var year: Int
        var sequence: Int64
        var previousHash: [UInt8]
    }

    /// Consecutive numbers in the order of the drafts, by the year in the seller's zone.
    private func takeNumbers(_ session: PostgresSession) throws -> [Number] {
        let years = drafts.map { catalog.sellerZone.date(of: $0.content.issuedAt).year }
        var wanted: [Int: Int64] = [:]
        for year in years { wanted[year, default: 0] += 1 }
        let asked = wanted.sorted { $0.key < $1.key }
        let last = try session.rows(
            SQL.invoice.takeNumbers,
            [
                .text(catalog.catalog.seller.id), .int4Array(asked.map { Int32(clamping: $0.key) }),
                .int8Array(asked.map(\.value)),
            ]
        ) { row in
            let year = Int(try row.int32("year"))
            let before = try row.int64("last_number") - (wanted[year] ?? 0)
            return (year, Number(year: year, sequence: before, previousHash: try row.bytes("last_hash")))
        }
        var given = Dictionary(uniqueKeysWithValues: last)
        return years.map { year in
            given[year]?.sequence += 1
            return given[year] ?? Number(year: year, sequence: 0, previousHash: [])
        }
    }

    private func insertInvoices(
        _ numbers: [Number], _ digests: InvoiceLineRows.Digests, _ session: PostgresSession
    ) throws {
        let contents = drafts.map(\.content)
        let format = catalog.catalog.seller.invoiceNumberFormat
        var buyers: [String: [UInt8]] = [:]
        for (id, account) in accounts { buyers[id] = try JSONForm.bytes(account) }
        let parameters: [Parameter] = [
            .textArray(contents.map(\.account)), .textArray(ids),
            .textArray(numbers.map { format.number(year: $0.year, sequence: $0.sequence) }),
            .int4Array(numbers.map { Int32(clamping: $0.year) }), .int8Array(numbers.map(\.sequence)),
            .textArray(contents.map(\.subscription)), .textArray(contents.map(\.kind.rawValue)),
            .instants(contents.map(\.identity.at)),
            .int4Array(contents.map { Int32(clamping: $0.identity.ordinal) }),
            .instants(drafts.map(\.boundary)), .textArray(contents.map(\.currency.code)),
            .instants(contents.map(\.issuedAt)), .instants(contents.map(\.dueAt)),
            .int8Array(contents.map(\.subtotalMinorUnits)), .int8Array(contents.map(\.discountMinorUnits)),
            .int8Array(contents.map(\.taxMinorUnits)), .boolArray(contents.map(\.taxIsIncluded)),
            .int8Array(contents.map(\.totalMinorUnits)), .int8Array(contents.map(\.balanceAppliedMinorUnits)),
            .int8Array(contents.map(\.amountDueMinorUnits)),
            .int4Array(contents.map { Int32(clamping: $0.lines.count) }),
            .int4Array(contents.map { Int32(clamping: $0.taxes.count) }),
            .textArray(contents.map(\.taxRounding.rawValue)),
            .jsonbArray(
                try contents.map {
                    $0.coupons.isEmpty ? JSONForm.emptyArray : try JSONForm.bytes($0.coupons)
                }),
            .textArray(contents.map(\.statusAtIssue.rawValue)),
            .jsonbArray(contents.map { buyers[$0.account] }),
        ]
        try session.execute(
            SQL.invoice.insertInvoices,
            parameters + [
                .text(catalog.catalog.seller.id), .jsonb(try JSONForm.bytes(catalog.catalog.seller)),
                .int4(Int32(clamping: catalog.version)), .text(run),
                .byteaArray(numbers.map(\.previousHash)), .byteaArray(ids.map { digests.lines[$0] }),
                .byteaArray(ids.map { digests.taxes[$0] }),
            ])
        try session.execute(
            SQL.invoice.oweDocuments,
            [
                .textArray(contents.map(\.account)), .textArray(ids), .instants(contents.map(\.issuedAt)),
                .int8Array(numbers.map(\.sequence)),
            ])
    }

    /// A collection for every invoice with something due.
    private func beginCollections(_ numbers: [Number], _ session: PostgresSession) throws {
        let due = drafts.indices.filter { drafts[$0].content.amountDueMinorUnits > 0 }
        guard !due.isEmpty else { return }
        let firstRounds = due.map { index in
            InvoiceCollection(
                issuedAt: drafts[index].content.issuedAt,
                collection: accounts[drafts[index].content.account]?.collection ?? .manual,
                subscription: drafts[index].subscription.status
            ).nextRoundAt
        }
        try session.execute(
            SQL.invoice.beginCollections,
            [
                .textArray(due.map { drafts[$0].content.account }), .textArray(due.map { ids[$0] }),
                .textArray(due.map { drafts[$0].content.subscription }),
                .instants(due.map { drafts[$0].content.issuedAt }),
                .int8Array(due.map { numbers[$0].sequence }), .instants(firstRounds),
            ])
    }
}
