/// From the characters of a line to what is drawn, from left to right, where characters alone will not do.
struct LineShaper: Sendable {
    /// What stands next on the line.
    enum Piece {
        case character(UInt32)
        case cluster(ShapedCluster)
    }

    private let engine: ShapingEngine
    private let faces: [FontFace]
    private let shapes: [ShapingEngine.Shape]

    init(engine: ShapingEngine, faces: [FontFace]) {
        self.engine = engine
        self.faces = faces
        shapes = faces.map { engine.makeShape($0.font.file) }
    }

    /// Whether the line needs more than a glyph for each character.
    static func isNeeded(for scalar: UInt32) -> Bool {
        ComplexScripts.contains(scalar) || CompositionTable.isMark(scalar)
    }

    /// Calls `body` with the pieces of a line in the order in which they are read.
    ///
    /// Letters that read from right to left come one by one, the first of a word before the second, each behind a call
    /// of `move`: the readers that take letters as they come (pdfminer) and those that put them in order by their places
    /// (poppler, MuPDF, PDFium) then agree on the words.
    ///
    /// - Parameters:
    ///   - line: cleaned and composed characters, joiners among them.
    ///   - move: where the next piece stands, in thousandths of an em from the beginning of the line, if not directly
    ///     behind the one before.
    func forEachPiece(
        of line: [UInt32], _ table: StyleTable, move: (Int) -> Void, _ body: (Piece) -> Void
    ) {
        let runs = engine.order(line).filter { $0.range.lowerBound >= 0 && $0.range.upperBound <= line.count }
        guard runs.contains(where: \.isRightToLeft) else {
            for run in runs { drawParts(of: line, run, table, body) }
            return
        }
        var placed: [(run: TextRun, pieces: [(piece: Piece, x: Int)])] = []
        var x = 0
        for run in runs {
            var pieces: [(piece: Piece, x: Int)] = []
            drawParts(of: line, run, table) { piece in
                pieces.append((piece, x))
                x += advance(of: piece, table)
            }
            placed.append((run, pieces))
        }
        var end = 0
        for (run, pieces) in placed.sorted(by: { $0.run.range.lowerBound < $1.run.range.lowerBound }) {
            for (piece, x) in run.isRightToLeft ? pieces.reversed() : pieces {
                if x != end || run.isRightToLeft { move(x) }
                body(piece)
                end = x + advance(of: piece, table)
            }
        }
    }

    private func advance(of piece: Piece, _ table: StyleTable) -> Int {
        switch piece {
        case .character(let scalar): table.advance(scalar) ?? table.replacementAdvance
        case .cluster(let cluster): cluster.advance
        }
    }

    /// The pieces of a run as they stand from left to right.
    private func drawParts(
        of line: [UInt32], _ run: TextRun, _ table: StyleTable, _ body: (Piece) -> Void
    ) {
        let parts = split(line, run.range, table)
        for part in run.isRightToLeft ? parts.reversed() : parts { draw(part, of: line, run, table, body) }
    }

    private struct Part {
        var range: Range<Int>
        /// nil where no face has the characters.
        var face: Int?
    }

