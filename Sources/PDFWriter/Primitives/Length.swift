/// A length in thousandths of a point (1/72,000 inch): exact integers from the layout to the page.
public struct Length: Hashable, Comparable, Sendable, AdditiveArithmetic {
    /// Thousandths of a PDF point.
    public var thousandths: Int

    /// A length of so many thousandths of a point.
    @inlinable
    public init(thousandths: Int) {
        self.thousandths = thousandths
    }

    /// No length.
    public static let zero = Length(thousandths: 0)

    /// Whole points, 72 to the inch.
    @inlinable
    public static func points(_ count: Int) -> Length {
        Length(thousandths: count * 1000)
    }

    /// Tenths of a point, for font sizes as 8.5 pt.
    @inlinable
    public static func tenths(_ count: Int) -> Length {
        Length(thousandths: count * 100)
    }

    /// Whole millimetres, rounded to the nearest thousandth of a point (1 mm = 360/127 pt).
    @inlinable
    public static func millimetres(_ count: Int) -> Length {
        let scaled = count * 360_000
        return Length(thousandths: (scaled + (scaled < 0 ? -63 : 63)) / 127)
    }

    /// Compares by size.
    @inlinable
    public static func < (left: Length, right: Length) -> Bool {
        left.thousandths < right.thousandths
    }

    /// The sum.
    @inlinable
    public static func + (left: Length, right: Length) -> Length {
        Length(thousandths: left.thousandths + right.thousandths)
    }

    /// The difference.
    @inlinable
    public static func - (left: Length, right: Length) -> Length {
        Length(thousandths: left.thousandths - right.thousandths)
    }

    /// A multiple.
    @inlinable
    public static func * (left: Length, right: Int) -> Length {
        Length(thousandths: left.thousandths * right)
    }

    /// A part, rounded towards zero.
    @inlinable
    public static func / (left: Length, right: Int) -> Length {
        Length(thousandths: left.thousandths / right)
    }

    /// The length in the other direction.
    @inlinable
    public static prefix func - (length: Length) -> Length {
        Length(thousandths: -length.thousandths)
    }

    /// Whether it can be a coordinate: within 30,000 points, inside what readers take (ISO 32000-1 annex C).
    var isDrawable: Bool { (-30_000_000...30_000_000).contains(thousandths) }
}
