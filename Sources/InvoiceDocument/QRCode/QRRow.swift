/// A row of modules as bits: module x is bit x, set where it is dark.
///
/// Penalties look at each module under eight masks; on whole rows that is a handful of operations for each row.
protocol QRRow: Sendable {
    /// All light.
    init()
    /// The first `count` dark.
    init(dark count: Int)
    /// As many modules of another row as this one has.
    init(_ row: WideQRRow)
    subscript(x: Int) -> Bool { get set }
    /// How many are dark.
    var count: Int { get }
    /// Module x + `distance` at the place of module x; at most 63.
    func movedLeft(by distance: UInt64) -> Self
    /// Sixty-four modules from x on, x a multiple of 64.
    func word(from x: Int) -> UInt64
    static func & (one: Self, other: Self) -> Self
    static func ^ (one: Self, other: Self) -> Self
    static prefix func ~ (row: Self) -> Self
}

/// A row of up to 64 modules, which are versions 1 to 11: all but the longest payments.
struct NarrowQRRow: QRRow {
    /// The widest code.
    static let widest = 64
    private var bits: UInt64

    init() { bits = 0 }

    init(dark count: Int) { bits = count >= 64 ? .max : (1 << UInt64(max(0, count))) - 1 }

    init(_ row: WideQRRow) { bits = row.word(from: 0) }

    private init(bits: UInt64) { self.bits = bits }

    subscript(x: Int) -> Bool {
        get { bits &>> UInt64(x) & 1 == 1 }
        set {
            let bit: UInt64 = 1 &<< UInt64(x)
            bits = newValue ? bits | bit : bits & ~bit
        }
    }

    var count: Int { bits.nonzeroBitCount }

    func movedLeft(by distance: UInt64) -> Self { Self(bits: bits &>> distance) }

    func word(from x: Int) -> UInt64 { bits }

    static func & (one: Self, other: Self) -> Self { Self(bits: one.bits & other.bits) }

    static func ^ (one: Self, other: Self) -> Self { Self(bits: one.bits ^ other.bits) }

    static prefix func ~ (row: Self) -> Self { Self(bits: ~row.bits) }
}

/// A row of up to 192 modules; the widest code has 177.
struct WideQRRow: QRRow {
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    init(dark count: Int) {
        low = Self.ones(count)
        middle = Self.ones(count - 64)
        high = Self.ones(count - 128)
    }

    init(_ row: WideQRRow) { self = row }

    private init(_ low: UInt64, _ middle: UInt64, _ high: UInt64) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    private static func ones(_ count: Int) -> UInt64 {
        count <= 0 ? 0 : count >= 64 ? .max : (1 << UInt64(count)) - 1
    }

    subscript(x: Int) -> Bool {
        get { word(from: x & ~63) >> UInt64(x & 63) & 1 == 1 }
        set {
            let bit: UInt64 = 1 << UInt64(x & 63)
            switch x >> 6 {
            case 0: low = newValue ? low | bit : low & ~bit
            case 1: middle = newValue ? middle | bit : middle & ~bit
            default: high = newValue ? high | bit : high & ~bit
            }
        }
    }

    var count: Int { low.nonzeroBitCount + middle.nonzeroBitCount + high.nonzeroBitCount }

    func movedLeft(by distance: UInt64) -> Self {
        if distance == 0 { return self }
        let rest = 64 - distance
        return Self(
            low >> distance | middle << rest, middle >> distance | high << rest, high >> distance)
    }

    func word(from x: Int) -> UInt64 { x < 64 ? low : x < 128 ? middle : high }

    static func & (one: Self, other: Self) -> Self {
        Self(one.low & other.low, one.middle & other.middle, one.high & other.high)
    }

    static func ^ (one: Self, other: Self) -> Self {
        Self(one.low ^ other.low, one.middle ^ other.middle, one.high ^ other.high)
    }

    static prefix func ~ (row: Self) -> Self { Self(~row.low, ~row.middle, ~row.high) }
}
