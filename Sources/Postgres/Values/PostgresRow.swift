/// One row of an answer, read by column position or by column name.
///
/// Every accessor throws ``PostgresError/undecodable(column:reason:)`` when the column does not exist, is of
/// another type or, unless the accessor is one of the `optional…` ones, is NULL.
public struct PostgresRow {
    /// A column, by position from 0 or by name: both `row.int64(0)` and `row.int64("amount")` work.
    public enum Column: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, Sendable, Hashable {
        case position(Int)
        case name(String)

        /// The column at a position, from 0.
        public init(integerLiteral position: Int) { self = .position(position) }
        /// The column of a name.
        public init(stringLiteral name: String) { self = .name(name) }
    }

    let results: ResultSet
    let row: Int

    /// bigint, integer, smallint or oid.
    public func int64(_ column: Column) throws(PostgresError) -> Int64 {
        try value(column, "an integer", BinaryDecoding.int64)
    }

    /// As ``int64(_:)``; nil for NULL.
    public func optionalInt64(_ column: Column) throws(PostgresError) -> Int64? {
        try optionalValue(column, "an integer", BinaryDecoding.int64)
    }

    /// integer or smallint.
    public func int32(_ column: Column) throws(PostgresError) -> Int32 {
        try value(column, "a 32-bit integer", BinaryDecoding.int32)
    }

    /// As ``int32(_:)``; nil for NULL.
    public func optionalInt32(_ column: Column) throws(PostgresError) -> Int32? {
        try optionalValue(column, "a 32-bit integer", BinaryDecoding.int32)
    }

    /// text, varchar, json or an enum's label.
    public func text(_ column: Column) throws(PostgresError) -> String {
        try value(column, "text", BinaryDecoding.text)
    }

    /// As ``text(_:)``; nil for NULL.
    public func optionalText(_ column: Column) throws(PostgresError) -> String? {
        try optionalValue(column, "text", BinaryDecoding.text)
    }

    /// bytea.
    public func bytes(_ column: Column) throws(PostgresError) -> [UInt8] {
        try value(column, "bytea", BinaryDecoding.bytes)
    }

    /// As ``bytes(_:)``; nil for NULL.
    public func optionalBytes(_ column: Column) throws(PostgresError) -> [UInt8]? {
        try optionalValue(column, "bytea", BinaryDecoding.bytes)
    }

    /// boolean.
    public func bool(_ column: Column) throws(PostgresError) -> Bool {
        try value(column, "boolean", BinaryDecoding.bool)
    }

    /// As ``bool(_:)``; nil for NULL.
    public func optionalBool(_ column: Column) throws(PostgresError) -> Bool? {
        try optionalValue(column, "boolean", BinaryDecoding.bool)
    }

    /// timestamptz in seconds since 1970-01-01T00:00:00Z; parts of a second are cut off towards the past.
    public func instantSeconds(_ column: Column) throws(PostgresError) -> Int64 {
        try value(column, "a finite timestamptz", BinaryDecoding.instantSeconds)
    }

    /// As ``instantSeconds(_:)``; nil for NULL.
    public func optionalInstantSeconds(_ column: Column) throws(PostgresError) -> Int64? {
        try optionalValue(column, "a finite timestamptz", BinaryDecoding.instantSeconds)
    }

    /// timestamptz in microseconds since 1970-01-01T00:00:00Z: all that the server keeps.
    public func instantMicroseconds(_ column: Column) throws(PostgresError) -> Int64 {
        try value(column, "a finite timestamptz", BinaryDecoding.instantMicroseconds)
    }

    /// As ``instantMicroseconds(_:)``; nil for NULL.
    public func optionalInstantMicroseconds(_ column: Column) throws(PostgresError) -> Int64? {
        try optionalValue(column, "a finite timestamptz", BinaryDecoding.instantMicroseconds)
    }

    /// date in days since 1970-01-01.
    public func dateDays(_ column: Column) throws(PostgresError) -> Int32 {
        try value(column, "a finite date", BinaryDecoding.dateDays)
    }

    /// As ``dateDays(_:)``; nil for NULL.
    public func optionalDateDays(_ column: Column) throws(PostgresError) -> Int32? {
        try optionalValue(column, "a finite date", BinaryDecoding.dateDays)
    }

    /// numeric as decimal text with all its decimals: "12.50".
    public func decimal(_ column: Column) throws(PostgresError) -> String {
        try value(column, "numeric", BinaryDecoding.decimal)
    }

    /// As ``decimal(_:)``; nil for NULL.
    public func optionalDecimal(_ column: Column) throws(PostgresError) -> String? {
        try optionalValue(column, "numeric", BinaryDecoding.decimal)
    }

    /// json or jsonb as UTF-8.
    public func json(_ column: Column) throws(PostgresError) -> [UInt8] {
        try value(column, "json", BinaryDecoding.json)
    }

    /// As ``json(_:)``; nil for NULL.
    public func optionalJSON(_ column: Column) throws(PostgresError) -> [UInt8]? {
        try optionalValue(column, "json", BinaryDecoding.json)
    }

    /// True when the column is NULL, of whatever type.
    public func isNull(_ column: Column) throws(PostgresError) -> Bool {
        results.bytes(row: row, column: try position(of: column)) == nil
    }

    /// The error for a value that is well-formed but means nothing to the caller, such as an unknown code.
    public func unexpected(_ column: Column, _ reason: String) -> PostgresError {
        .undecodable(column: label(of: column), reason: reason)
    }
}

extension PostgresRow {
    /// What the caller makes of the row. A closure's inferred error type is `any Error`, so it is narrowed here.
    func mapped<Value>(_ read: (PostgresRow) throws -> Value) throws(PostgresError) -> Value {
        do {
            return try read(self)
        } catch let error as PostgresError {
            throw error
        } catch {
            throw .undecodable(column: "row \(row)", reason: "\(error)")
        }
    }

    func value<Value>(
        _ column: Column, _ expected: String, _ decode: BinaryDecoder<Value>
    ) throws(PostgresError) -> Value {
        guard let value = try optionalValue(column, expected, decode) else {
            throw unexpected(column, "is NULL, \(expected) is needed")
        }
        return value
    }

    func optionalValue<Value>(
        _ column: Column, _ expected: String, _ decode: BinaryDecoder<Value>
    ) throws(PostgresError) -> Value? {
        let position = try position(of: column)
        guard let bytes = results.bytes(row: row, column: position) else { return nil }
        guard let value = decode(bytes, results.types[position]) else {
            throw unexpected(column, "is not \(expected) (type \(results.types[position]))")
        }
        return value
    }

    private func position(of column: Column) throws(PostgresError) -> Int {
        switch column {
        case .position(let position):
            guard results.types.indices.contains(position) else {
                throw unexpected(column, "there are only \(results.types.count) columns")
            }
            return position
        case .name(let name):
            guard let position = results.positions[name] else {
                throw unexpected(column, "there is no such column")
            }
            return position
        }
    }

    private func label(of column: Column) -> String {
        switch column {
        case .name(let name): name
        case .position(let position):
            results.types.indices.contains(position)
                ? "\(position) (\(results.name(of: position)))" : "\(position)"
        }
    }
}
