/// The built-in types this module speaks; the numbers are fixed in PostgreSQL's pg_type.dat.
enum TypeOID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let char: UInt32 = 18
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let json: UInt32 = 114
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let date: UInt32 = 1082
    static let timestamptz: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let jsonb: UInt32 = 3802

    static let boolArray: UInt32 = 1000
    static let byteaArray: UInt32 = 1001
    static let int4Array: UInt32 = 1007
    static let int8Array: UInt32 = 1016
    static let textArray: UInt32 = 1009
    static let dateArray: UInt32 = 1182
    static let timestamptzArray: UInt32 = 1185
    static let numericArray: UInt32 = 1231
    static let jsonbArray: UInt32 = 3807

    /// The first number of a type that a user made: enums and domains stand above it.
    static let firstUserDefined: UInt32 = 16_384
}
