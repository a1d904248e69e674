import Postgres
import PostgresTestKit
import Testing

/// Each kind of parameter goes to the server, is shown there as text, and comes back as it went.
@Suite struct ValueRoundTripTests {
    struct Case: CustomTestStringConvertible {
        let type: String
        let parameter: Parameter
        /// The server's own text of it, so that a mistake made both ways does not pass.
        let serverText: String?
        let isSame: @Sendable (PostgresRow) throws -> Bool

        var testDescription: String { "\(type) \(serverText ?? "NULL")" }
    }

    static let numbers: [Case] = [
        Case(type: "bigint", parameter: .int8(.max), serverText: "9223372036854775807") {
            try $0.int64(0) == .max
        },
        Case(type: "bigint", parameter: .int8(.min), serverText: "-9223372036854775808") {
            try $0.int64(0) == .min
        },
        Case(type: "bigint", parameter: .int8(nil), serverText: nil) { try $0.optionalInt64(0) == nil },
        Case(type: "integer", parameter: .int4(-7), serverText: "-7") { try $0.int32(0) == -7 },
        Case(type: "integer", parameter: .int4(.max), serverText: "2147483647") {
            try $0.int64(0) == 2_147_483_647
        },
        Case(type: "integer", parameter: .int4(nil), serverText: nil) { try $0.optionalInt32(0) == nil },
        Case(type: "numeric", parameter: .numeric("12.50"), serverText: "12.50") {
            try $0.decimal(0) == "12.50"
        },
        Case(type: "numeric", parameter: .numeric(nil), serverText: nil) { try $0.optionalDecimal(0) == nil },
        Case(type: "boolean", parameter: .bool(true), serverText: "true") { try $0.bool(0) },
        Case(type: "boolean", parameter: .bool(false), serverText: "false") { try !$0.bool(0) },
        Case(type: "boolean", parameter: .bool(nil), serverText: nil) { try $0.optionalBool(0) == nil },
    ]

    static let texts: [Case] = [
        Case(type: "text", parameter: .text("Zürich 🏔"), serverText: "Zürich 🏔") {
            try $0.text(0) == "Zürich 🏔"
        },
        Case(type: "text", parameter: .text(""), serverText: "") { try $0.text(0).isEmpty },
        Case(type: "text", parameter: .text(nil), serverText: nil) { try $0.optionalText(0) == nil },
        Case(type: "varchar", parameter: .text("x"), serverText: "x") { try $0.text(0) == "x" },
        Case(type: "bytea", parameter: .bytea([0, 255, 10]), serverText: "\\x00ff0a") {
            try $0.bytes(0) == [0, 255, 10]
        },
        Case(type: "bytea", parameter: .bytea(nil), serverText: nil) { try $0.optionalBytes(0) == nil },
        Case(type: "jsonb", parameter: .jsonb(Array(#"{"a":1}"#.utf8)), serverText: #"{"a": 1}"#) {
            try $0.json(0) == Array(#"{"a": 1}"#.utf8)
        },
        Case(type: "jsonb", parameter: .jsonb(nil), serverText: nil) { try $0.optionalJSON(0) == nil },
    ]

    static let times: [Case] = [
        Case(type: "timestamptz", parameter: .timestamptz(0), serverText: "1970-01-01 00:00:00+00") {
            try $0.instantSeconds(0) == 0
        },
        Case(type: "timestamptz", parameter: .timestamptz(951_782_399), serverText: "2000-02-28 23:59:59+00")
        {
            try $0.instantMicroseconds(0) == 951_782_399_000_000
        },
        Case(type: "timestamptz", parameter: .timestamptz(-1), serverText: "1969-12-31 23:59:59+00") {
            try $0.instantSeconds(0) == -1
        },
        Case(type: "timestamptz", parameter: .timestamptz(nil), serverText: nil) {
            try $0.optionalInstantSeconds(0) == nil && $0.optionalInstantMicroseconds(0) == nil
        },
        Case(type: "date", parameter: .date(0), serverText: "1970-01-01") { try $0.dateDays(0) == 0 },
        Case(type: "date", parameter: .date(-1), serverText: "1969-12-31") { try $0.dateDays(0) == -1 },
        Case(type: "date", parameter: .date(19_782), serverText: "2024-02-29") {
            try $0.dateDays(0) == 19_782
        },
        Case(type: "date", parameter: .date(nil), serverText: nil) { try $0.optionalDateDays(0) == nil },
    ]

    @Test(arguments: numbers + texts + times)
    func `A value comes back as it went`(_ value: Case) async throws {
        let db = try await anyConnection()
        let statement = SQLStatement(text: "SELECT $1::\(value.type), ($1::\(value.type))::text")
        let seen = try await db.queryOne(statement, [value.parameter]) { row in
            (isSame: try value.isSame(row), text: try row.optionalText(1), isNull: try row.isNull(0))
        }
        #expect(seen?.isSame == true)
        #expect(seen?.text == value.serverText)
        #expect(seen?.isNull == (value.serverText == nil))
    }

    @Test func `Parts of a second are cut off towards the past`() async throws {
        let seconds = try await anyConnection().query(
            "SELECT unnest(ARRAY['1970-01-01 00:00:00.9Z', '1969-12-31 23:59:59.5Z']::timestamptz[])"
        ) { row in try row.instantSeconds(0) }
        #expect(seconds == [0, -1])
    }

    @Test func `An untyped NULL takes the type the statement wants`() async throws {
        let found = try await anyConnection().queryOne("SELECT $1::bigint, $2::text", [.null, .null]) { row in
            try row.optionalInt64(0) == nil && row.optionalText(1) == nil
        }
        #expect(found == true)
    }

    @Test func `An enum is read by its label`() async throws {
        let db = try await citiesDatabase().connect()
        try await db.script("CREATE TYPE mood AS ENUM ('calm', 'cross')")
        let mood = try await db.queryOne("SELECT $1::text::mood, ARRAY[$1::text::mood]", [.text("cross")]) {
            row in
            [try row.text(0)] + (try row.textArray(1))
        }
        #expect(mood == ["cross", "cross"])
    }

    @Test(arguments: [Int64.min, Int64.max, 400_000_000_000_000])
    func `An instant no timestamptz can hold is refused`(_ instant: Int64) async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await anyConnection().number("SELECT count($1::timestamptz)", [.timestamptz(instant)])
        }
        #expect(error?.state?.rawValue == "22008")
    }

    @Test func `Infinite times are refused by the reader`() async throws {
        let db = try await anyConnection()
        for text in ["'infinity'::timestamptz", "'-infinity'::timestamptz"] {
            await #expect(throws: PostgresError.self) {
                _ = try await db.query(SQLStatement(text: "SELECT \(text)")) { row in
                    try row.instantSeconds(0)
                }
            }
        }
    }
}
