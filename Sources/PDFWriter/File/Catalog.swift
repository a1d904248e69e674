/// The root of the file (ISO 32000-1 7.7.2).
struct Catalog {
    let pages: ObjectReference
    let structure: ObjectReference
    var metadata = ObjectReference(number: 0)
    var outline: ObjectReference?
    /// Embedded files, sorted by name as the name tree wants it.
    var files: [(name: String, specification: ObjectReference)] = []

    init(pages: ObjectReference, structure: ObjectReference) {
        self.pages = pages
        self.structure = structure
    }

    func write(to entries: inout ByteBuffer, language: String, intent: ObjectReference) {
        entries.entry("Type", name: "Catalog")
        entries.entry("Pages", reference: pages)
        entries.entry("Lang", text: language)
        entries.append("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>")
        entries.entry("StructTreeRoot", reference: structure)
        entries.entry("Metadata", reference: metadata)
        entries.array("OutputIntents") { intents in
            intents.dictionary { output in
                output.append(
                    "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)")
                output.entry("DestOutputProfile", reference: intent)
            }
        }
        if let outline {
            entries.entry("Outlines", reference: outline)
            entries.entry("PageMode", name: "UseOutlines")
        }
        guard !files.isEmpty else { return }
        entries.dictionary("Names") { names in
            names.dictionary("EmbeddedFiles") { tree in
                tree.array("Names") { list in
                    for (name, specification) in files {
                        list.append(text: name)
                        list.append(specification)
                    }
                }
            }
        }
        entries.entry("AF", references: files.map(\.specification))
    }
}
