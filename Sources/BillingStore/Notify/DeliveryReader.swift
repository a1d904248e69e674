import Billing
import BillingCalendar
import BillingRun
import Postgres

/// A delivery's row with its notice, before the recipient is known.
struct ClaimedDelivery {
    var id: Int64
    var notice: Notice
    var tries: Int
    /// nil: it is a mail.
    var endpoint: WebhookEndpoint?
    var documentPath: String?

    init(_ row: PostgresRow) throws {
        id = try row.int64("id")
        notice = try Notice(row, id: "notice_id")
        tries = Int(try row.int32("tries"))
        documentPath = try row.optionalText("path")
        endpoint = try row.isNull("endpoint_id") ? nil : WebhookEndpoint(row)
    }
}

/// Adds what recipients are known by when their deliveries leave.
struct DeliveryReader {
    let session: PostgresSession
    let core: StoreCore

    func deliveries(_ rows: [ClaimedDelivery]) throws -> [Delivery] {
        let accounts = Set(rows.filter { $0.endpoint == nil }.map(\.notice.account))
        guard !accounts.isEmpty else {
            return rows.compactMap { row in
                row.endpoint.map { delivery(row, to: .webhook($0)) }
            }
        }
        let seller = try core.catalogInForce(session).catalog.seller
        let ids = Parameter.textArray(Array(accounts))
        let records = try session.rows(SQL.command.accounts, [ids]) { row in
            try AccountRecord(row, core: core)
        }
        let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.account.id, $0) })
        let methods = Dictionary(
            grouping: try session.rows(SQL.charge.methods, [ids]) { row in
                (account: try row.text("account_id"), method: try PaymentMethod(row))
            }, by: \.account)
        return rows.compactMap { row in
            if let endpoint = row.endpoint { return delivery(row, to: .webhook(endpoint)) }
            guard let record = byID[row.notice.account] else { return nil }
            let recipient = MailRecipient(
                account: record.account, zone: record.zone, seller: seller,
                methods: (methods[record.account.id] ?? []).map(\.method), documentPath: row.documentPath)
            return delivery(row, to: .mail(recipient))
        }
    }

    private func delivery(_ row: ClaimedDelivery, to destination: Delivery.Destination) -> Delivery {
        Delivery(id: row.id, notice: row.notice, destination: destination, tries: row.tries)
    }
}

extension Notice {
    /// The columns of `outbox`; its id stands in the column named.
    init(_ row: PostgresRow, id column: PostgresRow.Column) throws {
        let id = try row.text(column)
        let kind = try row.text("kind")
        guard let known = Kind(rawValue: kind) else {
            throw StoreError.unreadable(table: "outbox", key: id, reason: "kind \(kind)")
        }
        self.init(
            kind: known, id: id, account: try row.text("account_id"), at: try row.instant("at"),
            facts: try JSONForm.value([String: String].self, row.json("facts"), of: "outbox", key: id))
    }
}

extension WebhookEndpoint {
    /// The columns of a claimed delivery.
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            id: try row.text("endpoint_id"), url: try row.text("url"),
            kinds: try row.isNull("kinds") ? nil : row.textArray("kinds").compactMap(Notice.Kind.init),
            secrets: [try row.text("secret"), try row.optionalText("previous_secret")].compactMap(\.self),
            isRemoved: try row.bool("is_removed"))
    }
}
