import Postgres
import PostgresTestKit
import Testing

@Suite struct StatementTests {
    @Test func `Columns are found by position and by name`() async throws {
        let rows = try await anyConnection().query(
            "SELECT n AS id, n * 2 AS twice FROM generate_series(1, 3) n"
        ) {
            row in
            let id = try row.int64(0)
            return try [id, row.int64("twice")]
        }
        #expect(rows == [[1, 2], [2, 4], [3, 6]])
    }

    @Test func `One row, none, or too many`() async throws {
        let db = try await anyConnection()
        #expect(try await db.queryOne("SELECT 5") { row in try row.int64(0) } == 5)
        #expect(try await db.queryOne("SELECT 5 WHERE false") { row in try row.int64(0) } == nil)
        await #expect(throws: PostgresError.misuse("pair gave 2 rows, not one")) {
            let statement = SQLStatement(name: "pair", text: "SELECT generate_series(1, 2)")
            _ = try await db.queryOne(statement) { row in try row.int64(0) }
        }
    }

    @Test func `Touched rows are counted`() async throws {
        let db = try await citiesDatabase().connect()
        let inserted = try await db.execute(
            "INSERT INTO city (id, name, country) SELECT id, 'x', 'DE' FROM unnest($1) AS id",
            [.int8Array(Array(1...10))])
        #expect(inserted == 10)
        #expect(try await db.execute("DELETE FROM city WHERE id > $1", [.int8(4)]) == 6)
        #expect(try await db.execute("CREATE TABLE other (id int)") == 0)
    }

    struct Violation: CustomTestStringConvertible {
        let statement: SQLStatement
        let state: SQLState
        let constraint: String?
        var testDescription: String { state.rawValue }
    }

    static let violations = [
        Violation(
            statement: "INSERT INTO city VALUES (1, 'a', 'DE'), (1, 'b', 'DE')", state: .uniqueViolation,
            constraint: "city_pkey"),
        Violation(
            statement: "INSERT INTO city VALUES (1, 'a', 'XX')", state: .foreignKeyViolation,
            constraint: "city_country_fkey"),
        Violation(
            statement: "INSERT INTO city VALUES (1, 'a', 'DE', -1)", state: .checkViolation,
            constraint: "inhabitants_not_negative"),
        Violation(
            statement: "INSERT INTO city VALUES (1, NULL, 'DE')", state: .notNullViolation, constraint: nil),
        Violation(statement: "SELECT * FROM nowhere", state: .undefinedTable, constraint: nil),
        Violation(statement: "SELECT FROM FROM", state: .syntaxError, constraint: nil),
        Violation(statement: "SELECT 1; SELECT 2", state: .syntaxError, constraint: nil),
        Violation(statement: "SELECT 1 / 0", state: .divisionByZero, constraint: nil),
        Violation(
            statement: "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'P0001'; END $$",
            state: .raiseException,
            constraint: nil),
    ]

    @Test(arguments: violations)
    func `A refusal is typed and leaves the connection usable`(_ violation: Violation) async throws {
        let db = try await citiesDatabase().connect()
        let error = await #expect(throws: PostgresError.self) { try await db.execute(violation.statement) }
        #expect(error?.state == violation.state)
        #expect(error?.constraint == violation.constraint)
        #expect(error?.isOutOfReach == false)
        #expect(try await db.number("SELECT 1") == 1)
    }

    @Test func `A refusal names its statement, its table and its values`() async throws {
        let db = try await citiesDatabase().connect()
        try await db.insertCity(1)
        let statement = SQLStatement(
            name: "cities/insert", text: "INSERT INTO city (id, name, country) VALUES ($1, 'x', 'DE')")
        let error = await #expect(throws: PostgresError.self) { try await db.execute(statement, [.int8(1)]) }
        guard case .statement(let failure) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(failure.table == "city" && failure.schema == "public")
        #expect(failure.detail == "Key (id)=(1) already exists.")
        #expect(failure.description.hasPrefix("cities/insert: duplicate key value"))
        #expect(failure.description.contains("SQLSTATE 23505, constraint city_pkey"))
    }

    static let misreadings: [(@Sendable (PostgresRow) throws -> Void, String, String)] = [
        ({ _ = try $0.int64("label") }, "label", "is not an integer (type 25)"),
        ({ _ = try $0.text("id") }, "id", "is not text (type 20)"),
        ({ _ = try $0.int64("nothing") }, "nothing", "is NULL, an integer is needed"),
        ({ _ = try $0.int64("absent") }, "absent", "there is no such column"),
        ({ _ = try $0.int64(9) }, "9", "there are only 3 columns"),
        ({ _ = try $0.int32(0) }, "0 (id)", "is not a 32-bit integer (type 20)"),
        ({ throw $0.unexpected("label", "no such colour") }, "label", "no such colour"),
    ]

    @Test(arguments: misreadings.indices)
    func `A value the caller did not expect is an error of its column`(_ index: Int) async throws {
        let (read, column, reason) = Self.misreadings[index]
        let db = try await anyConnection()
        await #expect(throws: PostgresError.undecodable(column: column, reason: reason)) {
            _ = try await db.query("SELECT 1::bigint AS id, 'x'::text AS label, NULL::bigint AS nothing") {
                row in
                try read(row)
            }
        }
    }

    @Test func `An error of the reader that is not ours names its row`() async throws {
        struct Strange: Error {}
        let error = await #expect(throws: PostgresError.self) {
            _ = try await anyConnection().query("SELECT 1") { _ -> Int in throw Strange() }
        }
        #expect(error == .undecodable(column: "row 0", reason: "Strange()"))
    }

    @Test func `A script runs many statements or none`() async throws {
        let db = try await citiesDatabase().connect()
        try await db.script("INSERT INTO country VALUES ('FR'); INSERT INTO country VALUES ('IT')")
        await #expect(throws: PostgresError.self) {
            try await db.script("INSERT INTO country VALUES ('ES'); INSERT INTO country VALUES ('FR')")
        }
        #expect(try await db.number("SELECT count(*) FROM country") == 4)
    }

    @Test func `An empty statement is refused`() async throws {
        let db = try await anyConnection()
        await #expect(throws: PostgresError.misuse("the statement is empty")) { try await db.execute("  ") }
    }
}
