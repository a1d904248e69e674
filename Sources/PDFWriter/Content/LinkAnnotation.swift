/// Where a link leads.
public enum LinkTarget: Hashable, Sendable {
    /// An address in printable ASCII with one of the schemes http, https, mailto, tel or upi.
    case address(String)
    /// A page of this document, counted from 1, shown from this distance below its upper edge.
    case page(Int, top: Length = .zero)
}

/// A link on a page.
struct LinkAnnotation: Sendable {
    let target: LinkTarget
    /// Page it stands on, counted from 0.
    let page: Int
    /// Lower left and upper right corner in PDF coordinates.
    let box: [Int]
    let alternative: String
    let tag: Tag

    /// - Throws: ``PDFError/linkAddress(_:)`` for anything but a plain address of a known scheme.
    static func check(_ target: LinkTarget, page: Int) throws(PDFError) {
        if case .page(_, let top) = target, !top.isDrawable { throw .outOfRange(page: page) }
        guard case .address(let address) = target else { return }
        let scheme = address.utf8.prefix { $0 != 0x3A }
        let known = ["http", "https", "mailto", "tel", "upi"].contains { $0.utf8.elementsEqual(scheme) }
        guard known, address.utf8.count > scheme.count + 1, address.utf8.count <= 2_000,
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .linkAddress(address) }
    }

    /// - Parameter parentKey: the key of the annotation in the parent tree.
    func write(to entries: inout ByteBuffer, pages: [PageRecord], parentKey: Int) {
        entries.entry("Type", name: "Annot")
        entries.entry("Subtype", name: "Link")
        entries.entry("Rect", box: box)
        // F 4: printed, not hidden (PDF/A-3 6.3.2).
        entries.append("/F 4/Border[0 0 0]")
        entries.entry("P", reference: pages[page].reference)
        entries.entry("StructParent", integer: parentKey)
        entries.entry("Contents", text: alternative)
        switch target {
        case .address(let address):
            entries.append("/A<</S/URI/URI")
            entries.append(literal: address.utf8)
            entries.append(">>")
        case .page(let number, let top):
            let page = pages[number - 1]
            entries.array("Dest") { destination in
                destination.append(page.reference)
                destination.append("/XYZ null ")
                destination.append(thousandths: (page.size.height - top).thousandths)
                destination.append(" null")
            }
        }
    }
}