    /// Parts of one face; marks and joiners stay with the letter before them where its face has them, and so do
    /// blanks between letters of one face, because some readers lose a blank that stands alone in another font.
    private func split(_ line: [UInt32], _ range: Range<Int>, _ table: StyleTable) -> [Part] {
        var parts: [Part] = []
        for index in range {
            let scalar = line[index]
            var face = table.advance(scalar) == nil ? nil : table.face(scalar)
            if let last = parts.last, let lastFace = last.face, last.range.upperBound == index {
                let stays =
                    ComplexScripts.isJoiner(scalar)
                    || faces[lastFace].glyph(scalar) != 0
                        && (ComplexScripts.isMark(scalar)
                            || isBlank(index, within: range, of: line, in: lastFace, table))
                if stays { face = lastFace }
            }
            if let last = parts.last, last.face == face {
                parts[parts.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                parts.append(Part(range: index..<index + 1, face: face))
            }
        }
        return parts
    }

    private func isBlank(
        _ index: Int, within range: Range<Int>, of line: [UInt32], in face: Int, _ table: StyleTable
    ) -> Bool {
        let next = index + 1
        guard line[index] == 0x20, next < range.upperBound else { return false }
        return table.advance(line[next]) != nil && table.face(line[next]) == face
    }

    private func draw(
        _ part: Part, of line: [UInt32], _ run: TextRun, _ table: StyleTable, _ body: (Piece) -> Void
    ) {
        guard let face = part.face, run.isRightToLeft || line[part.range].contains(where: Self.isNeeded)
        else {
            // Plain letters, or characters that are missing and are shown as such.
            let characters = run.isRightToLeft ? Array(line[part.range].reversed()) : Array(line[part.range])
            for scalar in characters where !ComplexScripts.isJoiner(scalar) { body(.character(scalar)) }
            return
        }
        let glyphs = shapes[face](line, part.range, run.isRightToLeft)
            .filter { part.range.contains($0.cluster) }
        let ends = Self.clusterEnds(glyphs, part.range)
        var start = 0
        while start < glyphs.count {
            let cluster = glyphs[start].cluster
            var end = start + 1
            while end < glyphs.count, glyphs[end].cluster == cluster { end += 1 }
            let text = Array(line[cluster..<(ends[cluster] ?? cluster + 1)])
            draw(glyphs[start..<end], text, face, run, table, body)
            start = end
        }
    }

    /// Where the characters of each cluster end: where the next one begins in the text.
    private static func clusterEnds(_ glyphs: [ShapedGlyph], _ range: Range<Int>) -> [Int: Int] {
        var ends: [Int: Int] = [:]
        var end = range.upperBound
        for cluster in Set(glyphs.map(\.cluster)).sorted().reversed() {
            ends[cluster] = end
            end = cluster
        }
        return ends
    }

    private func draw(
        _ glyphs: ArraySlice<ShapedGlyph>, _ text: [UInt32], _ face: Int, _ run: TextRun,
        _ table: StyleTable, _ body: (Piece) -> Void
    ) {
        let font = faces[face].font
        if text.allSatisfy(ComplexScripts.isJoiner) { return }
        let isSound = glyphs.allSatisfy { (1..<font.glyphCount).contains($0.glyph) }
        guard isSound, glyphs.count <= Self.mostParts, text.count <= Self.mostParts else {
            // The font cannot do it: the characters one by one, those that are missing as missing.
            for scalar in text where !ComplexScripts.isJoiner(scalar) { body(.character(scalar)) }
            return
        }
        var pen = 0
        var parts: [ComposedGlyph.Part] = []
        for glyph in glyphs {
            let bearing = font.originShift(glyph.glyph)
            parts.append(
                ComposedGlyph.Part(
                    glyph: UInt16(glyph.glyph), x: Self.clamped(pen + glyph.x + bearing),
                    y: Self.clamped(glyph.y)))
            pen = Self.clamped(pen + glyph.advance)
        }
        let composed = ComposedGlyph(parts: parts, advance: max(0, pen))
        let only = parts.count == 1 ? glyphs[glyphs.startIndex] : nil
        if let only, only.x == 0, only.y == 0, text.count == 1, table.face(text[0]) == face,
            Int(faces[face].glyph(text[0])) == only.glyph, font.advance(only.glyph) == only.advance
        {
            return body(.character(text[0]))
        }
        let letters = run.isRightToLeft ? Self.letters(of: text) : [text]
        for (glyph, letter) in Self.shared(composed, among: letters) {
            body(
                .cluster(
                    ShapedCluster(
                        face: face, glyph: glyph, text: letter, advance: font.scaled(glyph.advance))))
        }
    }

    /// The letters of a cluster, each with its marks and joiners.
    private static func letters(of text: [UInt32]) -> [[UInt32]] {
        var letters: [[UInt32]] = []
        for scalar in text {
            if letters.isEmpty || !(ComplexScripts.isMark(scalar) || ComplexScripts.isJoiner(scalar)) {
                letters.append([scalar])
            } else {
                letters[letters.count - 1].append(scalar)
            }
        }
        return letters
    }

    /// A glyph of several letters that read from right to left, as lam with alef: each letter has a part of the width,
    /// and each draws it all in the same place. With one code for all of them poppler turns them round, and PDFium
    /// leaves out letters that draw nothing.
    ///
    /// - Returns: the parts as they stand from left to right, the last letter's first.
    private static func shared(
        _ whole: ComposedGlyph, among letters: [[UInt32]]
    ) -> [(glyph: ComposedGlyph, letter: [UInt32])] {
        guard letters.count > 1 else { return letters.map { (whole, $0) } }
        let share = whole.advance / letters.count
        return letters.enumerated().reversed().map { index, letter in
            let before = share * (letters.count - 1 - index)
            let parts = whole.parts.map {
                ComposedGlyph.Part(glyph: $0.glyph, x: clamped($0.x - before), y: $0.y)
            }
            let advance = index == 0 ? whole.advance - before : share
            return (ComposedGlyph(parts: parts, advance: advance), letter)
        }
    }

    /// No cluster of any language comes near; somebody playing with marks may.
    private static let mostParts = 60

    /// What a place in a composite glyph can be; a hostile font may ask for more.
    private static func clamped(_ value: Int) -> Int {
        min(max(value, -0x7FFF), 0x7FFF)
    }
}
