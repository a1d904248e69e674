/// Reads one value out of its binary form; nil when the type or the length is not the expected one.
typealias BinaryDecoder<Value> = (_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Value?

/// The decoders behind the accessors of ``PostgresRow``.
enum BinaryDecoding {
    /// bigint, integer, smallint or oid.
    static func int64(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int64? {
        switch type {
        case TypeOID.int8: BinaryFormat.number(bytes, as: Int64.self)
        case TypeOID.int4: BinaryFormat.number(bytes, as: Int32.self).map(Int64.init)
        case TypeOID.int2: BinaryFormat.number(bytes, as: Int16.self).map(Int64.init)
        case TypeOID.oid: BinaryFormat.number(bytes, as: UInt32.self).map(Int64.init)
        default: nil
        }
    }

    /// integer or smallint.
    static func int32(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int32? {
        guard type == TypeOID.int4 || type == TypeOID.int2 else { return nil }
        return int64(bytes, type).flatMap { Int32(exactly: $0) }
    }

    /// Any type whose binary form is its text: text, varchar, char(n), name, json, enums.
    static func text(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> String? {
        switch type {
        case TypeOID.text, TypeOID.varchar, TypeOID.bpchar, TypeOID.name, TypeOID.char, TypeOID.json,
            TypeOID.unknown, TypeOID.firstUserDefined...:
            String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    static func bytes(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> [UInt8]? {
        type == TypeOID.bytea ? Array(bytes) : nil
    }

    static func bool(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Bool? {
        guard type == TypeOID.bool, bytes.count == 1 else { return nil }
        return bytes[0] != 0
    }

    /// timestamptz in microseconds since 1970; nil for ±infinity.
    static func instantMicroseconds(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int64? {
        guard type == TypeOID.timestamptz, let micros = BinaryFormat.number(bytes, as: Int64.self),
            micros != .min, micros != .max
        else { return nil }
        let offset = BinaryFormat.epochOffsetSeconds * BinaryFormat.microsecondsPerSecond
        let (shifted, overflow) = micros.addingReportingOverflow(offset)
        return overflow ? nil : shifted
    }

    /// timestamptz in seconds since 1970, parts of a second cut off towards the past.
    static func instantSeconds(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int64? {
        guard let micros = instantMicroseconds(bytes, type) else { return nil }
        let (quotient, remainder) = micros.quotientAndRemainder(
            dividingBy: BinaryFormat.microsecondsPerSecond)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// date in days since 1970; nil for ±infinity.
    static func dateDays(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int32? {
        guard type == TypeOID.date, let days = BinaryFormat.number(bytes, as: Int32.self),
            days != .min, days != .max
        else { return nil }
        let (shifted, overflow) = days.addingReportingOverflow(BinaryFormat.epochOffsetDays)
        return overflow ? nil : shifted
    }

    static func decimal(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> String? {
        type == TypeOID.numeric ? BinaryNumeric.text(bytes) : nil
    }

    /// json or jsonb as UTF-8.
    static func json(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> [UInt8]? {
        switch type {
        case TypeOID.json: Array(bytes)
        case TypeOID.jsonb where bytes.first == BinaryFormat.jsonbVersion: Array(bytes.dropFirst())
        default: nil
        }
    }

    /// A one-dimensional array; nil elements are NULL.
    static func elements<Element>(
        _ bytes: UnsafeRawBufferPointer, _ decode: BinaryDecoder<Element>
    ) -> [Element?]? {
        var rest = bytes[...]
        func take(_ count: Int) -> UnsafeRawBufferPointer? {
            guard count >= 0, rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
        }
        func takeInt32() -> Int32? { take(4).flatMap { BinaryFormat.number($0) } }
        guard let dimensions = takeInt32(), takeInt32() != nil, let type = takeInt32() else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = takeInt32(), count >= 0, takeInt32() != nil else { return nil }
        var elements: [Element?] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let length = takeInt32() else { return nil }
            if length < 0 {
                elements.append(nil)
            } else {
                guard let bytes = take(Int(length)), let element = decode(bytes, UInt32(bitPattern: type))
                else { return nil }
                elements.append(element)
            }
        }
        return elements
    }
}
