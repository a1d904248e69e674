/// A place on a page: the origin is the upper left corner, x grows to the right, y downwards.
public struct Point: Hashable, Sendable {
    /// Distance from the left edge of the page.
    public var x: Length
    /// Distance from the upper edge of the page.
    public var y: Length

    /// A point at the given distances from the left and upper edges.
    @inlinable
    public init(x: Length, y: Length) {
        self.x = x
        self.y = y
    }

    var isDrawable: Bool { x.isDrawable && y.isDrawable }
}

/// An upright rectangle on a page, measured from the upper left corner.
public struct Rectangle: Hashable, Sendable {
    /// Distance of its left side from the left edge of the page.
    public var x: Length
    /// Distance of its upper side from the upper edge of the page.
    public var y: Length
    /// Its width; negative widths are refused when drawn.
    public var width: Length
    /// Its height; negative heights are refused when drawn.
    public var height: Length

    /// A rectangle by its upper left corner and its size.
    @inlinable
    public init(x: Length, y: Length, width: Length, height: Length) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Its right side.
    @inlinable
    public var right: Length { x + width }

    /// Its lower side.
    @inlinable
    public var bottom: Length { y + height }

    /// Whether it can stand on a page: no negative sides, every corner within the limits of coordinates.
    var isDrawable: Bool {
        width >= .zero && height >= .zero && width.isDrawable && height.isDrawable && x.isDrawable
            && y.isDrawable
    }

    /// The smallest rectangle around both.
    func union(_ other: Rectangle) -> Rectangle {
        let left = min(x, other.x)
        let top = min(y, other.y)
        return Rectangle(
            x: left, y: top, width: max(right, other.right) - left, height: max(bottom, other.bottom) - top)
    }
}

/// The size of a page; each side is within 3...14,400 points (PDF/A-3 6.1.13).
public struct PageSize: Hashable, Sendable {
    /// From the left to the right edge.
    public var width: Length
    /// From the upper to the lower edge.
    public var height: Length

    /// A page of this width and height.
    public init(width: Length, height: Length) {
        self.width = width
        self.height = height
    }

    /// ISO A4 upright, 210 by 297 mm.
    public static let a4 = PageSize(width: .millimetres(210), height: .millimetres(297))
    /// US Letter upright, 612 by 792 points.
    public static let letter = PageSize(width: .points(612), height: .points(792))
}
