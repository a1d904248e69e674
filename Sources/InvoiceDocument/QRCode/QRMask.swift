/// Chooses the mask under which a code is read best (ISO/IEC 18004, 7.8.3).
enum QRMask {
    /// The modules under the mask with the least penalty; of equal ones the first.
    static func best(of drawing: QRDrawing, _ correction: QRCode.Correction) -> [Bool] {
        var best: (penalty: Int, modules: [Bool])?
        for mask in 0..<8 {
            var masked = drawing
            masked.apply(mask: mask)
            masked.drawFormat(level(correction) << 3 | mask)
            let penalty = penalty(of: masked.modules, size: drawing.size)
            if penalty < best?.penalty ?? .max { best = (penalty, masked.modules) }
        }
        return best?.modules ?? drawing.modules
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

    private static func penalty(of modules: [Bool], size: Int) -> Int {
        var penalty = 0
        for line in 0..<size {
            penalty += linePenalty(modules, start: line * size, step: 1, size: size)
            penalty += linePenalty(modules, start: line, step: size, size: size)
        }
        return penalty + blockPenalty(modules, size) + balancePenalty(modules)
    }

    /// Runs of five and more of one colour, and what looks like a finder with four light modules beside it.
    private static func linePenalty(_ modules: [Bool], start: Int, step: Int, size: Int) -> Int {
        var penalty = 0
        var run = 0
        var window = 0
        var last: Bool?
        for index in 0..<size {
            let isDark = modules[start + index * step]
            run = isDark == last ? run + 1 : 1
            last = isDark
            if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
            window = (window << 1 | (isDark ? 1 : 0)) & 0x7FF
            if index >= 10, window == 0b101_11010000 || window == 0b000_01011101 { penalty += 40 }
        }
        return penalty
    }

    private static func blockPenalty(_ modules: [Bool], _ size: Int) -> Int {
        var penalty = 0
        for y in 0..<size - 1 {
            for x in 0..<size - 1 {
                let first = modules[y * size + x]
                if first == modules[y * size + x + 1], first == modules[(y + 1) * size + x],
                    first == modules[(y + 1) * size + x + 1]
                {
                    penalty += 3
                }
            }
        }
        return penalty
    }

    /// Ten for each 5 % that the dark modules are away from one half.
    private static func balancePenalty(_ modules: [Bool]) -> Int {
        let dark = modules.count { $0 }
        return abs(dark * 20 - modules.count * 10) / modules.count * 10
    }
}
