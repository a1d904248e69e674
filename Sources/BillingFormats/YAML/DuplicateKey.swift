internal import Yams

/// A key that stands twice in a map. Yams tells its name and its first place only and makes no tree; the path and
/// the second place are found in the tree of a text in which the first one has another name.
struct DuplicateKey {
    let name: String
    let first: Mark

    /// No key of a file begins with it: it is a private-use character.
    private static let renamed = "\u{F8FE}"

    /// Aliases of aliases can stand for more values than anybody can look through.
    private static let maximumNodes = 5_000_000

    /// The error at the second place where it is found, at the first otherwise.
    func error(in text: String, file: String) -> FormatError {
        var nodesLeft = Self.maximumNodes
        var place = (line: first.line, column: first.column, path: "")
        if let renamed = textWithFirstRenamed(text), let root = try? StrictYAML.tree(of: renamed),
            let second = second(in: root, .root, &nodesLeft)
        {
            let isOnSameLine = second.mark.line == first.line
            place = (second.mark.line, second.mark.column - (isOnSameLine ? 1 : 0), "\(second.path)")
        }
        return FormatError(
            file: file, line: place.line, column: place.column, path: place.path,
            message: "the key \(quoted(name)) stands twice in one map", hint: "first in line \(first.line)")
    }

    private func textWithFirstRenamed(_ text: String) -> String? {
        var place = TextPlace()
        var index = text.unicodeScalars.startIndex
        while index < text.unicodeScalars.endIndex, place.line != first.line || place.column != first.column {
            place.pass(text.unicodeScalars[index])
            text.unicodeScalars.formIndex(after: &index)
        }
        guard index < text.unicodeScalars.endIndex else { return nil }
        if ["\"", "'"].contains(text.unicodeScalars[index]) { text.unicodeScalars.formIndex(after: &index) }
        return text[..<index] + Self.renamed + text[index...]
    }

    private func second(
        in node: Node, _ path: ValuePath, _ nodesLeft: inout Int
    ) -> (path: ValuePath, mark: Mark)? {
        nodesLeft -= 1
        guard nodesLeft > 0 else { return nil }
        switch node {
        case .scalar, .alias:
            return nil
        case .sequence(let sequence):
            for (index, element) in sequence.enumerated() {
                if let found = second(in: element, .index(path, index), &nodesLeft) { return found }
            }
            return nil
        case .mapping(let mapping):
            if mapping.contains(where: { $0.key.scalar?.string == Self.renamed + name }) {
                let key = mapping.first { $0.key.scalar?.string == name }?.key
                return key?.mark.map { (.key(path, name), $0) }
            }
            for member in mapping {
                let way = ValuePath.key(path, member.key.scalar?.string ?? "")
                if let found = second(in: member.value, way, &nodesLeft) { return found }
            }
            return nil
        }
    }
}
