/// The eight masks, and the choice of the one under which a code is read best (ISO/IEC 18004, 7.8).
enum QRMask {
    /// Masks repeat themselves after so many rows.
    static let height = 12
    /// The modules that each mask turns, row by row, as wide as the widest code.
    static let rows = (0..<8).map { mask in
        (0..<height).map { y in
            var row = WideQRRow()
            for x in 0..<177 where turns(mask, x, y) { row[x] = true }
            return row
        }
    }

    private static func turns(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// The rows under the mask with the least penalty; of equal ones the first.
    static func best<Row: QRRow>(of drawing: QRDrawing<Row>, _ correction: QRCode.Correction) -> [Row] {
        var best: (penalty: Int, rows: [Row])?
        for mask in 0..<8 {
            var masked = drawing
            masked.apply(mask: mask)
            masked.drawFormat(level(correction) << 3 | mask)
            let penalty = QRPenalty(rows: masked.rows).sum
            if penalty < best?.penalty ?? .max { best = (penalty, masked.rows) }
        }
        return best?.rows ?? drawing.rows
    }

    /// The two bits of a level in the format (table 12).
    private static func level(_ correction: QRCode.Correction) -> Int {
        switch correction {
        case .low: 1
        case .medium: 0
        case .quartile: 3
        case .high: 2
        }
    }
}

/// How hard a code would be to read (table 11), on whole rows at a time.
private struct QRPenalty<Row: QRRow> {
    let rows: [Row]
    private var size: Int { rows.count }

    var sum: Int { lines + columns + blocks + balance }

    /// Eleven modules that look like a finder with four light modules beside it.
    ///
    /// - Parameter module: the modules at a distance from the first.
    @inline(__always)
    private static func finders(within places: Row, _ module: (Int) -> Row) -> Int {
        let (first, second, third) = (module(0), module(1), module(2))
        let (fourth, sixth, eighth) = (module(3), module(5), module(7))
        let (ninth, tenth, last) = (module(8), module(9), module(10))
        // Both orders have dark, any, dark in their middle: 10111010000 and 00001011101.
        let middle = module(4) & module(6) & ~sixth & places
        let dark = first & ~second & third & fourth & ~eighth & ~ninth & ~tenth & ~last
        let light = ~first & ~second & ~third & ~fourth & eighth & ninth & ~tenth & last
        return (middle & dark).count + (middle & light).count
    }

    /// Runs of five and more of one colour in a row, and what looks like a finder: a run of n counts n − 2, that is one
    /// for each five modules alike in it, and two.
    private var lines: Int {
        let fives = Row(dark: size - 4)
        let windows = Row(dark: size - 10)
        var penalty = 0
        for row in rows {
            let alike = ~(row ^ row.movedLeft(by: 1))
            let pairs = alike & alike.movedLeft(by: 1)
            let runs = pairs & pairs.movedLeft(by: 2) & fives
            // The last five of each run: no five begin behind them.
            penalty += runs.count + 2 * (runs & ~runs.movedLeft(by: 1)).count
            penalty += 40 * Self.finders(within: windows) { row.movedLeft(by: UInt64($0)) }
        }
        return penalty
    }

    /// The same in columns, all of them at once.
    private var columns: Int {
        let whole = Row(dark: size)
        var penalty = 0
        var before = Row()
        for y in 0..<size - 4 {
            var runs = whole
            for next in y..<y + 4 { runs = runs & ~(rows[next] ^ rows[next + 1]) }
            penalty += runs.count + 2 * (runs & ~before).count
            before = runs
        }
        for y in 0..<size - 10 { penalty += 40 * Self.finders(within: whole) { rows[y + $0] } }
        return penalty
    }

    /// Three for each square of four modules alike.
    private var blocks: Int {
        let places = Row(dark: size - 1)
        var penalty = 0
        for y in 0..<size - 1 {
            let (row, next) = (rows[y], rows[y + 1])
            let alike = ~(row ^ row.movedLeft(by: 1)) & ~(next ^ next.movedLeft(by: 1)) & ~(row ^ next)
            penalty += 3 * (alike & places).count
        }
        return penalty
    }

    /// Ten for each 5 % that the dark modules are away from one half.
    private var balance: Int {
        let dark = rows.reduce(0) { $0 + $1.count }
        return abs(dark * 20 - size * size * 10) / (size * size) * 10
    }
}
