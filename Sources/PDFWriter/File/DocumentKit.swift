/// Everything that documents of one run have in common, made once: fonts, profile, and the constant objects
/// already compressed. It never changes, so all threads may build documents from one value.
public struct DocumentKit: Sendable {
    /// The fonts, for measuring.
    public let fonts: FontLibrary
    let profile: PDFProfile
    let compression: CompressionLevel
    let form: CrossReferenceForm
    let missingCharacters: MissingCharacterPolicy
    /// For each face of the library its font in `prefix`, if one was prepared.
    let prepared: [PreparedFont?]
    /// The same as plans, empty for fonts that are not prepared, and empty ones: documents begin with them.
    let preparedPlans: [SubsetPlan]
    let emptyPlans: [SubsetPlan]
    let preparedASCII: ByStyle<PreparedASCII>
    /// Header and constant objects: the first bytes of every document.
    let prefix: [UInt8]
    let prefixHash: ContentHash.Beginning
    let prefixPlaces: CrossReference
    let outputProfile: ObjectReference

    /// Prepares the constant objects; this takes some milliseconds.
    ///
    /// - Throws: ``PDFError/font(_:)`` when a prepared font is broken.
    public init(
        fonts: FontLibrary, profile: PDFProfile = .archiveAndAccessible,
        embedding: FontEmbedding = .perDocument,
        compression: CompressionLevel = .standard, crossReference: CrossReferenceForm = .table,
        missingCharacters: MissingCharacterPolicy = .replace
    ) throws(PDFError) {
        self.fonts = fonts
        self.profile = profile
        self.compression = compression
        self.missingCharacters = missingCharacters
        form = crossReference
        var header = ByteBuffer()
        header.append("%PDF-1.7\n%")
        header.append(contentsOf: [0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
        var body = try ObjectBody(
            prefix: header.bytes, places: CrossReference(),
            compression: compression == .none ? .none : .smallest,
            form: .table)
        outputProfile = body.reserve()
        try body.writeStream(outputProfile, OutputIntentProfile.sRGB()) { $0.entry("N", integer: 3) }
        var prepared = [PreparedFont?](repeating: nil, count: fonts.faces.count)
        if case .prepared(let characters) = embedding {
            for style in FontStyle.body {
                let plan = Self.plan(characters, style, fonts)
                if plan.isEmpty { continue }
                let face = fonts.ownFaces[style]
                let font = EmbeddedFont(
                    face: fonts.faces[face], plan: plan, compositions: fonts.compositions)
                prepared[face] = PreparedFont(plan: plan, reference: try font.write(to: &body))
            }
        }
        self.prepared = prepared
        preparedPlans = prepared.map { $0?.plan ?? SubsetPlan() }
        emptyPlans = Array(repeating: SubsetPlan(), count: prepared.count)
        preparedASCII = fonts.ownFaces.map { [preparedPlans] style, face in
            PreparedASCII(fonts.styles[style], preparedPlans[face], face: face)
        }
        (prefix, prefixPlaces) = body.prefix()
        prefixHash = ContentHash.Beginning(of: prefix)
    }

    /// CIDs for those of the characters that the style's own face shows.
    private static func plan(_ characters: String, _ style: FontStyle, _ fonts: FontLibrary) -> SubsetPlan {
        let table = fonts.styles[style]
        let face = fonts.ownFaces[style]
        var plan = SubsetPlan()
        table.forEachCharacter(of: characters) { scalar in
            guard table.advance(scalar) != nil, table.face(scalar) == face, plan.cid(scalar) == 0 else {
                return
            }
            _ = plan.assign(scalar, glyph: fonts.faces[face].glyph(scalar))
        }
        return plan
    }
}

/// Codes and widths of printable ASCII in the prepared font of a style: most texts are made of nothing else.
struct PreparedASCII: Sendable {
    /// From the blank on: the width in thousandths of an em above sixteen bits of the code; 0 where the prepared font
    /// lacks the character.
    let entries: [UInt32]
    /// The resource of the prepared font.
    let font: Int

    /// - Parameter face: the number of the style's own face, whose prepared font `plan` is.
    init(_ style: StyleTable, _ plan: SubsetPlan, face: Int) {
        font = face * 2
        entries = (0x20...0x7E as ClosedRange<UInt32>).map { scalar in
            guard let advance = style.advance(scalar), style.face(scalar) == face else { return 0 }
            let cid = plan.cid(scalar)
            return cid == 0 ? 0 : UInt32(advance) << 16 | UInt32(cid)
        }
    }
}

/// A font that stands in every document of a kit.
struct PreparedFont: Sendable {
    let plan: SubsetPlan
    let reference: ObjectReference
}
