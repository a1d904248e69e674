import PDFWriter

extension FontLibrary {
    /// Breaks a text into lines that are no wider than `width`: at blanks, and inside words that are wider
    /// than a line. No character but blanks at line ends is lost; an empty text has no line.
    func wrap(_ text: String, _ style: TextStyle, width: Length) -> [String] {
        if text.isEmpty { return [] }
        if self.width(of: text, style.font, size: style.size) <= width, !text.holdsNewline {
            return [text]
        }
        let blank = self.width(of: " ", style.font, size: style.size)
        var lines: [String] = []
        var line = ""
        var used = Length.zero
        for unit in LineUnit.units(of: text) {
            for piece in pieces(of: unit.text, style, width: width) {
                let isSpaced = unit.followsBlank && !line.isEmpty
                let joined = line + (isSpaced ? " " : "") + piece.text
                let next =
                    joined.mayJoin
                    ? self.width(of: joined, style.font, size: style.size)
                    : used + (isSpaced ? blank : .zero) + piece.width
                if !line.isEmpty, next > width || piece.continues {
                    lines.append(line)
                    line = piece.text
                    used = piece.width
                } else {
                    line = joined
                    used = next
                }
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    private struct Piece {
        var text: String
        var width: Length
        /// Whether it goes on inside the word of the piece before.
        var continues: Bool
    }

    private func pieces(of word: String, _ style: TextStyle, width: Length) -> [Piece] {
        let whole = self.width(of: word, style.font, size: style.size)
        if whole <= width { return [Piece(text: word, width: whole, continues: false)] }
        var pieces: [Piece] = []
        var text = ""
        var used = Length.zero
        for character in word {
            let advance = self.width(of: String(character), style.font, size: style.size)
            var next = used + advance
            if character.utf8.count > 1 {
                next = self.width(of: text + String(character), style.font, size: style.size)
            }
            if next > width, !text.isEmpty {
                pieces.append(Piece(text: text, width: used, continues: !pieces.isEmpty))
                text = ""
                next = advance
            }
            text.append(character)
            used = next
        }
        pieces.append(Piece(text: text, width: used, continues: !pieces.isEmpty))
        return pieces
    }

    /// As many characters as fit, and an ellipsis where some are left out.
    func cut(_ text: String, _ style: TextStyle, width: Length) -> String {
        guard self.width(of: text, style.font, size: style.size) > width else { return text }
        var used = self.width(of: "…", style.font, size: style.size)
        var kept = ""
        for character in text {
            used = used + self.width(of: String(character), style.font, size: style.size)
            if used > width { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The largest of the sizes at which the text is no wider than `width`; the smallest where none is.
    func fittingSize(of text: String, _ font: FontStyle, sizes: [Length], width: Length) -> Length {
        sizes.first { self.width(of: text, font, size: $0) <= width } ?? sizes[sizes.count - 1]
    }
}

/// What a line never ends within, unless it is wider than a line: a word; in Chinese, Japanese and Korean a single
/// letter with the punctuation that belongs to it.
private struct LineUnit {
    var text: String
    /// Whether a blank stands before it.
    var followsBlank: Bool

    static func units(of text: String) -> [LineUnit] {
        text.split(whereSeparator: \.isBreakable).flatMap { word in
            guard word.contains(where: \.isEastAsian) else {
                return [LineUnit(text: String(word), followsBlank: true)]
            }
            var units: [LineUnit] = []
            for character in word {
                let isApart = character.isEastAsian || units.last?.text.last?.isEastAsian ?? true
                if let last = units.last?.text.last, !isApart || character.closes || last.opens {
                    units[units.count - 1].text.append(character)
                } else {
                    units.append(LineUnit(text: String(character), followsBlank: units.isEmpty))
                }
            }
            return units
        }
    }
}

extension String {
    /// Whether letters may join, so that a text is not as wide as its letters alone.
    fileprivate var mayJoin: Bool { !utf8.allSatisfy { $0 < 0x80 } }

    /// Whether a line ends within it; texts of plain letters are not looked at character by character.
    fileprivate var holdsNewline: Bool {
        // In UTF-8 the last byte of U+0085 is 0x85, that of U+2028 0xA8 and of U+2029 0xA9; the others are below a blank.
        utf8.contains { $0 < 0x20 || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } && contains(where: \.isNewline)
    }
}

extension Character {
    /// Ideographs, kana and their punctuation, which may stand at the end of a line wherever they are.
    fileprivate var isEastAsian: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return switch scalar.value {
        case 0x2E80...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF60, 0x2_0000...0x3_FFFF: true
        default: false
        }
    }

    /// What may not begin a line (JIS X 4051, the plain cases).
    fileprivate var closes: Bool { "、。，．・：；？！）」』】〕〉》ーァィゥェォッャュョヮ々～%".contains(self) }

    /// What may not end a line.
    fileprivate var opens: Bool { "（「『【〔〈《".contains(self) }

    /// A blank at which a line may end; U+00A0 holds its neighbours together.
    fileprivate var isBreakable: Bool { self != "\u{A0}" && self != "\u{202F}" && isWhitespace }
}
