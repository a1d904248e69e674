/// A 128-bit hash of bytes: MurmurHash3 x64 128 (Austin Appleby, public domain), seed 0.
///
/// It names contents (the file's /ID, the six letters of a font subset, equal images); it protects nothing,
/// so a fast hash without cryptographic strength is the right one.
struct ContentHash: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBufferPointer { Self(of: $0) }
    }

    /// - Parameter beginning: what was computed of the first bytes, which many files have in common.
    init(of bytes: UnsafeBufferPointer<UInt8>, after beginning: Beginning = Beginning()) {
        let raw = UnsafeRawBufferPointer(bytes)
        var whole = beginning
        whole.mix(raw)
        var state = whole.state
        state.finish(tail: raw[whole.count...], length: raw.count)
        high = state.first
        low = state.second
    }

    /// The sixteen bytes in the order the hash is usually printed.
    var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// The hash of the first bytes of something, as far as they fill blocks of sixteen.
    struct Beginning: Sendable {
        fileprivate var state = State()
        fileprivate var count = 0

        init() {}

        init(of bytes: [UInt8]) {
            bytes.withUnsafeBytes { mix($0) }
        }

        /// Goes on with the blocks behind those that are known.
        fileprivate mutating func mix(_ raw: UnsafeRawBufferPointer) {
            while count + 16 <= raw.count {
                state.mix(
                    UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count, as: UInt64.self)),
                    UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count + 8, as: UInt64.self)))
                count += 16
            }
        }
    }

    fileprivate struct State: Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        static let firstFactor: UInt64 = 0x87c3_7b91_1142_53d5
        static let secondFactor: UInt64 = 0x4cf5_ad43_2745_937f

        mutating func mix(_ low: UInt64, _ high: UInt64) {
            first ^= Self.scrambleLow(low)
            first = Self.rotate(first, 27) &+ second
            first = first &* 5 &+ 0x52dc_e729
            second ^= Self.scrambleHigh(high)
            second = Self.rotate(second, 31) &+ first
            second = second &* 5 &+ 0x3849_5ab5
        }

        mutating func finish(tail: Slice<UnsafeRawBufferPointer>, length: Int) {
            var low: UInt64 = 0
            var high: UInt64 = 0
            for (index, byte) in tail.enumerated() {
                if index < 8 {
                    low |= UInt64(byte) << (8 * UInt64(index))
                } else {
                    high |= UInt64(byte) << (8 * UInt64(index - 8))
                }
            }
            second ^= Self.scrambleHigh(high)
            first ^= Self.scrambleLow(low)
            first ^= UInt64(length)
            second ^= UInt64(length)
            first &+= second
            second &+= first
            first = Self.avalanche(first)
            second = Self.avalanche(second)
            first &+= second
            second &+= first
        }

        static func scrambleLow(_ word: UInt64) -> UInt64 {
            rotate(word &* firstFactor, 31) &* secondFactor
        }

        static func scrambleHigh(_ word: UInt64) -> UInt64 {
            rotate(word &* secondFactor, 33) &* firstFactor
        }

        static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
            word << count | word >> (64 - count)
        }

        static func avalanche(_ word: UInt64) -> UInt64 {
            var word = word
            word ^= word >> 33
            word = word &* 0xff51_afd7_ed55_8ccd
            word ^= word >> 33
            word = word &* 0xc4ce_b9fe_1a85_ec53
            word ^= word >> 33
            return word
        }
    }
}
