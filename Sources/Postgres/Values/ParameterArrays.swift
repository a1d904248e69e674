extension Parameter {
    /// bigint[].
    public static func int8Array(_ values: [Int64]) -> Parameter {
        array(TypeOID.int8Array, of: TypeOID.int8, values, size: 8, BinaryFormat.append)
    }

    /// bigint[] with NULL elements.
    public static func int8Array(_ values: [Int64?]) -> Parameter {
        optionalArray(TypeOID.int8Array, of: TypeOID.int8, values, size: 8, BinaryFormat.append)
    }

    /// integer[].
    public static func int4Array(_ values: [Int32]) -> Parameter {
        array(TypeOID.int4Array, of: TypeOID.int4, values, size: 4, BinaryFormat.append)
    }

    /// integer[] with NULL elements.
    public static func int4Array(_ values: [Int32?]) -> Parameter {
        optionalArray(TypeOID.int4Array, of: TypeOID.int4, values, size: 4, BinaryFormat.append)
    }

    /// text[].
    public static func textArray(_ values: [String]) -> Parameter {
        array(TypeOID.textArray, of: TypeOID.text, values, size: 16) { $1.append(contentsOf: $0.utf8) }
    }

    /// text[] with NULL elements.
    public static func textArray(_ values: [String?]) -> Parameter {
        optionalArray(TypeOID.textArray, of: TypeOID.text, values, size: 16) {
            $1.append(contentsOf: $0.utf8)
        }
    }

    /// bytea[] with NULL elements.
    public static func byteaArray(_ values: [[UInt8]?]) -> Parameter {
        optionalArray(TypeOID.byteaArray, of: TypeOID.bytea, values, size: 16) { $1.append(contentsOf: $0) }
    }

    /// boolean[] with NULL elements.
    public static func boolArray(_ values: [Bool?]) -> Parameter {
        optionalArray(TypeOID.boolArray, of: TypeOID.bool, values, size: 1) { $1.append($0 ? 1 : 0) }
    }

    /// timestamptz[], each in seconds since 1970-01-01T00:00:00Z, with NULL elements.
    public static func timestamptzArray(_ epochSeconds: [Int64?]) -> Parameter {
        optionalArray(TypeOID.timestamptzArray, of: TypeOID.timestamptz, epochSeconds, size: 8) {
            BinaryFormat.append(BinaryFormat.timestamp(epochSeconds: $0), to: &$1)
        }
    }

    /// date[], each in days since 1970-01-01, with NULL elements.
    public static func dateArray(_ epochDays: [Int32?]) -> Parameter {
        optionalArray(TypeOID.dateArray, of: TypeOID.date, epochDays, size: 4) {
            BinaryFormat.append(BinaryFormat.date(epochDays: $0), to: &$1)
        }
    }

    /// jsonb[], each as UTF-8 JSON, with NULL elements.
    public static func jsonbArray(_ values: [[UInt8]?]) -> Parameter {
        optionalArray(TypeOID.jsonbArray, of: TypeOID.jsonb, values, size: 32) {
            $1.append(BinaryFormat.jsonbVersion)
            $1.append(contentsOf: $0)
        }
    }

    /// numeric[], each as decimal text such as "12.50", with NULL elements.
    public static func numericArray(_ decimals: [String?]) -> Parameter {
        var literal: [UInt8] = [UInt8(ascii: "{")]
        for (index, decimal) in decimals.enumerated() {
            if index > 0 { literal.append(UInt8(ascii: ",")) }
            if let decimal {
                appendQuoted(decimal, to: &literal)
            } else {
                literal.append(contentsOf: "NULL".utf8)
            }
        }
        literal.append(UInt8(ascii: "}"))
        return Parameter(type: TypeOID.numericArray, format: .text, bytes: literal)
    }

    /// Quoted, so that no element can be taken for two: a wrong number is refused, never split.
    private static func appendQuoted(_ element: String, to literal: inout [UInt8]) {
        literal.append(UInt8(ascii: "\""))
        for byte in element.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { literal.append(UInt8(ascii: "\\")) }
            literal.append(byte)
        }
        literal.append(UInt8(ascii: "\""))
    }

    private static func array<Value>(
        _ type: UInt32, of elementType: UInt32, _ values: [Value], size: Int,
        _ append: (Value, inout [UInt8]) -> Void
    ) -> Parameter {
        var bytes = arrayHeader(elementType, count: values.count, hasNulls: false, size: size)
        for value in values {
            appendElement(value, to: &bytes, append)
        }
        return Parameter(type: type, bytes: bytes)
    }

    private static func optionalArray<Value>(
        _ type: UInt32, of elementType: UInt32, _ values: [Value?], size: Int,
        _ append: (Value, inout [UInt8]) -> Void
    ) -> Parameter {
        let hasNulls = values.contains { $0 == nil }
        var bytes = arrayHeader(elementType, count: values.count, hasNulls: hasNulls, size: size)
        for value in values {
            guard let value else {
                BinaryFormat.append(Int32(-1), to: &bytes)
                continue
            }
            appendElement(value, to: &bytes, append)
        }
        return Parameter(type: type, bytes: bytes)
    }

    /// Dimensions, null flag, element type and, unless empty, length and lower bound (array_recv).
    private static func arrayHeader(
        _ elementType: UInt32, count: Int, hasNulls: Bool, size: Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + count * (4 + size))
        BinaryFormat.append(Int32(count == 0 ? 0 : 1), to: &bytes)
        BinaryFormat.append(Int32(hasNulls ? 1 : 0), to: &bytes)
        BinaryFormat.append(elementType, to: &bytes)
        guard count > 0 else { return bytes }
        BinaryFormat.append(Int32(clamping: count), to: &bytes)
        BinaryFormat.append(Int32(1), to: &bytes)
        return bytes
    }

    /// The element's length comes before its bytes, and is known after them.
    private static func appendElement<Value>(
        _ value: Value, to bytes: inout [UInt8], _ append: (Value, inout [UInt8]) -> Void
    ) {
        let lengthAt = bytes.count
        BinaryFormat.append(Int32(0), to: &bytes)
        append(value, &bytes)
        let length = UInt32(clamping: bytes.count - lengthAt - 4)
        bytes[lengthAt] = UInt8(truncatingIfNeeded: length >> 24)
        bytes[lengthAt + 1] = UInt8(truncatingIfNeeded: length >> 16)
        bytes[lengthAt + 2] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[lengthAt + 3] = UInt8(truncatingIfNeeded: length)
    }
}
