/// Rows for "COPY … FROM STDIN (FORMAT binary)", built in memory.
public struct CopyRows: Sendable {
    /// Signature, flags and length of the header's extension (manual, COPY, "Binary Format").
    private static let header: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

    private let columns: Int
    private var bytes = Self.header
    /// How many rows were appended.
    public private(set) var count = 0

    /// - Parameter columns: How many columns the COPY statement names.
    public init(columns: Int) {
        self.columns = columns
    }

    /// Appends a row. Each value must have exactly its column's type: COPY converts nothing.
    ///
    /// Throws ``PostgresError/misuse(_:)`` when the number of values is wrong, when a numeric is not plain decimal
    /// text, or for a numeric array.
    public mutating func append(_ row: [Parameter]) throws(PostgresError) {
        guard row.count == columns else {
            throw .misuse("a row of \(row.count) values for \(columns) columns of COPY")
        }
        let values = try row.map { value throws(PostgresError) in try Self.binary(value) }
        BinaryFormat.append(Int16(clamping: columns), to: &bytes)
        for value in values {
            BinaryFormat.append(Int32(clamping: value?.count ?? -1), to: &bytes)
            bytes.append(contentsOf: value ?? [])
        }
        count += 1
    }

    /// The whole stream, trailer included.
    func finished() -> [UInt8] {
        bytes + [0xFF, 0xFF]
    }

    private static func binary(_ value: Parameter) throws(PostgresError) -> [UInt8]? {
        guard let bytes = value.bytes, value.format == .text else { return value.bytes }
        guard value.type == TypeOID.numeric,
            let numeric = BinaryNumeric.bytes(String(decoding: bytes, as: UTF8.self))
        else {
            throw .misuse("\(String(decoding: bytes, as: UTF8.self)) has no binary form for COPY")
        }
        return numeric
    }
}
