import PDFWriter

/// A part of the document below the letterhead, made of boxes that flow over the pages.
protocol FlowSection {
    /// Its boxes from top to bottom; `section` is filled in by the layout.
    var boxes: [FlowBox] { get }
    /// What it repeats on further pages.
    var rules: SectionRules { get }
    /// Draws a box below `y`. Called once for each box, in order.
    mutating func draw(_ index: Int, y: Length, on canvas: inout Canvas)
    /// Draws the head again, on a further page.
    func drawRepeatedHead(y: Length, on canvas: inout Canvas)
    /// Draws the row with the sum so far.
    func drawCarried(_ minorUnits: Int64, isForward: Bool, y: Length, on canvas: inout Canvas)
}

extension FlowSection {
    var rules: SectionRules { SectionRules() }
    func drawRepeatedHead(y: Length, on canvas: inout Canvas) {}
    func drawCarried(_ minorUnits: Int64, isForward: Bool, y: Length, on canvas: inout Canvas) {}
}
