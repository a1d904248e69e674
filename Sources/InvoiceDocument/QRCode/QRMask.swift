/// Chooses the mask under which a code is read best (ISO/IEC 18004, 7.8.3).
enum QRMask {
    /// The rows under the mask with the least penalty; of equal ones the first.
    static func best(of drawing: QRDrawing, _ correction: QRCode.Correction) -> [QRRow] {
        var best: (penalty: Int, rows: [QRRow])?
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
private struct QRPenalty {
    let rows: [QRRow]
    private var size: Int { rows.count }

    var sum: Int { lines + columns + blocks + balance }

    /// A finder with four light modules beside it, the nearest module first.
    private static let finders: [[Bool]] = [
        [true, false, true, true, true, false, true, false, false, false, false],
        [false, false, false, false, true, false, true, true, true, false, true],
    ]

    /// Runs of five and more of one colour in a row, and what looks like a finder: a run of n counts n − 2, that is one
    /// for each five modules alike in it, and two.
    private var lines: Int {
        let fives = QRRow(dark: size - 4)
        let windows = QRRow(dark: size - 10)
        var penalty = 0
        for row in rows {
            let alike = ~(row ^ row.movedLeft(by: 1))
            let runs =
                alike & alike.movedLeft(by: 1) & alike.movedLeft(by: 2) & alike.movedLeft(by: 3) & fives
            // The last five of each run: no five begin behind them.
            penalty += runs.count + 2 * (runs & ~runs.movedLeft(by: 1)).count
            for finder in Self.finders {
                var found = windows
                for (distance, isDark) in finder.enumerated() {
                    let module = row.movedLeft(by: UInt64(distance))
                    found = found & (isDark ? module : ~module)
                }
                penalty += 40 * found.count
            }
        }
        return penalty
    }

    /// The same in columns, all of them at once.
    private var columns: Int {
        let whole = QRRow(dark: size)
        var penalty = 0
        var before = QRRow()
        for y in 0..<size - 4 {
            var runs = whole
            for next in y..<y + 4 { runs = runs & ~(rows[next] ^ rows[next + 1]) }
            penalty += runs.count + 2 * (runs & ~before).count
            before = runs
        }
        for y in 0..<size - 10 {
            for finder in Self.finders {
                var found = whole
                for (distance, isDark) in finder.enumerated() {
                    found = found & (isDark ? rows[y + distance] : ~rows[y + distance])
                }
                penalty += 40 * found.count
            }
        }
        return penalty
    }

    /// Three for each square of four modules alike.
    private var blocks: Int {
        let places = QRRow(dark: size - 1)
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
