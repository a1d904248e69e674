import Postgres
import PostgresTestKit
import Testing

@Suite struct QueryTests {
    @Test func `Rows are read by position and by name`() async throws {
        let db = try await ThrowawayPostgres.shared().database().connect()
        let unannotated = try await db.query("SELECT 1") { row in try row.int64(0) }
        #expect(unannotated == [1])
        let multi = try await db.query("SELECT 1") { row in
            let id = try row.int64(0)
            return id + 1
        }
        #expect(multi == [2])
        let id = try await db.transaction { tx in
            let id = try await tx.queryOne("SELECT 1") { row in try row.int64(0) }
            return id
        }
        #expect(id == 1)
    }
}
