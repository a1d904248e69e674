import PDFWriter

/// The sections below the letterhead as one row of boxes.
struct Flow {
    private var sections: [any FlowSection]
    private let places: [(section: Int, box: Int)]
    let boxes: [FlowBox]

    init(sections: [any FlowSection]) {
        self.sections = sections
        var boxes: [FlowBox] = []
        var places: [(section: Int, box: Int)] = []
        for (section, flow) in sections.enumerated() {
            for (index, var box) in flow.boxes.enumerated() {
                box.section = section
                boxes.append(box)
                places.append((section, index))
            }
        }
        self.boxes = boxes
        self.places = places
    }

    var rules: [SectionRules] { sections.map(\.rules) }

    /// Where the content of a page ends that begins at `y`.
    func end(of slice: PageSlice, y: Length) -> Length {
        let head = slice.repeatedHead.map { sections[$0].rules }
        let repeated = (head?.headHeight ?? .zero) + (head?.carriedHeight ?? .zero)
        return boxes[slice.boxes].reduce(y + repeated) { $0 + $1.height }
    }

    /// Draws the boxes of a page below `y`, with the head and the sums that the page repeats.
    mutating func draw(_ slice: PageSlice, y: Length, on canvas: inout Canvas) {
        var y = y
        if let head = slice.repeatedHead {
            sections[head].drawRepeatedHead(y: y, on: &canvas)
            y = y + sections[head].rules.headHeight
            if let brought = slice.broughtMinorUnits {
                sections[head].drawCarried(brought, isForward: false, y: y, on: &canvas)
                y = y + (sections[head].rules.carriedHeight ?? .zero)
            }
        }
        for index in slice.boxes {
            sections[places[index].section].draw(places[index].box, y: y, on: &canvas)
            y = y + boxes[index].height
        }
        if let carried = slice.carriedMinorUnits, let last = slice.boxes.last {
            sections[places[last].section].drawCarried(carried, isForward: true, y: y, on: &canvas)
        }
    }
}
