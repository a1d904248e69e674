/// The face and weight of a text.
public enum FontStyle: Hashable, Sendable, CaseIterable {
    /// The upright text face.
    case regular
    /// Its bold companion.
    case bold
    /// The face that payment slips are set in by their schemes; the text face where the library has none.
    case slip
    /// Its bold companion.
    case slipBold

    /// The styles of a document's own words.
    public static let body: [FontStyle] = [.regular, .bold]
}

/// One value for each style. A style is no number, so that none can be taken for the number of a face.
struct ByStyle<Value: Sendable>: Sendable {
    private let values: [Value]

    init(regular: Value, bold: Value, slip: Value, slipBold: Value) {
        values = [regular, bold, slip, slipBold]
    }

    subscript(style: FontStyle) -> Value {
        switch style {
        case .regular: values[0]
        case .bold: values[1]
        case .slip: values[2]
        case .slipBold: values[3]
        }
    }

    /// What `transform` makes of each style and its value.
    func map<Mapped: Sendable>(_ transform: (FontStyle, Value) -> Mapped) -> ByStyle<Mapped> {
        ByStyle<Mapped>(
            regular: transform(.regular, self[.regular]), bold: transform(.bold, self[.bold]),
            slip: transform(.slip, self[.slip]), slipBold: transform(.slipBold, self[.slipBold]))
    }
}
