/// A finished page: its content stream is in the file already, its dictionary is written at the end.
struct PageRecord: Sendable {
    let reference: ObjectReference
    let contents: ObjectReference
    let size: PageSize
    /// Part of the structure tree's owners that belongs to this page.
    let owners: Range<Int>
    /// Part of the document's links that stand on this page.
    let links: Range<Int>
}

extension PageSize {
    /// PDF's coordinates (origin in the lower left corner) of a rectangle: left, bottom, right, top.
    func pdfBox(of rectangle: Rectangle) -> [Int] {
        [
            rectangle.x.thousandths, (height - rectangle.bottom).thousandths,
            rectangle.right.thousandths, (height - rectangle.y).thousandths,
        ]
    }
}
