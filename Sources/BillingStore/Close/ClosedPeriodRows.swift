import Billing
import BillingCalendar
import Postgres

/// Billed periods on their way into the database, each in the place of what it was before.
struct ClosedPeriodRows {
    let rows: [(account: String, period: ClosedPeriod)]

    func write(_ session: PostgresSession) throws {
        guard !rows.isEmpty else { return }
        try session.execute(
            SQL.invoice.keepClosedPeriods,
            [
                .textArray(rows.map(\.account)), .textArray(rows.map(\.period.subscription)),
                .instants(rows.map(\.period.period.start)), .instants(rows.map(\.period.period.end)),
                .int4Array(rows.map { Int32(clamping: $0.period.number) }),
                .jsonbArray(try rows.map { try JSONForm.bytes($0.period) }),
            ])
    }
}
