public import PDFWriter

/// Colours and sizes: one accent, three greys, hairlines.
public struct InvoiceTheme: Sendable, Hashable {
    /// The seller's colour: for the seller's name, the amount due and the rule under the table head.
    public var accent: Color
    /// Text that is read first.
    public var ink: Color
    /// Labels and small type; dark enough for small letters (contrast 5.9 : 1 on white).
    public var quiet: Color
    /// Rules between rows.
    public var hairline: Color
    /// The ground of the panel that holds the amount due.
    public var panel: Color

    /// A theme of one accent colour.
    public init(accent: Color = .rgb(11, 92, 107)) {
        self.accent = accent
        ink = .gray(28)
        quiet = .gray(98)
        hairline = .gray(214)
        panel = .rgb(244, 247, 248)
    }

    var title: TextStyle { TextStyle(.bold, size: .points(22), color: ink) }
    var heading: TextStyle { TextStyle(.bold, size: .points(9), color: ink) }
    var body: TextStyle { TextStyle(size: .points(9), color: ink) }
    var strong: TextStyle { TextStyle(.bold, size: .points(9), color: ink) }
    var small: TextStyle { TextStyle(size: .tenths(75), color: quiet) }
    var label: TextStyle { TextStyle(size: .tenths(75), color: quiet) }
}

/// The sheet: its size and what lies within the margins.
struct Sheet {
    let size: PageSize

    var left: Length { .millimetres(20) }
    var right: Length { size.width - .millimetres(20) }
    var width: Length { right - left }
    var top: Length { .millimetres(18) }
    /// Where the content of pages after the first begins, below the running head.
    var laterTop: Length { top + .points(28) }
    /// Where content ends, above the foot.
    var bottom: Length { size.height - .millimetres(22) }
    /// The base line of the foot.
    var foot: Length { size.height - .millimetres(15) }
}
