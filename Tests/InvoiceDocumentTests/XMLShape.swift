/// Just enough of an XML reader to look at what was written: nesting, and the texts of elements by the end of
/// their path.
struct XMLShape {
    private var texts: [(path: String, text: String)] = []
    private(set) var isWellFormed = true

    init(_ bytes: [UInt8]) {
        var open: [String] = []
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        if rest.hasPrefix("<?xml"), let end = rest.firstIndex(of: ">") {
            rest = rest[rest.index(after: end)...]
        }
        while let start = rest.firstIndex(of: "<") {
            let text = rest[..<start]
            if text.contains("&") && !Self.isEscaped(text) || text.contains(">") { isWellFormed = false }
            if !open.isEmpty, !text.allSatisfy(\.isWhitespace) {
                texts.append((open.joined(separator: "/"), String(text)))
            }
            guard let end = rest[start...].firstIndex(of: ">") else {
                isWellFormed = false
                return
            }
            let tag = rest[rest.index(after: start)..<end]
            if tag.first == "/" {
                if open.popLast() != String(tag.dropFirst()) { isWellFormed = false }
            } else {
                open.append(String(tag.prefix { $0 != " " }))
            }
            rest = rest[rest.index(after: end)...]
        }
        if !open.isEmpty || !rest.allSatisfy(\.isWhitespace) { isWellFormed = false }
    }

    private static func isEscaped(_ text: Substring) -> Bool {
        text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            ["amp;", "lt;", "gt;", "quot;"].contains { part.hasPrefix($0) }
        }
    }

    /// The texts of the elements whose path ends so, in their order.
    func amounts(_ path: String) -> [String] {
        texts.filter { $0.path.hasSuffix("/" + path) }.map(\.text)
    }
}
