import Billing
import BillingCalendar
import BillingRun
import Postgres

extension BooksTransaction {
    func write(_ notices: [Notice]) async throws {
        guard !notices.isEmpty else { return }
        _ = try await run { session in
            try session.execute(
                SQL.notify.writeNotices,
                [
                    .textArray(notices.map(\.id)), .textArray(notices.map(\.kind.rawValue)),
                    .textArray(notices.map(\.account)), .instants(notices.map(\.at)),
                    .jsonbArray(try notices.map { try JSONForm.bytes($0.facts) }),
                ])
        }
    }
}
