import PDFWriter
import PropertyTestKit
import Testing

@testable import InvoiceDocument

@Suite("Boxes over pages")
struct PaginationTests {
    /// A table with repeated head (2) and sums (1), then a section without.
    static let sections = [
        SectionRules(headHeight: .points(2), carriedHeight: .points(1)), SectionRules(),
    ]

    static func box(
        _ height: Int, _ section: Int = 0, keeps: Bool = false, amount: Int64 = 0
    ) -> FlowBox {
        FlowBox(
            height: .points(height), keepsWithNext: keeps, section: section, amountMinorUnits: amount)
    }

    static func pages(_ boxes: [FlowBox], first: Int = 10, later: Int = 10) -> [PageSlice] {
        Pagination(
            boxes: boxes, sections: sections, firstHeight: .points(first), laterHeight: .points(later)
        ).pages()
    }

    @Test("what fits stands on one page without sums")
    func onePage() {
        let pages = Self.pages([Self.box(4, amount: 5), Self.box(6, amount: 7)])
        #expect(pages == [PageSlice(boxes: 0..<2)])
    }

    @Test("a broken table carries its sum forward and brings head and sum to the next page")
    func carried() {
        let boxes = [
            Self.box(4, amount: 5), Self.box(5, amount: 7), Self.box(3, amount: 11), Self.box(4, amount: 1),
        ]
        #expect(
            Self.pages(boxes) == [
                PageSlice(boxes: 0..<2, carriedMinorUnits: 12),
                PageSlice(boxes: 2..<4, repeatedHead: 0, broughtMinorUnits: 12),
            ])
    }

    @Test("room for the sum is kept free at the foot")
    func reserve() {
        // 4 + 6 would fill the page, but the sum needs 1.
        let boxes = [Self.box(4, amount: 5), Self.box(6, amount: 7), Self.box(1, amount: 11)]
        #expect(Self.pages(boxes).map(\.boxes) == [0..<1, 1..<3])
    }

    @Test("a heading moves to the next page with its first row")
    func headings() {
        let boxes = [Self.box(7), Self.box(1, keeps: true), Self.box(3)]
        #expect(Self.pages(boxes).map(\.boxes) == [0..<1, 1..<3])
    }

    @Test("sums never stand alone: the last row comes along")
    func orphans() {
        let boxes = [Self.box(4), Self.box(2, keeps: true), Self.box(3, 1, keeps: true), Self.box(2, 1)]
        #expect(Self.pages(boxes).map(\.boxes) == [0..<1, 1..<4])
    }

    @Test("a chain taller than a page is broken, its rest kept together")
    func tallChain() {
        let boxes = (0..<7).map { _ in Self.box(4, 1, keeps: true) }
        #expect(Self.pages(boxes).map(\.boxes) == [0..<2, 2..<4, 4..<5, 5..<7])
    }

    @Test("a section without sums repeats its head only inside itself")
    func otherSection() {
        let boxes = [Self.box(9, amount: 3), Self.box(5, 1), Self.box(6, 1)]
        let pages = Self.pages(boxes)
        #expect(pages.map(\.boxes) == [0..<1, 1..<2, 2..<3])
        #expect(pages.map(\.repeatedHead) == [nil, nil, 1])
        #expect(pages.allSatisfy { $0.broughtMinorUnits == nil && $0.carriedMinorUnits == nil })
    }

    @Test("no box is lost, no page is too full, and the sums add up", arguments: [1, 29, 2_024] as [UInt64])
    func properties(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let count = Int.random(in: 1...60, using: &numbers)
            let split = Int.random(in: 0...count, using: &numbers)
            let boxes = (0..<count).map { index in
                Self.box(
                    Int.random(in: 1...12, using: &numbers), index < split ? 0 : 1,
                    keeps: Int.random(in: 0..<4, using: &numbers) == 0,
                    amount: index < split ? Int64.random(in: -500...500, using: &numbers) : 0)
            }
            let (first, later) = (16, 30)
            let pages = Self.pages(boxes, first: first, later: later)
            #expect(pages.flatMap { Array($0.boxes) } == Array(boxes.indices), "seed \(seed), round \(round)")
            for (number, page) in pages.enumerated() {
                var height = page.boxes.reduce(Length.zero) { $0 + boxes[$1].height }
                if let head = page.repeatedHead { height = height + Self.sections[head].headHeight }
                if page.broughtMinorUnits != nil { height = height + .points(1) }
                if page.carriedMinorUnits != nil { height = height + .points(1) }
                #expect(height <= .points(number == 0 ? first : later), "seed \(seed), round \(round)")
                #expect(!page.boxes.isEmpty || number == 0)
                let sum = boxes[..<page.boxes.upperBound].reduce(0) { $0 + $1.amountMinorUnits }
                if let carried = page.carriedMinorUnits {
                    #expect(carried == sum, "seed \(seed), round \(round)")
                    #expect(pages[number + 1].broughtMinorUnits == carried)
                }
            }
        }
    }
}
