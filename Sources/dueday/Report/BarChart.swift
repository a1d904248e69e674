/// Horizontal bars as inline SVG; values below zero go to the left.
struct BarChart {
    /// One bar.
    struct Bar {
        var label: String
        /// What it stands for in words, at the end of the bar.
        var text: String
        /// Minor units; bars of one chart are of one currency.
        var value: Int64
    }

    let bars: [Bar]
    /// Whether rising and falling have colours of their own.
    let isComparison: Bool

    private static let rowHeight = 44
    private static let width = 440

    /// The drawing, with a name for those who cannot see it. Words stand above their bar, so that a narrow screen
    /// shows them large enough to read.
    func svg(named name: String) -> String {
        let height = bars.count * Self.rowHeight
        let low = min(0, bars.map(\.value).min() ?? 0)
        let high = max(0, bars.map(\.value).max() ?? 0)
        let span = max(1, high &- low)
        let zero = Self.scaled(-low, of: span)
        let rows = bars.enumerated().map { index, bar in row(bar, at: index, zero: zero, span: span) }
        return """
            <svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-label="\(Self.escaped(name))">
            <line x1="\(zero)" y1="0" x2="\(zero)" y2="\(height)"/>
            \(rows.joined(separator: "\n"))
            </svg>
            """
    }

    private func row(_ bar: Bar, at index: Int, zero: Int, span: Int64) -> String {
        let top = index * Self.rowHeight
        let length = max(1, Self.scaled(abs(bar.value), of: span))
        let left = bar.value < 0 ? zero - length : zero
        let style = isComparison ? (bar.value < 0 ? "down" : "up") : "bar"
        let label = bar.label.count > 32 ? bar.label.prefix(31) + "…" : bar.label[...]
        return """
            <text x="0" y="\(top + 14)">\(Self.escaped(String(label)))</text>\
            <text class="soft" x="\(Self.width)" y="\(top + 14)" text-anchor="end">\(Self.escaped(bar.text))</text>\
            <rect class="\(style)" x="\(left)" y="\(top + 20)" width="\(length)" height="14" rx="3"/>
            """
    }

    /// Pixels of a value; the quotient is only for the eye.
    private static func scaled(_ value: Int64, of span: Int64) -> Int {
        let wide = value.multipliedFullWidth(by: Int64(width))
        return Int(clamping: span.dividingFullWidth(wide).quotient)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
