public import BillingCalendar
import Postgres

/// Whether the worker can work and does, as the database sees it.
public struct BooksHealth: Sendable, Hashable {
    /// Such as "15.10".
    public var serverVersion: String
    /// The database's name.
    public var name: String
    /// Whom this program is logged in as.
    public var role: String
    /// The server's clock.
    public var now: Instant
    /// Rights that a run needs and the login lacks, in one line; nil where none does.
    public var lackingRights: String?
    /// Whether the login may update issued lines, which only the owner of the tables needs.
    public var mayRewrite: Bool
    /// The kill switch.
    public var chargingIsOn: Bool
    /// When a run began last; nil before the first.
    public var lastRunAt: Instant?
    /// Rehearsals that nobody has decided about.
    public var waitingRehearsals: Int
    /// The boundary that is due first; in the past when something waits.
    public var oldestBoundaryAt: Instant?
    /// Subscriptions set aside.
    public var parked: Int
    /// Alarms that nobody has cleared.
    public var openAlarms: Int
    /// Notices that were given up.
    public var deadDeliveries: Int
    /// When a processor's message came last; nil before the first.
    public var lastEventAt: Instant?
    /// The message that waits the longest to be worked off.
    public var oldestUnhandledAt: Instant?
    /// How long the last messages were under way, the one in the middle.
    public var eventDelaySeconds: Int64?
}

extension BillingReader {
    /// Whether the worker can work and does.
    public func health() async throws -> BooksHealth {
        let health = try await read { session in try session.row(SQL.inspect.health) { try BooksHealth($0) } }
        guard let health else {
            throw StoreError.unreadable(table: "run", key: "health", reason: "the answer is empty")
        }
        return health
    }
}

extension BooksHealth {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            serverVersion: try row.text("server_version"), name: try row.text("name"),
            role: try row.text("role"),
            now: try row.instant("now"), lackingRights: try row.optionalText("lacking"),
            mayRewrite: try row.bool("may_rewrite"), chargingIsOn: try row.bool("charging_is_on"),
            lastRunAt: try row.optionalInstant("last_run_at"),
            waitingRehearsals: Int(try row.int64("waiting_rehearsals")),
            oldestBoundaryAt: try row.optionalInstant("oldest_boundary_at"),
            parked: Int(try row.int64("parked")), openAlarms: Int(try row.int64("open_alarms")),
            deadDeliveries: Int(try row.int64("dead_deliveries")),
            lastEventAt: try row.optionalInstant("last_event_at"),
            oldestUnhandledAt: try row.optionalInstant("oldest_unhandled_at"),
            eventDelaySeconds: try row.optionalInt64("event_delay_seconds"))
    }
}
