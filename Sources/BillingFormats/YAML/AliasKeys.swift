internal import Yams

/// Refuses keys that are aliases, lists or maps before Yams sees them.
///
/// Yams hashes every key with all that it stands for, and a few lines of aliases of aliases stand for more than
/// can be hashed in a lifetime. So the text is first made into a tree with every asterisk replaced: there no
/// alias is followed, and the tree is no larger than the text.
enum AliasKeys {
    /// Stands for an asterisk: a private-use character.
    private static let asterisk: Unicode.Scalar = "\u{F8FD}"

    static func refuse(in text: String, file: String) throws(FormatError) {
        guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else { return }
        var withoutAliases = String.UnicodeScalarView()
        withoutAliases.append(contentsOf: text.unicodeScalars.lazy.map { $0 == "*" ? asterisk : $0 })
        do {
            guard let root = try StrictYAML.tree(of: String(withoutAliases), file: file) else { return }
            try check(root, .root, file)
        } catch {
            throw withAsterisks(error)
        }
    }

    private static func withAsterisks(_ error: FormatError) -> FormatError {
        let restored = { (text: String) in
            String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == asterisk ? "*" : $0 }))
        }
        var error = error
        error.path = restored(error.path)
        error.message = restored(error.message)
        return error
    }

    private static func check(_ node: Node, _ path: ValuePath, _ file: String) throws(FormatError) {
        switch node {
        case .scalar, .alias:
            return
        case .sequence(let sequence):
            for (index, element) in sequence.enumerated() { try check(element, .index(path, index), file) }
        case .mapping(let mapping):
            for (key, value) in mapping {
                let name = key.scalar?.string
                if key.scalar?.style == .plain, name?.unicodeScalars.first == asterisk {
                    throw YAMLValue(node: key, path: path, file: file).error("an alias cannot be a key")
                }
                guard let name else {
                    throw YAMLValue(node: key, path: path, file: file).error("a list or map cannot be a key")
                }
                try check(value, .key(path, name), file)
            }
        }
    }
}
