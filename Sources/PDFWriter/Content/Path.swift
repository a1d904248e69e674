/// An outline to fill or to stroke.
public struct Path: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case rectangle(Rectangle)
        case close
    }

    private(set) var steps: [Step] = []

    /// An empty path.
    public init() {}

    /// A path of rectangles, one painting operation for all: the modules of a QR code, a bar chart.
    public init(_ rectangles: [Rectangle]) {
        steps = rectangles.map { .rectangle($0) }
    }

    /// A straight line.
    public init(from start: Point, to end: Point) {
        steps = [.move(start), .line(end)]
    }

    /// A rectangle whose corners are quarter circles; a radius too large is cut to half the shorter side.
    public init(_ rectangle: Rectangle, cornerRadius: Length) {
        let radius = max(.zero, min(cornerRadius, min(rectangle.width, rectangle.height) / 2))
        if radius == .zero {
            steps = [.rectangle(rectangle)]
            return
        }
        // 0.5523: the control points that bring a Bezier curve closest to a quarter circle.
        let inset = Length(thousandths: radius.thousandths - radius.thousandths * 5523 / 10_000)
        let (left, right, top, bottom) = (rectangle.x, rectangle.right, rectangle.y, rectangle.bottom)
        func at(_ x: Length, _ y: Length) -> Point { Point(x: x, y: y) }
        steps = [
            .move(at(left + radius, top)), .line(at(right - radius, top)),
            .curve(at(right - inset, top), at(right, top + inset), at(right, top + radius)),
            .line(at(right, bottom - radius)),
            .curve(at(right, bottom - inset), at(right - inset, bottom), at(right - radius, bottom)),
            .line(at(left + radius, bottom)),
            .curve(at(left + inset, bottom), at(left, bottom - inset), at(left, bottom - radius)),
            .line(at(left, top + radius)),
            .curve(at(left, top + inset), at(left + inset, top), at(left + radius, top)),
            .close,
        ]
    }

    /// Begins a new part at a point.
    public mutating func move(to point: Point) {
        steps.append(.move(point))
    }

    /// Goes on with a straight line; a path that was not begun starts here.
    public mutating func line(to point: Point) {
        steps.append(isOpen ? .line(point) : .move(point))
    }

    /// Goes on with a cubic Bezier curve; a path that was not begun starts at its first control point.
    public mutating func curve(_ first: Point, _ second: Point, to end: Point) {
        if !isOpen { steps.append(.move(first)) }
        steps.append(.curve(first, second, end))
    }

    /// Closes the part begun last.
    public mutating func close() {
        if isOpen { steps.append(.close) }
    }

    private var isOpen: Bool {
        switch steps.last {
        case nil, .close, .rectangle: false
        default: true
        }
    }

    /// Whether every point can stand on a page; asked before anything is computed with them.
    var isDrawable: Bool {
        steps.allSatisfy { step in
            switch step {
            case .move(let point), .line(let point): point.isDrawable
            case .curve(let first, let second, let end):
                first.isDrawable && second.isDrawable && end.isDrawable
            case .rectangle(let rectangle): rectangle.isDrawable
            case .close: true
            }
        }
    }

    /// Around all points, control points included; nil for an empty path.
    var bounds: Rectangle? {
        var result: Rectangle?
        func include(_ area: Rectangle) { result = result?.union(area) ?? area }
        func include(_ point: Point) {
            include(Rectangle(x: point.x, y: point.y, width: .zero, height: .zero))
        }
        for step in steps {
            switch step {
            case .move(let point), .line(let point): include(point)
            case .curve(let first, let second, let end): [first, second, end].forEach(include)
            case .rectangle(let rectangle): include(rectangle)
            case .close: break
            }
        }
        return result
    }
}
