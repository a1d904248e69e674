extension Canvas {
    /// Draws a picture into an area, stretched to fit it exactly.
    ///
    /// A picture used again, on this page or another, stands in the file once.
    public mutating func draw(_ image: PDFImage, in area: Rectangle, tag: Tag) {
        guard area.isDrawable else { return note(.outOfRange(page: pageNumber)) }
        enterGraphics(tag)
        structure.extendFigure(tag, page: page, by: area)
        place(.image(image), in: area)
    }

    /// Paints the squares of a pattern with a colour, stretched to fill an area exactly.
    public mutating func fill(_ stencil: PDFStencil, in area: Rectangle, color: Color, tag: Tag) {
        guard area.isDrawable, stencil.height > 0 else { return note(.outOfRange(page: pageNumber)) }
        enterGraphics(tag)
        structure.extendFigure(tag, page: page, by: area)
        if state.fillColor != color {
            content.append(color: color, forLines: false)
            state.fillColor = color
        }
        place(.stencil(stencil), in: area)
    }

    private mutating func place(_ picture: Picture, in area: Rectangle) {
        let number: Int
        if let known = pictures.firstIndex(of: picture) {
            number = known
        } else {
            number = pictures.count
            pictures.append(picture)
        }
        content.append("q ")
        content.append(thousandths: area.width.thousandths)
        content.append(" 0 0 ")
        for value in [area.height.thousandths, area.x.thousandths, flipped(area.bottom)] {
            content.append(thousandths: value)
            content.append(byte: 0x20)
        }
        content.append("cm /I")
        content.append(decimal: number)
        content.append(" Do Q\n")
    }
}

/// What pages of one document share by its number in their resources.
enum Picture: Equatable {
    case image(PDFImage)
    case stencil(PDFStencil)

    static func == (one: Picture, other: Picture) -> Bool {
        switch (one, other) {
        case (.image(let one), .image(let other)): one.digest == other.digest
        case (.stencil(let one), .stencil(let other)): one == other
        default: false
        }
    }

    /// - Returns: the image XObject.
    func write(to body: inout ObjectBody) -> ObjectReference {
        switch self {
        case .image(let image): image.write(to: &body)
        case .stencil(let stencil): stencil.write(to: &body)
        }
    }
}
