extension Canvas {
    /// Fills a path; where parts overlap the non-zero winding rule holds.
    public mutating func fill(_ path: Path, color: Color, tag: Tag) {
        guard prepare(path, tag: tag, margin: .zero) else { return }
        if state.fillColor != color {
            content.append(color: color, forLines: false)
            state.fillColor = color
        }
        append(path)
        content.append("f\n")
    }

    /// Fills a rectangle.
    public mutating func fill(_ rectangle: Rectangle, color: Color, tag: Tag) {
        fill(Path([rectangle]), color: color, tag: tag)
    }

    /// Draws along a path.
    ///
    /// - Parameters:
    ///   - width: the thickness of the line, up to 1,000 points.
    ///   - dash: the length of dashes and of the gaps between them; nil for a whole line.
    public mutating func stroke(_ path: Path, width: Length, color: Color, dash: Length? = nil, tag: Tag) {
        guard (1...1_000_000).contains(width.thousandths), (1...1_000_000).contains(dash?.thousandths ?? 1)
        else {
            return note(.outOfRange(page: pageNumber))
        }
        guard prepare(path, tag: tag, margin: width / 2) else { return }
        if state.lineColor != color {
            content.append(color: color, forLines: true)
            state.lineColor = color
        }
        if state.lineWidth != width {
            content.append(thousandths: width.thousandths)
            content.append(" w\n")
            state.lineWidth = width
        }
        if let dash {
            content.append(byte: 0x5B)
            content.append(thousandths: dash.thousandths)
            content.append("]0 d\n")
            state.isDashed = true
        } else if state.isDashed {
            content.append("[]0 d\n")
            state.isDashed = false
        }
        append(path)
        content.append("S\n")
    }

    /// Draws a straight line.
    public mutating func line(from start: Point, to end: Point, width: Length, color: Color, tag: Tag) {
        stroke(Path(from: start, to: end), width: width, color: color, tag: tag)
    }

    /// Opens the tag and widens the area of a figure; false when there is nothing to draw or it is refused.
    private mutating func prepare(_ path: Path, tag: Tag, margin: Length) -> Bool {
        guard path.isDrawable else {
            note(.outOfRange(page: pageNumber))
            return false
        }
        guard let bounds = path.bounds else { return false }
        enterGraphics(tag)
        let area = Rectangle(
            x: bounds.x - margin, y: bounds.y - margin, width: bounds.width + margin * 2,
            height: bounds.height + margin * 2)
        structure.extendFigure(tag, page: page, by: area)
        return true
    }

    private mutating func append(_ path: Path) {
        for step in path.steps {
            switch step {
            case .move(let point):
                append(point)
                content.append("m\n")
            case .line(let point):
                append(point)
                content.append("l\n")
            case .curve(let first, let second, let end):
                append(first)
                append(second)
                append(end)
                content.append("c\n")
            case .rectangle(let rectangle):
                append(Point(x: rectangle.x, y: rectangle.bottom))
                append(number: rectangle.width.thousandths)
                append(number: rectangle.height.thousandths)
                content.append("re\n")
            case .close:
                content.append("h\n")
            }
        }
    }

    private mutating func append(_ point: Point) {
        append(number: point.x.thousandths)
        append(number: flipped(point.y))
    }

    private mutating func append(number: Int) {
        content.append(thousandths: number)
        content.append(byte: 0x20)
    }
}
