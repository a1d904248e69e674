/// A value for `$1`, `$2` … of a statement, with its PostgreSQL type.
///
/// Every maker takes an optional: nil becomes a NULL of that type. Arrays take optional elements too; they are
/// meant for `INSERT … SELECT … FROM unnest($1::bigint[], $2::text[])`, one statement for thousands of rows.
public struct Parameter: Sendable, Hashable {
    /// How the bytes are to be read by the server.
    enum Format: Int32 {
        case text = 0
        case binary = 1
    }

    let type: UInt32
    let format: Format
    /// The value; nil is NULL.
    let bytes: [UInt8]?

    init(type: UInt32, format: Format = .binary, bytes: [UInt8]?) {
        self.type = type
        self.format = format
        self.bytes = bytes
    }

    /// NULL of whatever type the statement wants there.
    public static let null = Parameter(type: 0, bytes: nil)

    /// bigint.
    public static func int8(_ value: Int64?) -> Parameter {
        Parameter(type: TypeOID.int8, bytes: value.map(BinaryFormat.bytes))
    }

    /// integer.
    public static func int4(_ value: Int32?) -> Parameter {
        Parameter(type: TypeOID.int4, bytes: value.map(BinaryFormat.bytes))
    }

    /// text. The server refuses a NUL character in it (22021).
    public static func text(_ value: String?) -> Parameter {
        Parameter(type: TypeOID.text, bytes: value.map { Array($0.utf8) })
    }

    /// bytea.
    public static func bytea(_ value: [UInt8]?) -> Parameter {
        Parameter(type: TypeOID.bytea, bytes: value)
    }

    /// boolean.
    public static func bool(_ value: Bool?) -> Parameter {
        Parameter(type: TypeOID.bool, bytes: value.map { [$0 ? 1 : 0] })
    }

    /// timestamptz, given in seconds since 1970-01-01T00:00:00Z.
    public static func timestamptz(_ epochSeconds: Int64?) -> Parameter {
        Parameter(
            type: TypeOID.timestamptz,
            bytes: epochSeconds.map { BinaryFormat.bytes(BinaryFormat.timestamp(epochSeconds: $0)) })
    }

    /// date, given in days since 1970-01-01.
    public static func date(_ epochDays: Int32?) -> Parameter {
        Parameter(
            type: TypeOID.date, bytes: epochDays.map { BinaryFormat.bytes(BinaryFormat.date(epochDays: $0)) })
    }

    /// jsonb, given as UTF-8 JSON; the server refuses what is not JSON (22P02).
    public static func jsonb(_ json: [UInt8]?) -> Parameter {
        Parameter(type: TypeOID.jsonb, bytes: json.map { [BinaryFormat.jsonbVersion] + $0 })
    }

    /// numeric, given as decimal text such as "12.50"; the server refuses what is no number (22P02).
    public static func numeric(_ decimal: String?) -> Parameter {
        Parameter(type: TypeOID.numeric, format: .text, bytes: decimal.map { Array($0.utf8) })
    }
}
