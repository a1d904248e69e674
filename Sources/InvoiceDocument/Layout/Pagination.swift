import PDFWriter

/// A piece of content that is never cut.
struct FlowBox: Hashable {
    var height: Length
    /// Whether it may not be the last on a page.
    var keepsWithNext = false
    /// Which section it belongs to.
    var section = 0
    /// What it adds to the sum carried from page to page, in minor units.
    var amountMinorUnits: Int64 = 0
}

/// What a section repeats at the top of each further page it reaches.
struct SectionRules: Hashable {
    var headHeight: Length = .zero
    /// Height of the row with the sum so far, at the foot of a page and at the head of the next; nil for no
    /// such row.
    var carriedHeight: Length?
}

/// The boxes of one page.
struct PageSlice: Hashable {
    var boxes: Range<Int>
    /// The section whose head is repeated at the top.
    var repeatedHead: Int?
    /// The sum brought from the pages before, where the section has one.
    var broughtMinorUnits: Int64?
    /// The sum carried to the next page, where the section goes on there.
    var carriedMinorUnits: Int64?
}

/// Decides which boxes stand on which page.
///
/// Boxes that must stay together move to the next page together; only a chain that is taller than a page is
/// broken inside. Room for the sums of a broken table is kept free before it is known whether they are needed.
struct Pagination {
    let boxes: [FlowBox]
    let sections: [SectionRules]
    let firstHeight: Length
    let laterHeight: Length

    func pages() -> [PageSlice] {
        var pages: [PageSlice] = []
        var start = 0
        var used = Length.zero
        var capacity = firstHeight
        var index = 0
        func turn() {
            pages.append(slice(start..<index, isFirst: pages.isEmpty))
            start = index
            used = opening(at: index)
            capacity = laterHeight
        }
        while index < boxes.count {
            let end = endOfChain(from: index)
            let height = boxes[index..<end].reduce(Length.zero) { $0 + $1.height } + reserve(after: end)
            if used + height <= capacity {
                used = used + height - reserve(after: end)
                index = end
            } else if index > start, opening(at: index) + height <= laterHeight {
                turn()
            } else if index > start, used + boxes[index].height + reserve(after: index + 1) > capacity {
                turn()
            } else {
                used = used + boxes[index].height
                index += 1
            }
        }
        pages.append(slice(start..<index, isFirst: pages.isEmpty))
        return pages
    }

    /// Behind the first box from `index` on that may be the last of a page.
    private func endOfChain(from index: Int) -> Int {
        var end = index
        while boxes[end].keepsWithNext && end + 1 < boxes.count { end += 1 }
        return end + 1
    }

    private func continues(before index: Int) -> SectionRules? {
        guard index > 0, index < boxes.count, boxes[index].section == boxes[index - 1].section else {
            return nil
        }
        return sections[boxes[index].section]
    }

    private func reserve(after index: Int) -> Length { continues(before: index)?.carriedHeight ?? .zero }

    /// What a page that begins with the box repeats above it.
    private func opening(at index: Int) -> Length {
        guard let rules = continues(before: index) else { return .zero }
        return rules.headHeight + (rules.carriedHeight ?? .zero)
    }

    private func slice(_ range: Range<Int>, isFirst: Bool) -> PageSlice {
        var slice = PageSlice(boxes: range)
        if !isFirst, let rules = continues(before: range.lowerBound) {
            let section = boxes[range.lowerBound].section
            slice.repeatedHead = section
            if rules.carriedHeight != nil {
                slice.broughtMinorUnits = sum(of: section, before: range.lowerBound)
            }
        }
        if let rules = continues(before: range.upperBound), rules.carriedHeight != nil {
            slice.carriedMinorUnits = sum(of: boxes[range.upperBound].section, before: range.upperBound)
        }
        return slice
    }

    private func sum(of section: Int, before index: Int) -> Int64 {
        boxes[..<index].reduce(0) { $0 + ($1.section == section ? $1.amountMinorUnits : 0) }
    }
}
