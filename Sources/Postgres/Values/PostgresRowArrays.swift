/// Array columns. The plain accessors refuse NULL elements, the `nullable…` ones give them as nil.
extension PostgresRow {
    /// bigint[], integer[] or smallint[].
    public func int64Array(_ column: Column) throws(PostgresError) -> [Int64] {
        try withoutNulls(column, nullableInt64Array(column))
    }

    /// As ``int64Array(_:)``; nil elements are NULL.
    public func nullableInt64Array(_ column: Column) throws(PostgresError) -> [Int64?] {
        try elements(column, "an array of integers", BinaryDecoding.int64)
    }

    /// text[], varchar[] or an array of an enum.
    public func textArray(_ column: Column) throws(PostgresError) -> [String] {
        try withoutNulls(column, nullableTextArray(column))
    }

    /// As ``textArray(_:)``; nil elements are NULL.
    public func nullableTextArray(_ column: Column) throws(PostgresError) -> [String?] {
        try elements(column, "an array of text", BinaryDecoding.text)
    }

    /// timestamptz[] in seconds since 1970-01-01T00:00:00Z.
    public func instantSecondsArray(_ column: Column) throws(PostgresError) -> [Int64] {
        try withoutNulls(column, nullableInstantSecondsArray(column))
    }

    /// As ``instantSecondsArray(_:)``; nil elements are NULL.
    public func nullableInstantSecondsArray(_ column: Column) throws(PostgresError) -> [Int64?] {
        try elements(column, "an array of finite timestamptz", BinaryDecoding.instantSeconds)
    }

    /// date[] in days since 1970-01-01.
    public func nullableDateDaysArray(_ column: Column) throws(PostgresError) -> [Int32?] {
        try elements(column, "an array of finite dates", BinaryDecoding.dateDays)
    }

    /// numeric[] as decimal text.
    public func decimalArray(_ column: Column) throws(PostgresError) -> [String] {
        try withoutNulls(column, nullableDecimalArray(column))
    }

    /// As ``decimalArray(_:)``; nil elements are NULL.
    public func nullableDecimalArray(_ column: Column) throws(PostgresError) -> [String?] {
        try elements(column, "an array of numeric", BinaryDecoding.decimal)
    }

    /// boolean[].
    public func nullableBoolArray(_ column: Column) throws(PostgresError) -> [Bool?] {
        try elements(column, "an array of boolean", BinaryDecoding.bool)
    }

    /// jsonb[] or json[] as UTF-8.
    public func nullableJSONArray(_ column: Column) throws(PostgresError) -> [[UInt8]?] {
        try elements(column, "an array of json", BinaryDecoding.json)
    }

    /// bytea[].
    public func nullableBytesArray(_ column: Column) throws(PostgresError) -> [[UInt8]?] {
        try elements(column, "an array of bytea", BinaryDecoding.bytes)
    }

    private func elements<Element>(
        _ column: Column, _ expected: String, _ decode: @escaping BinaryDecoder<Element>
    ) throws(PostgresError) -> [Element?] {
        try value(column, expected) { bytes, _ in BinaryDecoding.elements(bytes, decode) }
    }

    private func withoutNulls<Element>(
        _ column: Column, _ elements: [Element?]
    ) throws(PostgresError) -> [Element] {
        let values = elements.compactMap { $0 }
        guard values.count == elements.count else { throw unexpected(column, "holds a NULL element") }
        return values
    }
}
