/// Bits from the lowest upwards, as deflate has them.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var count: UInt64 = 0

    init() {
        bytes.reserveCapacity(8_192)
    }

    /// Appends the lowest `width` bits of `value`, at most 32; the bits above them must be 0.
    @inline(__always)
    mutating func append(_ value: UInt32, width: UInt8) {
        pending |= UInt64(value) << count
        count += UInt64(width)
        if count >= 32 {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: pending).littleEndian) {
                bytes.append(contentsOf: $0)
            }
            pending >>= 32
            count -= 32
        }
    }

    /// Fills the last byte with zeros.
    mutating func flush() {
        while count > 0 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            count = count > 8 ? count - 8 : 0
        }
    }

    /// Appends whole bytes behind a flush.
    mutating func append(contentsOf other: Slice<UnsafeBufferPointer<UInt8>>) {
        bytes.append(contentsOf: other)
    }
}
