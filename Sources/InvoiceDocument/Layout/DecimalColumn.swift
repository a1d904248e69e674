import PDFWriter

/// A column of numbers whose decimal separators stand below each other.
struct DecimalColumn {
    let separator: String
    private(set) var whole = Length.zero
    private(set) var fraction = Length.zero

    init(separator: String) { self.separator = separator }

    var width: Length { whole + fraction }

    mutating func include(_ text: String, _ style: TextStyle, _ fonts: FontLibrary) {
        let own = fractionWidth(of: text, style, fonts)
        fraction = max(fraction, own)
        whole = max(whole, fonts.width(of: text, style.font, size: style.size) - own)
    }

    /// How far from the right edge of the column a right-aligned text ends.
    func inset(of text: String, _ style: TextStyle, _ fonts: FontLibrary) -> Length {
        fraction - fractionWidth(of: text, style, fonts)
    }

    private func fractionWidth(of text: String, _ style: TextStyle, _ fonts: FontLibrary) -> Length {
        guard let mark = separator.first, let index = text.lastIndex(of: mark) else { return .zero }
        return fonts.width(of: String(text[index...]), style.font, size: style.size)
    }
}
