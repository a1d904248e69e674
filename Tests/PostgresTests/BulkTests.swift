import Postgres
import PostgresTestKit
import Testing

/// COPY and pipelines.
@Suite struct BulkTests {
    private static let copyCities: SQLStatement =
        "COPY city (id, name, country, inhabitants) FROM STDIN (FORMAT binary)"

    @Test func `COPY takes a hundred thousand rows`() async throws {
        let db = try await citiesDatabase().connect()
        var rows = CopyRows(columns: 4)
        for id in 1...100_000 as ClosedRange<Int64> {
            try rows.append([.int8(id), .text("city \(id)"), .text("NZ"), .int8(id * 3)])
        }
        #expect(rows.count == 100_000)
        #expect(try await db.copyIn(Self.copyCities, rows) == 100_000)
        let wrong = try await db.number(
            "SELECT count(*) FROM city WHERE inhabitants <> id * 3 OR name <> 'city ' || id OR country <> 'NZ'"
        )
        #expect(wrong == 0)
        #expect(try await db.cityCount() == 100_000)
    }

    @Test func `COPY is part of its transaction`() async throws {
        let db = try await citiesDatabase().connect()
        var rows = CopyRows(columns: 4)
        try rows.append([.int8(1), .text("a"), .text("NZ"), .int8(0)])
        await #expect(throws: PostgresError.cancelled) {
            try await db.transaction { [rows] tx in
                #expect(try await tx.copyIn(Self.copyCities, rows) == 1)
                throw PostgresError.cancelled
            }
        }
        #expect(try await db.cityCount() == 0)
    }

    @Test func `A refused COPY stores nothing and leaves the connection usable`() async throws {
        let db = try await citiesDatabase().connect()
        var rows = CopyRows(columns: 4)
        for id in [1, 2, 1] as [Int64] { try rows.append([.int8(id), .text("a"), .text("NZ"), .int8(0)]) }
        let twice = rows
        let error = await #expect(throws: PostgresError.self) { try await db.copyIn(Self.copyCities, twice) }
        #expect(error?.constraint == "city_pkey")
        #expect(try await db.cityCount() == 0)
    }

    @Test func `COPY takes text that is formatted already, and gives it back`() async throws {
        let db = try await citiesDatabase().connect()
        let lines = "1,Ulm,DE,5\n2,\"Bad, Homburg\",DE,6\n"
        let (stored, given) = try await db.perform { session throws(PostgresError) in
            let stored = try session.copyIn("COPY city FROM STDIN (FORMAT csv)", bytes: Array(lines.utf8))
            var text: [UInt8] = []
            try session.copyOut("COPY (SELECT * FROM city ORDER BY id) TO STDOUT (FORMAT csv)") { chunk in
                text.append(contentsOf: chunk)
            }
            return (stored, String(decoding: text, as: UTF8.self))
        }
        #expect(stored == 2)
        #expect(given == lines)
    }

    @Test func `A reader that gives up ends COPY without harm`() async throws {
        let db = try await citiesDatabase().connect()
        await #expect(throws: PostgresError.cancelled) {
            _ = try await db.perform { session throws(PostgresError) in
                try session.copyOut("COPY (SELECT generate_series(1, 10000)) TO STDOUT") {
                    _ throws(PostgresError) in throw .cancelled
                }
            }
        }
        #expect(try await db.number("SELECT 3") == 3)
    }

    @Test func `What is no COPY is refused`() async throws {
        let db = try await citiesDatabase().connect()
        await #expect(throws: PostgresError.misuse("the statement is not COPY … FROM STDIN")) {
            try await db.copyIn("SELECT 1", CopyRows(columns: 1))
        }
        #expect(try await db.number("SELECT 3") == 3)
    }

    @Test func `A row of the wrong width is refused, and no half of it is kept`() throws {
        var rows = CopyRows(columns: 2)
        #expect(throws: PostgresError.misuse("a row of 1 values for 2 columns of COPY")) {
            try rows.append([.int8(1)])
        }
        #expect(throws: PostgresError.misuse("many has no binary form for COPY")) {
            try rows.append([.int8(1), .numeric("many")])
        }
        #expect(rows.count == 0)
    }

    @Test func `A pipeline runs many statements and counts the rows of each`() async throws {
        let db = try await citiesDatabase().connect()
        let insert: SQLStatement = "INSERT INTO city (id, name, country) VALUES ($1, $2, 'DE')"
        let inserts = (1...1_050).map { id in
            (statement: insert, parameters: [Parameter.int8(Int64(id)), .text("x")])
        }
        let deletes: [(statement: SQLStatement, parameters: [Parameter])] = [
            ("DELETE FROM city WHERE id <= $1", [.int8(50)]), ("SELECT id FROM city LIMIT 7", []),
        ]
        let touched = try await db.pipeline(inserts + deletes)
        #expect(touched == [Int](repeating: 1, count: 1_050) + [50, 7])
        #expect(try await db.pipeline([]) == [])
        #expect(try await db.cityCount() == 1_000)
    }

    @Test(arguments: [0, 99, 100, 101, 249])
    func `One failure undoes the whole pipeline`(_ culprit: Int) async throws {
        let db = try await citiesDatabase().connect()
        let statements = (0..<250).map { index in
            (
                statement: SQLStatement(
                    name: "line \(index % 3)", text: "INSERT INTO city VALUES ($1, 'x', $2) -- \(index % 3)"),
                parameters: [Parameter.int8(Int64(index)), .text(index == culprit ? "XX" : "DE")]
            )
        }
        let error = await #expect(throws: PostgresError.self) { try await db.pipeline(statements) }
        #expect(error?.constraint == "city_country_fkey")
        if case .statement(let failure) = error { #expect(failure.statementName == "line \(culprit % 3)") }
        #expect(try await db.cityCount() == 0)
    }

    @Test func `In a transaction a pipeline's failure voids the transaction`() async throws {
        let db = try await citiesDatabase().connect()
        let error = await #expect(throws: PostgresError.self) {
            try await db.transaction { tx in
                try await tx.insertCity(1)
                try await tx.pipeline([("INSERT INTO city VALUES (1, 'x', 'DE')", [])])
            }
        }
        #expect(error?.state == .uniqueViolation)
        #expect(try await db.cityCount() == 0)
    }
}
