import PDFWriter

extension FontLibrary {
    /// Breaks a text into lines that are no wider than `width`: at blanks, and inside words that are wider
    /// than a line. No character but blanks at line ends is lost; an empty text has no line.
    func wrap(_ text: String, _ style: TextStyle, width: Length) -> [String] {
        if text.isEmpty { return [] }
        if self.width(of: text, style.font, size: style.size) <= width, !text.contains(where: \.isNewline) {
            return [text]
        }
        let blank = self.width(of: " ", style.font, size: style.size)
        var lines: [String] = []
        var line = ""
        var used = Length.zero
        for word in text.split(whereSeparator: \.isBreakable) {
            for piece in pieces(of: String(word), style, width: width) {
                let next = line.isEmpty ? piece.width : used + blank + piece.width
                if !line.isEmpty, next > width || piece.continues {
                    lines.append(line)
                    line = piece.text
                    used = piece.width
                } else {
                    line = line.isEmpty ? piece.text : line + " " + piece.text
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
            if used + advance > width, !text.isEmpty {
                pieces.append(Piece(text: text, width: used, continues: !pieces.isEmpty))
                text = ""
                used = .zero
            }
            text.append(character)
            used = used + advance
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

extension Character {
    /// A blank at which a line may end; U+00A0 holds its neighbours together.
    fileprivate var isBreakable: Bool { self != "\u{A0}" && self != "\u{202F}" && isWhitespace }
}
