/// For one style: which face shows a character, and how wide it is.
///
/// A class although it never changes: drawing a text then counts one reference and not one for each table,
/// and threads that share a library disturb each other's caches less.
final class StyleTable: Sendable {
    static let mostFallbacks = 14
    private static let missing: UInt16 = 0xFFFF
    /// Width in thousandths of an em for the Basic Multilingual Plane, `missing` where no face has it.
    private let advances: [UInt16]
    private let faceIndices: [UInt8]
    private let supplementary: [UInt32: (face: UInt8, advance: UInt16)]
    let replacementAdvance: Int
    let compositions: CompositionTable

    init(chain: [Int], faces: [FontFace], compositions: CompositionTable) {
        var advances = [UInt16](repeating: Self.missing, count: 0x10000)
        var faceIndices = [UInt8](repeating: 0, count: 0x10000)
        var supplementary: [UInt32: (face: UInt8, advance: UInt16)] = [:]
        for index in chain {
            let face = faces[index]
            for (scalar, glyph) in face.glyphs.enumerated()
            where glyph != 0 && advances[scalar] == Self.missing {
                advances[scalar] = Self.advance(of: glyph, face)
                faceIndices[scalar] = UInt8(index)
            }
            for scalar in face.supplementaryCharacters where supplementary[scalar] == nil {
                supplementary[scalar] = (UInt8(index), Self.advance(of: face.glyph(scalar), face))
            }
        }
        self.compositions = compositions
        self.advances = advances
        self.faceIndices = faceIndices
        self.supplementary = supplementary
        let replacement = advances[Int(FontLibrary.replacement)]
        replacementAdvance = replacement == Self.missing ? 0 : Int(replacement)
    }

    /// Width in thousandths of an em; nil when no face of the chain has the character.
    @inline(__always)
    func advance(_ scalar: UInt32) -> Int? {
        if scalar <= 0xFFFF {
            let advance = advances[Int(scalar)]
            return advance == Self.missing ? nil : Int(advance)
        }
        return supplementary[scalar].map { Int($0.advance) }
    }

    /// The face that shows the character; only for characters with an advance.
    @inline(__always)
    func face(_ scalar: UInt32) -> Int {
        scalar <= 0xFFFF ? Int(faceIndices[Int(scalar)]) : Int(supplementary[scalar]?.face ?? 0)
    }

    private static func advance(of glyph: UInt16, _ face: FontFace) -> UInt16 {
        UInt16(min(face.font.scaledAdvance(Int(glyph)), Int(missing) - 1))
    }
}
