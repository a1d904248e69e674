public import Billing
public import BillingCalendar
public import BillingRun
import Postgres

/// Notices and where their deliveries stand.
extension BillingReader {
    /// Deliveries, the latest made first; what is nil does not restrict.
    public func deliveries(
        state: DeliveryResult.State? = nil, channel: Delivery.Channel? = nil, account: String? = nil,
        kind: Notice.Kind? = nil, notice: String? = nil, page: PageRequest = PageRequest()
    ) async throws -> Page<DeliveryRecord> {
        let filter: [Parameter] = [
            .text(state?.rawValue), .text(channel?.rawValue), .text(account), .text(kind?.rawValue),
            .text(notice),
        ]
        return try await list(SQL.notify.listDeliveries, filter, page, DeliveryRecord.init)
    }

    /// A notice by its id or by the number of one of its deliveries; nil where there is none.
    public func notice(_ idOrDelivery: String) async throws -> Notice? {
        try await read { session in
            try session.row(SQL.notify.noticeOfDelivery, [.text(idOrDelivery)]) { row in
                try Notice(row, id: "id")
            }
        }
    }

    /// The endpoints in use, by id.
    public func endpoints(page: PageRequest = PageRequest()) async throws -> Page<EndpointRecord> {
        try await list(SQL.notify.listEndpoints, [], page, EndpointRecord.init)
    }
}

/// A delivery as lists show it.
public struct DeliveryRecord: Sendable, Hashable {
    /// The number it is sent again by.
    public var id: Int64
    /// What is told.
    public var notice: Notice
    /// The way out.
    public var channel: Delivery.Channel
    /// The endpoint of a webhook.
    public var endpoint: String?
    /// Where it stands.
    public var state: DeliveryResult.State
    /// How many tries there were.
    public var tries: Int
    /// When it is due next; of no meaning at its end.
    public var nextTryAt: Instant
    /// When it reached its end.
    public var finishedAt: Instant?
    /// What the last try came to.
    public var outcome: String?
}

/// An endpoint as lists show it; its secrets are shown once, when they are made.
public struct EndpointRecord: Sendable, Hashable {
    /// The operator's name for it.
    public var id: String
    /// Where it listens.
    public var url: String
    /// Which notices it gets, by their webhook types; nil: all.
    public var kinds: [String]?
    /// Whether an old secret still signs beside the new one.
    public var hasTwoSecrets: Bool
    /// When it was added first.
    public var createdAt: Instant
    /// Deliveries that wait.
    public var waiting: Int
    /// Deliveries that were given up.
    public var dead: Int
}

extension DeliveryRecord {
    fileprivate init(_ row: PostgresRow) throws {
        let id = try row.int64("id")
        let (channel, state) = (try row.text("channel"), try row.text("state"))
        guard let knownChannel = Delivery.Channel(rawValue: channel),
            let knownState = DeliveryResult.State(rawValue: state)
        else { throw StoreError.unreadable(table: "delivery", key: "\(id)", reason: "\(channel), \(state)") }
        self.init(
            id: id, notice: try Notice(row, id: "notice_id"), channel: knownChannel,
            endpoint: try row.optionalText("endpoint_id"), state: knownState,
            tries: Int(try row.int32("tries")), nextTryAt: try row.instant("next_try_at"),
            finishedAt: try row.optionalInstant("finished_at"), outcome: try row.optionalText("outcome"))
    }
}

extension EndpointRecord {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            id: try row.text("id"), url: try row.text("url"),
            kinds: try row.isNull("kinds") ? nil : try row.textArray("kinds"),
            hasTwoSecrets: try row.bool("has_two_secrets"), createdAt: try row.instant("created_at"),
            waiting: Int(try row.int64("waiting")), dead: Int(try row.int64("dead")))
    }
}
