import BillingRun
import Postgres
import PostgresTestKit
import Testing

@testable import BillingStore

/// What happens to transactions when connections do.
@Suite struct ConnectionTests {
    @Test func `Sessions that the server ended are replaced without anybody noticing`() async throws {
        let world = try await Bookkeeping()
        #expect(try await world.books.transaction { try await $0.chargingIsOn() })
        try await world.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        #expect(try await world.books.transaction { try await $0.chargingIsOn() })
    }

    @Test func `More transactions than connections wait in line`() async throws {
        let world = try await Bookkeeping()
        let books = world.colleague("narrow", connections: 2)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...12 {
                group.addTask { try await books.transaction { try await $0.chargingIsOn() ? number : 0 } }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 78)
        let sessions = try await world.number(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        )
        #expect(sessions <= 2 + 1, "two of the narrow books, one of the first")
        await books.close()
    }

    @Test func `A database out of reach says so`() async throws {
        let books = PostgresBooks(ConnectionOptions(url: "host=/nowhere dbname=x", connectTimeoutSeconds: 1))
        do {
            try await books.requireSchema()
            Issue.record("it connected")
        } catch {
            #expect((error as? StoreError)?.isOutOfReach == true, "\(error)")
        }
    }

    @Test func `A stored value that cannot be read is named by table and key`() async throws {
        let world = try await Bookkeeping()
        try await world.customer(1)
        try await world.execute("UPDATE subscription SET state = state - 'anchor'")
        do {
            _ = try await world.books.allSubscriptions()
            Issue.record("it was read")
        } catch StoreError.unreadable(let table, let key, let reason) {
            #expect(
                table == "subscription" && key == "sub_1" && reason.contains("anchor"), "\(key): \(reason)")
        }
    }
}
