/// Glyphs that belong together, and the characters they stand for: what a reader of the file copies as one.
struct ShapedCluster: Hashable, Sendable {
    /// Index of the face in the library.
    let face: Int
    let glyph: ComposedGlyph
    /// In the order in which they were typed.
    let text: [UInt32]
    /// Width in thousandths of an em.
    let advance: Int
}

/// One glyph of a subset that is put together from glyphs of its font; lengths in font units.
struct ComposedGlyph: Hashable, Sendable {
    /// A glyph of the font and where its origin stands.
    struct Part: Hashable, Sendable {
        let glyph: UInt16
        let x: Int
        let y: Int
    }

    let parts: [Part]
    let advance: Int
}
