/// The entries of the outline (bookmarks), in reading order with their levels.
struct Outline {
    struct Entry {
        let title: String
        let level: Int
        /// Counted from 1.
        let page: Int
        let top: Length
    }

    private(set) var entries: [Entry] = []

    /// - Throws: ``PDFError/structure(_:element:)`` when a level is skipped.
    mutating func add(_ entry: Entry) throws(PDFError) {
        guard entry.level >= 1, entry.level <= (entries.last?.level ?? 0) + 1 else {
            throw .structure(.headingLevel, element: entry.title)
        }
        entries.append(entry)
    }

    /// - Returns: the Outlines dictionary.
    func write(to body: inout ObjectBody, pages: [PageRecord]) -> ObjectReference {
        let root = body.reserve()
        let items = entries.map { _ in body.reserve() }
        let links = Links(entries.map(\.level))
        for (index, entry) in entries.enumerated() {
            let page = pages[entry.page - 1]
            body.write(items[index]) { buffer in
                buffer.dictionary { item in
                    item.entry("Title", text: entry.title)
                    item.entry("Parent", reference: links.parent[index].map { items[$0] } ?? root)
                    if let previous = links.previous[index] { item.entry("Prev", reference: items[previous]) }
                    if let next = links.next[index] { item.entry("Next", reference: items[next]) }
                    Self.write(links.children[index], links.descendants[index], items, to: &item)
                    item.array("Dest") { destination in
                        destination.append(page.reference)
                        destination.append("/XYZ null ")
                        destination.append(thousandths: (page.size.height - entry.top).thousandths)
                        destination.append(" null")
                    }
                }
            }
        }
        body.write(root) { buffer in
            buffer.dictionary { entries in
                entries.entry("Type", name: "Outlines")
                Self.write(links.uppermost, items.count, items, to: &entries)
            }
        }
        return root
    }

    /// The count is that of all entries below, as all are shown open.
    private static func write(
        _ children: [Int], _ count: Int, _ items: [ObjectReference], to entries: inout ByteBuffer
    ) {
        guard let first = children.first, let last = children.last else { return }
        entries.entry("First", reference: items[first])
        entries.entry("Last", reference: items[last])
        entries.entry("Count", integer: count)
    }

    /// Relations between entries, from their levels alone.
    private struct Links {
        var parent: [Int?] = []
        var previous: [Int?] = []
        var next: [Int?]
        var children: [[Int]]
        var descendants: [Int]
        var uppermost: [Int] = []

        init(_ levels: [Int]) {
            next = Array(repeating: nil, count: levels.count)
            children = Array(repeating: [], count: levels.count)
            descendants = Array(repeating: 0, count: levels.count)
            var path: [Int] = []
            for (index, level) in levels.enumerated() {
                while path.count >= level { path.removeLast() }
                parent.append(path.last)
                let siblings = path.last.map { children[$0] } ?? uppermost
                previous.append(siblings.last)
                if let before = siblings.last { next[before] = index }
                if let above = path.last { children[above].append(index) } else { uppermost.append(index) }
                for above in path { descendants[above] += 1 }
                path.append(index)
            }
        }
    }
}
