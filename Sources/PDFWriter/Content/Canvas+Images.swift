extension Canvas {
    /// Draws a picture into an area, stretched to fit it exactly.
    ///
    /// A picture used again, on this page or another, stands in the file once.
    public mutating func draw(_ image: PDFImage, in area: Rectangle, tag: Tag) {
        guard area.isDrawable else { return note(.outOfRange(page: pageNumber)) }
        enterGraphics(tag)
        structure.extendFigure(tag, page: page, by: area)
        let number: Int
        if let known = images.firstIndex(where: { $0.digest == image.digest }) {
            number = known
        } else {
            number = images.count
            images.append(image)
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
