import BillingCalendar
import Postgres

extension PostgresRow {
    /// timestamptz.
    func instant(_ column: Column) throws(PostgresError) -> Instant {
        Instant(secondsSinceEpoch: try instantSeconds(column))
    }

    func optionalInstant(_ column: Column) throws(PostgresError) -> Instant? {
        try optionalInstantSeconds(column).map { Instant(secondsSinceEpoch: $0) }
    }
}

extension Parameter {
    /// timestamptz.
    static func instant(_ instant: Instant?) -> Parameter { .timestamptz(instant?.secondsSinceEpoch) }

    /// timestamptz[].
    static func instants(_ instants: [Instant?]) -> Parameter {
        .timestamptzArray(instants.map { $0?.secondsSinceEpoch })
    }

    /// text[], or NULL.
    static func optionalTextArray(_ texts: [String]?) -> Parameter {
        texts.map { .textArray($0) } ?? .null
    }
}
