/// Writes the structure tree and its parent tree (ISO 32000-1 14.7).
struct StructureWriter {
    let tree: StructureTree
    let pages: [PageRecord]
    let annotations: [LinkAnnotation]
    /// Object of each annotation.
    let annotationObjects: [ObjectReference]

    /// - Returns: the StructTreeRoot.
    func write(to body: inout ObjectBody) -> ObjectReference {
        let root = body.reserve()
        let first = body.reserve().number
        for _ in tree.nodes.dropFirst() { _ = body.reserve() }
        for index in tree.nodes.indices {
            body.write(ObjectReference(number: first + index)) { buffer in
                buffer.dictionary { writeElement(index, root, first, &$0) }
            }
        }
        let parents = body.add { buffer in
            buffer.dictionary { $0.array("Nums") { writeParents(first, &$0) } }
        }
        body.write(root) { buffer in
            buffer.dictionary { entries in
                entries.entry("Type", name: "StructTreeRoot")
                entries.array("K") { $0.append(ObjectReference(number: first)) }
                entries.entry("ParentTree", reference: parents)
                entries.entry("ParentTreeNextKey", integer: pages.count + annotations.count)
            }
        }
        return root
    }

    private func writeElement(
        _ index: Int, _ root: ObjectReference, _ first: Int, _ entries: inout ByteBuffer
    ) {
        let node = tree.nodes[index]
        entries.append("/S/")
        entries.append(node.role?.name ?? "Document")
        let parent = node.parent < 0 ? root : ObjectReference(number: first + Int(node.parent))
        entries.entry("P", reference: parent)
        if node.texts >= 0 {
            let texts = tree.texts[Int(node.texts)]
            if let alternative = texts.alternative { entries.entry("Alt", text: alternative) }
            if let language = texts.language { entries.entry("Lang", text: language) }
        }
        writeAttributes(index, node.role, &entries)
        writeKids(index, first, &entries)
    }

    private func writeAttributes(_ index: Int, _ role: StructureRole?, _ entries: inout ByteBuffer) {
        switch role {
        case .headerCell(let scope, let columns, let rows):
            entries.dictionary("A") { attributes in
                attributes.entry("O", name: "Table")
                switch scope {
                case .column: attributes.entry("Scope", name: "Column")
                case .row: attributes.entry("Scope", name: "Row")
                case .both: attributes.entry("Scope", name: "Both")
                }
                Self.writeSpans(columns, rows, &attributes)
            }
        case .dataCell(let columns, let rows) where columns > 1 || rows > 1:
            entries.dictionary("A") { attributes in
                attributes.entry("O", name: "Table")
                Self.writeSpans(columns, rows, &attributes)
            }
        case .figure:
            guard let (page, area) = tree.figureAreas[Int32(index)] else { return }
            entries.dictionary("A") { attributes in
                attributes.entry("O", name: "Layout")
                attributes.entry("BBox", box: pages[Int(page)].size.pdfBox(of: area))
            }
        case .list(let marks):
            entries.append("/A<</O/List/ListNumbering")
            switch marks {
            case .none: entries.append("/None>>")
            case .bullets: entries.append("/Disc>>")
            case .numbers: entries.append("/Decimal>>")
            }
        default:
            break
        }
    }

    private static func writeSpans(_ columns: Int, _ rows: Int, _ attributes: inout ByteBuffer) {
        if columns > 1 { attributes.entry("ColSpan", integer: columns) }
        if rows > 1 { attributes.entry("RowSpan", integer: rows) }
    }

    /// Kids on the page of the first content are plain numbers; others name their page.
    private func writeKids(_ index: Int, _ first: Int, _ entries: inout ByteBuffer) {
        var ownPage: Int32?
        tree.forEachKid(of: index) { kid in
            if case .content(let page, _) = kid, ownPage == nil { ownPage = page }
        }
        if let ownPage { entries.entry("Pg", reference: pages[Int(ownPage)].reference) }
        let isSingle = tree.hasSingleKid(index)
        entries.append(isSingle ? "/K " : "/K[")
        var isFirst = true
        tree.forEachKid(of: index) { kid in
            if !isFirst { entries.append(byte: 0x20) }
            isFirst = false
            write(kid, ownPage, first, &entries)
        }
        if !isSingle { entries.append(byte: 0x5D) }
    }

    private func write(_ kid: StructureTree.Kid, _ ownPage: Int32?, _ first: Int, _ kids: inout ByteBuffer) {
        switch kid {
        case .element(let child):
            kids.append(ObjectReference(number: first + Int(child)))
        case .content(let page, let id) where page == ownPage:
            kids.append(decimal: Int(id))
        case .content(let page, let id):
            kids.append("<</Type/MCR/Pg ")
            kids.append(pages[Int(page)].reference)
            kids.entry("MCID", integer: Int(id))
            kids.append(">>")
        case .annotation(let annotation):
            kids.append("<</Type/OBJR/Pg ")
            kids.append(pages[annotations[Int(annotation)].page].reference)
            kids.entry("Obj", reference: annotationObjects[Int(annotation)])
            kids.append(">>")
        }
    }

    /// Key of a page: the elements of its marked-content ids. Keys of annotations follow: their element.
    private func writeParents(_ first: Int, _ nums: inout ByteBuffer) {
        for (index, page) in pages.enumerated() {
            nums.append(decimal: index)
            nums.append(byte: 0x5B)
            for (position, owner) in tree.owners[page.owners].enumerated() {
                if position > 0 { nums.append(byte: 0x20) }
                nums.append(ObjectReference(number: first + Int(owner)))
            }
            nums.append(byte: 0x5D)
        }
        for (index, annotation) in annotations.enumerated() {
            nums.append(decimal: pages.count + index)
            nums.append(byte: 0x20)
            nums.append(ObjectReference(number: first + Int(annotation.tag.index)))
            nums.append(byte: 0x20)
        }
    }
}
