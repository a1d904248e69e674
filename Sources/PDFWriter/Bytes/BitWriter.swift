/// Bits from the lowest upwards, as deflate has them, in memory that is used again.
struct BitWriter: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private var written = 0
    private var pending: UInt64 = 0
    private var count: UInt64 = 0

    init(capacity: Int = 16_384) {
        memory = .allocate(byteCount: capacity, alignment: 8)
        self.capacity = capacity
    }

    deinit { memory.deallocate() }

    /// Appends the lowest `width` bits of `value`, at most 32; the bits above them must be 0.
    @inline(__always)
    mutating func append(_ value: UInt32, width: UInt8) {
        pending |= UInt64(value) << count
        count += UInt64(width)
        if count >= 32 {
            if capacity - written < 4 { grow(by: 4) }
            memory.storeBytes(
                of: UInt32(truncatingIfNeeded: pending).littleEndian, toByteOffset: written, as: UInt32.self)
            written += 4
            pending >>= 32
            count -= 32
        }
    }

    /// Fills the last byte with zeros.
    mutating func flush() {
        if capacity - written < 4 { grow(by: 4) }
        while count > 0 {
            memory.storeBytes(of: UInt8(truncatingIfNeeded: pending), toByteOffset: written, as: UInt8.self)
            written += 1
            pending >>= 8
            count = count > 8 ? count - 8 : 0
        }
    }

    /// Appends whole bytes behind a flush.
    mutating func append(contentsOf other: Slice<UnsafeBufferPointer<UInt8>>) {
        if capacity - written < other.count { grow(by: other.count) }
        UnsafeMutableRawBufferPointer(start: memory + written, count: other.count).copyBytes(from: other)
        written += other.count
    }

    /// Hands over what was written and begins anew.
    mutating func move(to target: inout ByteBuffer) {
        let bytes = UnsafeRawBufferPointer(start: memory, count: written)
        target.append(contentsOf: bytes.bindMemory(to: UInt8.self))
        written = 0
    }

    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, written + more)
        let next = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
        next.copyMemory(from: memory, byteCount: written)
        memory.deallocate()
        (memory, capacity) = (next, larger)
    }
}
