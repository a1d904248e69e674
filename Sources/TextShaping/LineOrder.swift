internal import CFriBidi
internal import CHarfBuzz
import PDFWriter

/// The runs of a line that reads from left to right as a whole (UAX #9, paragraph level 0), each of one script
/// and one direction, as they stand from left to right.
struct LineOrder {
    let runs: [TextRun]

    init(_ line: [UInt32]) {
        let levels = Self.levels(line)
        let scripts = Self.scripts(line)
        var parts: [(range: Range<Int>, level: Int8)] = []
        for index in line.indices {
            if let last = parts.last, last.level == levels[index], scripts[index] == scripts[index - 1] {
                parts[parts.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                parts.append((index..<index + 1, levels[index]))
            }
        }
        // Rule L2: from the highest level down to the lowest odd one, whatever is at it or above is reversed.
        for level in stride(from: levels.max() ?? 0, to: 0, by: -1) {
            var start = 0
            while start < parts.count {
                var end = start
                while end < parts.count, parts[end].level >= level { end += 1 }
                if end > start { parts[start..<end].reverse() }
                start = end + 1
            }
        }
        runs = parts.map { TextRun($0.range, isRightToLeft: $0.level % 2 == 1) }
    }

    private static func levels(_ line: [UInt32]) -> [Int8] {
        var levels = [Int8](repeating: 0, count: line.count)
        guard line.contains(where: LeftwardScripts.contains) else { return levels }
        let count = Int32(line.count)
        var types = [FriBidiCharType](repeating: FRIBIDI_TYPE_LTR, count: line.count)
        var brackets = [FriBidiBracketType](repeating: 0, count: line.count)
        fribidi_get_bidi_types(line, count, &types)
        fribidi_get_bracket_types(line, count, types, &brackets)
        var base = FRIBIDI_PAR_LTR
        guard fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, &levels) > 0 else {
            return [Int8](repeating: 0, count: line.count)
        }
        // Rule L1: blanks at the end of the line belong to the paragraph.
        var end = line.count
        while end > 0, types[end - 1] == FRIBIDI_TYPE_WS {
            end -= 1
            levels[end] = 0
        }
        return levels
    }

    /// The script of each character; what belongs to all scripts takes that of its neighbours.
    private static func scripts(_ line: [UInt32]) -> [UInt32] {
        let functions = hb_unicode_funcs_get_default()
        let shared = [HB_SCRIPT_COMMON, HB_SCRIPT_INHERITED, HB_SCRIPT_UNKNOWN].map(\.rawValue)
        var scripts = line.map { hb_unicode_script(functions, $0).rawValue }
        let first = scripts.first { !shared.contains($0) }
        var current = first ?? HB_SCRIPT_COMMON.rawValue
        for index in scripts.indices {
            if shared.contains(scripts[index]) { scripts[index] = current } else { current = scripts[index] }
        }
        return scripts
    }
}
