import PDFWriter

/// One line of text with the room it takes.
struct StyledLine {
    var text: String
    var style: TextStyle
    /// From the top of this line to the top of the next.
    var leading: Length

    init(_ text: String, _ style: TextStyle, leading: Length? = nil) {
        self.text = text
        self.style = style
        self.leading = leading ?? Self.leading(of: style)
    }

    /// A third more than the size of the letters.
    static func leading(of style: TextStyle) -> Length { style.size * 4 / 3 }
}

extension [StyledLine] {
    var height: Length { reduce(.zero) { $0 + $1.leading } }
}

extension Canvas {
    /// Draws lines one below the other, capitals in the middle of each line's room.
    ///
    /// - Parameter y: the top of the first line.
    /// - Returns: the bottom of the last.
    @discardableResult
    mutating func draw(
        _ lines: [StyledLine], x: Length, y: Length, alignment: TextAlignment = .left, tag: Tag
    ) -> Length {
        var y = y
        for line in lines {
            draw(line, x: x, y: y, alignment: alignment, tag: tag)
            y = y + line.leading
        }
        return y
    }

    /// Draws one line below `y`.
    mutating func draw(
        _ line: StyledLine, x: Length, y: Length, alignment: TextAlignment = .left, tag: Tag
    ) {
        text(
            line.text, at: Point(x: x, y: y + line.baseline), style: line.style, alignment: alignment,
            tag: tag)
    }
}

extension StyledLine {
    /// From the top of the line to the base line; the capitals of the fonts are 0.714 em high.
    fileprivate var baseline: Length { (leading + style.size * 714 / 1000) / 2 }
}
