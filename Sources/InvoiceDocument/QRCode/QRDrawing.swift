/// The modules of a code before its mask: the patterns that scanners look for, and the codewords between them.
struct QRDrawing<Row: QRRow> {
    let size: Int
    let version: Int
    private(set) var rows: [Row]
    /// Where patterns stand; masks leave them alone.
    private var patterns: [Row]

    init(version: Int) {
        self.version = version
        size = version * 4 + 17
        rows = Array(repeating: Row(), count: size)
        patterns = rows
        drawPatterns()
    }

    mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        rows[y][x] = isDark
        patterns[y][x] = true
    }

    private mutating func drawPatterns() {
        for index in 0..<size {
            set(6, index, index % 2 == 0)
            set(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let places = alignmentPlaces
        for (row, y) in places.enumerated() {
            for (column, x) in places.enumerated() {
                let last = places.count - 1
                let isFinder =
                    (row, column) == (0, 0) || (row, column) == (0, last) || (row, column) == (last, 0)
                if !isFinder { drawAlignment(x, y) }
            }
        }
        // Kept free for the format, which depends on the mask.
        drawFormat(0)
        if version >= 7 { drawVersion() }
    }

    /// A finder with the light border around it.
    private mutating func drawFinder(_ centerX: Int, _ centerY: Int) {
        for dy in -4...4 {
            for dx in -4...4 {
                let (x, y) = (centerX + dx, centerY + dy)
                guard (0..<size).contains(x), (0..<size).contains(y) else { continue }
                let ring = max(abs(dx), abs(dy))
                set(x, y, ring != 2 && ring != 4)
            }
        }
    }

    private mutating func drawAlignment(_ centerX: Int, _ centerY: Int) {
        for dy in -2...2 {
            for dx in -2...2 { set(centerX + dx, centerY + dy, max(abs(dx), abs(dy)) != 1) }
        }
    }

    private var alignmentPlaces: [Int] {
        if version == 1 { return [] }
        let count = version / 7 + 2
        let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        let last = size - 7
        return [6] + (0..<count - 1).map { last - $0 * step }.reversed()
    }

    /// Fifteen bits, twice: correction level, mask, and ten bits that protect them.
    ///
    /// - Parameter data: the five bits of level and mask.
    mutating func drawFormat(_ data: Int) {
        var remainder = data
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        let bits = (data << 10 | remainder) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, size - 15 + index, bit(index)) }
        set(8, size - 8, true)
    }

    private mutating func drawVersion() {
        var remainder = version
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = version << 12 | remainder
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            let (far, near) = (size - 11 + index % 3, index / 3)
            set(far, near, isDark)
            set(near, far, isDark)
        }
    }

    /// Fills the free modules in the zigzag of 7.7.3, two columns at a time from the right.
    mutating func draw(_ codewords: [UInt8]) {
        // The bits that are left of the codeword being drawn, the next one highest.
        var (word, left, next) = (UInt8(0), 0, 0)
        var right = size - 1
        while right >= 1 {
            // The column of the timing pattern is passed over.
            if right == 6 { right = 5 }
            for step in 0..<size {
                let isUpward = (right + 1) & 2 == 0
                let y = isUpward ? size - 1 - step : step
                let pattern = patterns[y]
                var row = rows[y]
                for x in stride(from: right, to: right - 2, by: -1) where !pattern[x] {
                    if left == 0 {
                        guard next < codewords.count else { break }
                        (word, left, next) = (codewords[next], 8, next + 1)
                    }
                    row[x] = word & 0x80 != 0
                    word <<= 1
                    left -= 1
                }
                rows[y] = row
            }
            right -= 2
        }
    }

    /// The same code under one of the eight masks.
    mutating func apply(mask: Int) {
        let whole = Row(dark: size)
        let masked = (0..<QRMask.height).map { Row(QRMask.rows[mask][$0]) & whole }
        for y in 0..<size {
            rows[y] = rows[y] ^ (masked[y % QRMask.height] & ~patterns[y])
        }
    }
}
