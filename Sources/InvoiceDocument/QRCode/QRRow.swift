/// A row of modules as bits: module x is bit x, set where it is dark. The widest code has 177.
///
/// Penalties look at each module under eight masks; on whole rows that is a handful of operations for each row.
struct QRRow: Hashable, Sendable {
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0

    /// All light.
    init() {}

    /// The first `count` dark.
    init(dark count: Int) {
        low = Self.ones(count)
        middle = Self.ones(count - 64)
        high = Self.ones(count - 128)
    }

    private init(_ low: UInt64, _ middle: UInt64, _ high: UInt64) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    private static func ones(_ count: Int) -> UInt64 {
        count <= 0 ? 0 : count >= 64 ? .max : (1 << UInt64(count)) - 1
    }

    subscript(x: Int) -> Bool {
        get {
            (x < 64 ? low >> UInt64(x) : x < 128 ? middle >> UInt64(x - 64) : high >> UInt64(x - 128)) & 1
                == 1
        }
        set {
            let bit: UInt64 = 1 << UInt64(x & 63)
            switch x >> 6 {
            case 0: low = newValue ? low | bit : low & ~bit
            case 1: middle = newValue ? middle | bit : middle & ~bit
            default: high = newValue ? high | bit : high & ~bit
            }
        }
    }

    /// How many are dark.
    var count: Int { low.nonzeroBitCount + middle.nonzeroBitCount + high.nonzeroBitCount }

    /// Module x + `distance` at the place of module x; at most 63.
    func movedLeft(by distance: UInt64) -> QRRow {
        if distance == 0 { return self }
        let rest = 64 - distance
        return QRRow(
            low >> distance | middle << rest, middle >> distance | high << rest, high >> distance)
    }

    static func & (one: QRRow, other: QRRow) -> QRRow {
        QRRow(one.low & other.low, one.middle & other.middle, one.high & other.high)
    }

    static func ^ (one: QRRow, other: QRRow) -> QRRow {
        QRRow(one.low ^ other.low, one.middle ^ other.middle, one.high ^ other.high)
    }

    static prefix func ~ (row: QRRow) -> QRRow { QRRow(~row.low, ~row.middle, ~row.high) }
}
