/// For one style: which face shows a character, and how wide it is.
///
/// A class although it never changes: drawing a text then counts one reference and not one for each table,
/// and threads that share a library disturb each other's caches less.
final class StyleTable: Sendable {
    /// Face numbers fit into a byte.
    static let mostFaces = 250
    private static let missing: UInt16 = 0xFFFF
    /// Width in thousandths of an em for the Basic Multilingual Plane, `missing` where no face has it.
    private let advances: [UInt16]
    private let faceIndices: [UInt8]
    /// The same beyond that plane.
    private let supplementary: [UInt32: (face: UInt8, advance: UInt16)]
    let replacementAdvance: Int
    let compositions: CompositionTable
    let shaper: LineShaper?
    /// For each face of the library whether it is drawn with thicker lines: it stands in for a bold one.
    private let thickened: [Bool]

    /// - Parameters:
    ///   - chain: the faces in the order in which they are asked.
    ///   - thickened: those of them that have the weight of another style.
    init(
        chain: [Int], thickened: Set<Int> = [], faces: [FontFace], compositions: CompositionTable,
        shaper: LineShaper? = nil
    ) {
        var advances = [UInt16](repeating: Self.missing, count: 0x10000)
        var faceIndices = [UInt8](repeating: 0, count: 0x10000)
        var supplementary: [UInt32: (face: UInt8, advance: UInt16)] = [:]
        for index in chain {
            let face = faces[index]
            face.forEachCharacter { scalar, glyph in
                if scalar > 0xFFFF {
                    if supplementary[scalar] == nil {
                        supplementary[scalar] = (UInt8(index), Self.advance(of: glyph, face))
                    }
                } else if advances[Int(scalar)] == Self.missing {
                    advances[Int(scalar)] = Self.advance(of: glyph, face)
                    faceIndices[Int(scalar)] = UInt8(index)
                }
            }
        }
        self.compositions = compositions
        self.shaper = shaper
        self.thickened = faces.indices.map(thickened.contains)
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

    /// Whether the face is too light for this style.
    func thickens(_ face: Int) -> Bool { thickened[face] }

    private static func advance(of glyph: UInt16, _ face: FontFace) -> UInt16 {
        UInt16(min(face.font.scaledAdvance(Int(glyph)), Int(missing) - 1))
    }
}
