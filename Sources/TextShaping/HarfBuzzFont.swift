internal import CHarfBuzz
public import PDFWriter

extension ShapingEngine {
    /// Shapes with HarfBuzz, in the order that FriBidi gives.
    public static let harfBuzz = ShapingEngine(
        order: { LineOrder($0).runs },
        makeShape: { file in
            let font = HarfBuzzFont(file)
            return { line, run, isRightToLeft in font.shape(line, run, isRightToLeft: isRightToLeft) }
        })
}

/// A font file as HarfBuzz knows it.
///
/// Unchecked: the font is made immutable before anybody else sees it, and HarfBuzz lets all threads shape with
/// an immutable font (its caches are atomic). Everything that changes is a buffer of each call's own.
final class HarfBuzzFont: @unchecked Sendable {
    private let font: OpaquePointer?
    private let language: hb_language_t?

    init(_ file: [UInt8]) {
        let blob = file.withUnsafeBytes { bytes in
            hb_blob_create(
                bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count), HB_MEMORY_MODE_DUPLICATE,
                nil, nil)
        }
        let face = hb_face_create(blob, 0)
        font = hb_font_create(face)
        hb_font_make_immutable(font)
        hb_face_destroy(face)
        hb_blob_destroy(blob)
        // Said aloud: HarfBuzz would ask the locale of the process.
        language = hb_language_from_string("und", -1)
    }

    deinit { hb_font_destroy(font) }

    /// The glyphs of a run, from left to right, in font units.
    func shape(_ line: [UInt32], _ run: Range<Int>, isRightToLeft: Bool) -> [ShapedGlyph] {
        let buffer = hb_buffer_create()
        defer { hb_buffer_destroy(buffer) }
        hb_buffer_add_codepoints(
            buffer, line, Int32(line.count), UInt32(run.lowerBound), Int32(run.count))
        hb_buffer_set_direction(buffer, isRightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
        hb_buffer_set_language(buffer, language)
        hb_buffer_guess_segment_properties(buffer)
        hb_shape(font, buffer, nil, 0)
        var count: UInt32 = 0
        guard let glyphs = hb_buffer_get_glyph_infos(buffer, &count),
            let places = hb_buffer_get_glyph_positions(buffer, nil)
        else { return [] }
        return (0..<Int(count)).map { index in
            ShapedGlyph(
                glyph: Int(glyphs[index].codepoint), cluster: Int(glyphs[index].cluster),
                advance: Int(places[index].x_advance), x: Int(places[index].x_offset),
                y: Int(places[index].y_offset))
        }
    }
}
