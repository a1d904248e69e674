extension Canvas {
    /// Draws one line of text and returns its width.
    ///
    /// Tabs and line ends become blanks, other control characters and bidi controls are left out, letters and
    /// marks are composed. A character that no font has is drawn as a box (U+25A1) and reported by
    /// ``FinishedPDF/replaced``, or refused, as the kit says.
    ///
    /// - Parameter point: the place on the base line that `alignment` speaks of.
    @discardableResult
    public mutating func text(
        _ text: String, at point: Point, style: TextStyle, alignment: TextAlignment = .left, tag: Tag
    ) -> Length {
        guard !text.isEmpty else { return .zero }
        guard point.isDrawable, (1_000...1_000_000).contains(style.size.thousandths)
        else {
            note(.outOfRange(page: pageNumber))
            return .zero
        }
        var x = point.x
        switch alignment {
        case .left: break
        case .center: x = x - width(of: text, style) / 2
        case .right: x = x - width(of: text, style)
        }
        enterText(tag)
        if state.fillColor != style.color {
            content.append(color: style.color, forLines: false)
            state.fillColor = style.color
        }
        let y = flipped(point.y)
        content.append(thousandths: x.thousandths - state.linePosition.x)
        content.append(byte: 0x20)
        content.append(thousandths: y - state.linePosition.y)
        content.append(" Td\n")
        state.linePosition = (x.thousandths, y)
        return show(text, style)
    }

    /// Writes the string operators, a new one wherever the font changes.
    private mutating func show(_ text: String, _ style: TextStyle) -> Length {
        if !state.followsLeftwardText, let sum = showPrepared(text, style) {
            return Length(thousandths: (sum * style.size.thousandths + 500) / 1000)
        }
        let table = fonts.styles[style.font]
        var sum = 0
        var string = OpenString()
        let start = state.linePosition.x
        var hasMoved = false
        table.forEachCharacter(of: text) { scalar in
            var character = scalar
            if let advance = table.advance(scalar) {
                sum += advance
            } else {
                replace(scalar)
                character = FontLibrary.replacement
                sum += table.replacementAdvance
            }
            let face = table.face(character)
            let (font, cid) = code(for: character, face: face)
            append(cid, font, face, style, to: &string)
        } move: { place in
            if !hasMoved, !string.isOpen { showBlank(endingAt: start, style) }
            hasMoved = true
            move(to: start + (place * style.size.thousandths + 500) / 1000, from: &string)
        } cluster: { cluster in
            sum += cluster.advance
            let cid = plans[cluster.face].assign(cluster)
            if cid == 0 { note(.tooLarge) }
            append(cid, cluster.face * 2 + 1, cluster.face, style, to: &string)
        }
        if hasMoved {
            state.followsLeftwardText = true
        } else if state.followsLeftwardText, text.utf8.contains(where: Self.isLetter) {
            state.followsLeftwardText = false
        }
        if state.followsLeftwardText, table.advance(0x20) != nil {
            // Unless a blank ends the line, PyMuPDF joins what stands further to the right on the page, and mutool 1.21
            // all that comes before the next letter that reads from left to right: it sees no columns there.
            if hasMoved { move(to: start + (sum * style.size.thousandths + 500) / 1000, from: &string) }
            appendBlank(table, style, to: &string)
        }
        if string.isOpen { content.append(")Tj\n") }
        return Length(thousandths: (sum * style.size.thousandths + 500) / 1000)
    }

    /// A blank before a line that begins with letters that read from right to left: where columns are, MuPDF looks for at
    /// other characters only, and would join such a line to the column before.
    private mutating func showBlank(endingAt x: Int, _ style: TextStyle) {
        let table = fonts.styles[style.font]
        guard let advance = table.advance(0x20) else { return }
        var string = OpenString()
        move(to: x - (advance * style.size.thousandths + 500) / 1000, from: &string)
        appendBlank(table, style, to: &string)
        content.append(")Tj\n")
    }

    private mutating func appendBlank(_ table: StyleTable, _ style: TextStyle, to string: inout OpenString) {
        let face = table.face(0x20)
        let (font, cid) = code(for: 0x20, face: face)
        append(cid, font, face, style, to: &string)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Goes on at another place of the line.
    private mutating func move(to x: Int, from string: inout OpenString) {
        if string.isOpen { content.append(")Tj\n") }
        string.isOpen = false
        content.append(thousandths: x - state.linePosition.x)
        content.append(" 0 Td\n")
        state.linePosition.x = x
    }

    /// Writes a text that is all prepared ASCII, as ``show(_:_:)`` would; nil, and nothing is written, where it is not.
    private mutating func showPrepared(_ text: String, _ style: TextStyle) -> Int? {
        guard !state.isThickened, text.utf8.count < ByteBuffer.longestText else { return nil }
        let font = preparedASCII[style.font].font
        let sum = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            preparedASCII[style.font].entries.withUnsafeBufferPointer { entries -> Int? in
                var sum = 0
                for byte in bytes {
                    let index = Int(byte &- 0x20)
                    guard index < entries.count, entries[index] != 0 else { return nil }
                    sum += Int(entries[index] >> 16)
                }
                if font != state.font || style.size != state.fontSize { choose(font, style.size) }
                content.append(byte: 0x28)
                content.append(atMost: bytes.count * 2) { place in
                    for (position, byte) in bytes.enumerated() {
                        let code = UInt16(truncatingIfNeeded: entries[Int(byte &- 0x20)])
                        place.storeBytes(of: code.bigEndian, toByteOffset: position * 2, as: UInt16.self)
                    }
                    return bytes.count * 2
                }
                content.append(")Tj\n")
                return sum
            }
        }
        return sum ?? nil
    }

    /// The string operand being written.
    private struct OpenString {
        var isOpen = false
        var written = 0
    }

    @inline(__always)
    private mutating func append(
        _ cid: UInt16, _ font: Int, _ face: Int, _ style: TextStyle, to string: inout OpenString
    ) {
        let changes = font != state.font || style.size != state.fontSize
        if changes || !string.isOpen {
            if changes, string.isOpen {
                content.append(")Tj\n")
                string.isOpen = false
            }
            if changes { choose(font, style.size) }
            let thickens = fonts.styles[style.font].thickens(face)
            if thickens || state.isThickened { thicken(thickens, style) }
        }
        if !string.isOpen {
            content.append(byte: 0x28)
            string.isOpen = true
        }
        content.append(bigEndian: cid)
        string.written += 1
        // A string may have 32,767 bytes (PDF/A-3 6.1.13); the next one goes on where this one ends.
        if string.written % ByteBuffer.longestText == 0 {
            content.append(")Tj\n")
            string.isOpen = false
        }
    }

    /// A face without a bold companion is filled and outlined, by a fortieth of an em.
    private mutating func thicken(_ isWanted: Bool, _ style: TextStyle) {
        if isWanted {
            let width = style.size / 40
            if state.lineColor != style.color {
                content.append(color: style.color, forLines: true)
                state.lineColor = style.color
            }
            if state.lineWidth != width {
                content.append(thousandths: width.thousandths)
                content.append(" w\n")
                state.lineWidth = width
            }
        }
        if isWanted != state.isThickened {
            content.append(isWanted ? "2 Tr\n" : "0 Tr\n")
            state.isThickened = isWanted
        }
    }

    /// The font resource and the code in it: the font prepared for the whole run if it has the character,
    /// else the document's own subset.
    @inline(__always)
    private mutating func code(for scalar: UInt32, face: Int) -> (font: Int, cid: UInt16) {
        let shared = prepared[face].cid(scalar)
        if shared != 0 { return (face * 2, shared) }
        let cid = plans[face].cid(scalar)
        if cid != 0 { return (face * 2 + 1, cid) }
        let assigned = plans[face].assign(scalar, glyph: fonts.faces[face].glyph(scalar))
        if assigned == 0 { note(.tooLarge) }
        return (face * 2 + 1, assigned)
    }

    private mutating func choose(_ font: Int, _ size: Length) {
        content.append("/F")
        content.append(decimal: font)
        content.append(byte: 0x20)
        content.append(thousandths: size.thousandths)
        content.append(" Tf\n")
        state.font = font
        state.fontSize = size
    }

    private mutating func replace(_ scalar: UInt32) {
        if policy == .refuse { note(.missingCharacter(scalar, page: pageNumber)) }
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        if let index = replaced.firstIndex(where: { $0.character == character }) {
            replaced[index].count += 1
        } else {
            replaced.append(ReplacedCharacter(character: character, count: 1, firstPage: pageNumber))
        }
    }
}
