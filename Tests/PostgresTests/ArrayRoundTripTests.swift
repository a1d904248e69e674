import Postgres
import Testing

@Suite struct ArrayRoundTripTests {
    struct Case: CustomTestStringConvertible {
        let type: String
        let parameter: Parameter
        let serverText: String
        let isSame: @Sendable (PostgresRow) throws -> Bool

        var testDescription: String { "\(type) \(serverText)" }
    }

    private static let awkward = ["", "NULL", "a,b", "{\"x\"}", "back\\slash", "new\nline", "é"]

    static let plain: [Case] = [
        Case(type: "bigint[]", parameter: .int8Array([1, .max, .min]), serverText: "3") {
            try $0.int64Array(0) == [1, .max, .min]
        },
        Case(type: "bigint[]", parameter: .int8Array([]), serverText: "0") { try $0.int64Array(0).isEmpty },
        Case(type: "integer[]", parameter: .int4Array([1, -1]), serverText: "2") {
            try $0.int64Array(0) == [1, -1]
        },
        Case(type: "text[]", parameter: .textArray(awkward), serverText: "7") {
            try $0.textArray(0) == awkward
        },
        Case(type: "timestamptz[]", parameter: .timestamptzArray([0, -1, 4_102_444_800]), serverText: "3") {
            try $0.instantSecondsArray(0) == [0, -1, 4_102_444_800]
        },
        Case(type: "numeric[]", parameter: .numericArray(["1.50", "-0.001"]), serverText: "2") {
            try $0.decimalArray(0) == ["1.50", "-0.001"]
        },
    ]

    static let withNulls: [Case] = [
        Case(type: "bigint[]", parameter: .int8Array([1, nil, 3]), serverText: "2") {
            try $0.nullableInt64Array(0) == [1, nil, 3]
        },
        Case(type: "integer[]", parameter: .int4Array([nil, 3]), serverText: "1") {
            try $0.nullableInt64Array(0) == [nil, 3]
        },
        Case(type: "text[]", parameter: .textArray(["NULL", nil, ""]), serverText: "2") {
            try $0.nullableTextArray(0) == ["NULL", nil, ""]
        },
        Case(type: "timestamptz[]", parameter: .timestamptzArray([nil, 86_400]), serverText: "1") {
            try $0.nullableInstantSecondsArray(0) == [nil, 86_400]
        },
        Case(type: "date[]", parameter: .dateArray([nil, -1]), serverText: "1") {
            try $0.nullableDateDaysArray(0) == [nil, -1]
        },
        Case(type: "numeric[]", parameter: .numericArray([nil, "7"]), serverText: "1") {
            try $0.nullableDecimalArray(0) == [nil, "7"]
        },
        Case(type: "boolean[]", parameter: .boolArray([true, nil, false]), serverText: "2") {
            try $0.nullableBoolArray(0) == [true, nil, false]
        },
        Case(type: "jsonb[]", parameter: .jsonbArray([Array("[1]".utf8), nil]), serverText: "1") {
            try $0.nullableJSONArray(0) == [Array("[1]".utf8), nil]
        },
        Case(type: "bytea[]", parameter: .byteaArray([[0, 1], nil, []]), serverText: "2") {
            try $0.nullableBytesArray(0) == [[0, 1], nil, []]
        },
    ]

    @Test(arguments: plain + withNulls)
    func `An array comes back as it went`(_ array: Case) async throws {
        let statement = SQLStatement(
            text:
                "SELECT $1::\(array.type), (SELECT count(element) FROM unnest($1::\(array.type)) AS element)::text"
        )
        let seen = try await anyConnection().queryOne(statement, [array.parameter]) { row in
            (isSame: try array.isSame(row), notNull: try row.text(1))
        }
        #expect(seen?.isSame == true)
        #expect(seen?.notNull == array.serverText)
    }

    @Test func `Columns of NULLs and values go into rows by unnest`() async throws {
        let rows = try await anyConnection().query(
            "SELECT * FROM unnest($1::bigint[], $2::text[]) AS line (id, note)",
            [.int8Array([1, 2, 3]), .textArray(["a", nil, "c"])]
        ) { row in "\(try row.int64("id")) \(try row.optionalText("note") ?? "-")" }
        #expect(rows == ["1 a", "2 -", "3 c"])
    }

    @Test func `A plain accessor refuses a NULL element`() async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await anyConnection().query("SELECT ARRAY[1, NULL]::bigint[] AS ids") { row in
                try row.int64Array("ids")
            }
        }
        #expect(error == .undecodable(column: "ids", reason: "holds a NULL element"))
    }

    @Test func `A number that is none cannot split an array of numbers`() async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await anyConnection().number(
                "SELECT cardinality($1::numeric[])", [.numericArray(["1,2", "3"])])
        }
        #expect(error?.state == .invalidTextRepresentation)
    }
}
