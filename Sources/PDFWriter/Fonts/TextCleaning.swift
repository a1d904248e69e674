// From a String to what is drawn. Measuring and drawing go through the same function, so a text is always as
// wide as it was measured.

extension StyleTable {
    /// Calls `body` with each character to draw: tabs and line ends as blanks, other controls, bidi controls,
    /// joiners and variation selectors left out, letters composed with their marks. Where characters make up
    /// something else together, `cluster` gets it instead. Before what does not stand behind the character before, `move`
    /// is told its place in thousandths of an em from the beginning.
    @inline(__always)
    func forEachCharacter(
        of text: String, _ body: (UInt32) -> Void, move: (Int) -> Void = { _ in },
        cluster: (ShapedCluster) -> Void = { _ in }
    ) {
        if Self.isPlain(text) {
            for byte in text.utf8 { body(UInt32(byte)) }
            return
        }
        let line = cleaned(text)
        guard let shaper, line.contains(where: LineShaper.isNeeded) else {
            for scalar in line where !ComplexScripts.isJoiner(scalar) { body(scalar) }
            return
        }
        shaper.forEachPiece(of: line, self, move: move) { piece in
            switch piece {
            case .character(let scalar): body(scalar)
            case .cluster(let shaped): cluster(shaped)
            }
        }
    }

    /// Printable ASCII only: most of an invoice.
    private static func isPlain(_ text: String) -> Bool {
        let plain = text.utf8.withContiguousStorageIfAvailable { bytes in
            var outside: UInt8 = 0
            for byte in bytes { outside |= (byte &- 0x20) < 0x5F ? 0 : 1 }
            return outside == 0
        }
        return plain ?? text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    private func cleaned(_ text: String) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.utf8.count)
        var hasMarks = false
        for scalar in text.unicodeScalars {
            guard let kept = Self.clean(scalar.value) else { continue }
            if CompositionTable.isMark(kept) { hasMarks = true }
            scalars.append(kept)
        }
        guard hasMarks else { return scalars }
        return compositions.compose(scalars) { advance($0) != nil }
    }

    private static func clean(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029:
            0x20
        case 0x200C, 0x200D:
            scalar
        case 0x00...0x1F, 0x7F...0x9F, 0xAD,  // controls, soft hyphen
            0x061C, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x206F,  // bidi controls and the like
            0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB, 0xE_0000...0xE_0FFF:  // variation, BOM, tags
            nil
        case CompositionTable.internalCodes:
            // Private use means nothing to a reader of the file (PDF/A-3 6.2.11.7.3): shown as missing.
            0xFFFF
        default:
            scalar
        }
    }
}
