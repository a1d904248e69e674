/// Letter + mark -> one character, as Unicode's NFC does it for the characters of the masters, and beyond it
/// for sequences that have no character of their own (DIN 91379): those get codes in U+E000...U+F8FF that
/// only the masters know and that never leave this module.
struct CompositionTable: Sendable {
    static let internalCodes: ClosedRange<UInt32> = 0xE000...0xF8FF
    private static let marks: ClosedRange<UInt32> = 0x0300...0x036F
    private let composed: [UInt32: UInt16]
    private let parts: [UInt16: UInt32]
    private let classes: [UInt8]

    init() throws(PDFError) {
        let reader = TrueTypeReader(
            try inflate(decodeBase64(CompositionMaster.base64), size: CompositionMaster.size))
        var composed: [UInt32: UInt16] = [:]
        var parts: [UInt16: UInt32] = [:]
        let count = Int(try reader.unsigned16(0))
        for index in 0..<count {
            let pair = try reader.unsigned32(2 + index * 6)
            let whole = try reader.unsigned16(6 + index * 6)
            composed[pair] = whole
            parts[whole] = pair
        }
        self.composed = composed
        self.parts = parts
        classes = Array(reader.bytes[try reader.part(at: 2 + count * 6, count: 112).range])
    }

    /// Whether the scalar is a mark that may compose with the letter before it.
    static func isMark(_ scalar: UInt32) -> Bool {
        marks.contains(scalar)
    }

    /// Composes in place: marks are sorted by class, then joined to their letter where `isKnown` has the
    /// result. The order of the rest is kept.
    func compose(_ scalars: [UInt32], isKnown: (UInt32) -> Bool) -> [UInt32] {
        var result: [UInt32] = []
        var index = 0
        while index < scalars.count {
            var end = index + 1
            while end < scalars.count, Self.isMark(scalars[end]) { end += 1 }
            if end > index + 1 {
                joinCluster(scalars[index..<end], isKnown, &result)
            } else {
                result.append(scalars[index])
            }
            index = end
        }
        return result
    }

    /// The letter and marks an internal code stands for, or the scalar itself.
    func decompose(_ scalar: UInt32) -> [UInt32] {
        guard Self.internalCodes.contains(scalar), let pair = parts[UInt16(scalar)] else { return [scalar] }
        return decompose(pair >> 16) + [pair & 0xFFFF]
    }

    private func joinCluster(
        _ cluster: ArraySlice<UInt32>, _ isKnown: (UInt32) -> Bool, _ result: inout [UInt32]
    ) {
        var base = cluster[cluster.startIndex]
        var left: [UInt32] = []
        let marks = cluster.dropFirst().enumerated().sorted {
            (classOf($0.element), $0.offset) < (classOf($1.element), $1.offset)
        }
        for (_, mark) in marks {
            // A mark left over of the same class blocks (Unicode D115).
            let blocked = left.last.map { classOf($0) >= classOf(mark) } ?? false
            if !blocked, base <= 0xFFFF, let whole = composed[base << 16 | mark], isKnown(UInt32(whole)) {
                base = UInt32(whole)
            } else {
                left.append(mark)
            }
        }
        result.append(base)
        result.append(contentsOf: left)
    }

    private func classOf(_ mark: UInt32) -> UInt8 {
        Self.isMark(mark) ? classes[Int(mark - Self.marks.lowerBound)] : 0
    }
}
