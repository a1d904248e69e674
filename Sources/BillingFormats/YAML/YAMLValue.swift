internal import Yams

/// One value of a file with the way to it. Asking for a type that it has not throws where it stands.
struct YAMLValue {
    let node: Node
    let path: ValuePath
    let file: String

    /// From 1.
    var line: Int { node.mark?.line ?? 0 }

    /// An error at this value.
    func error(_ message: String, hint: String? = nil) -> FormatError {
        error(at: node, path, message, hint: hint)
    }

    /// An error at the value of this map's `key`; at the map where the key is missing.
    func error(key: String, _ message: String, hint: String? = nil) -> FormatError {
        let member = node.mapping?.first { $0.key.scalar?.string == key }
        return error(at: member?.value ?? node, .key(path, key), message, hint: hint)
    }

    private func error(at node: Node, _ path: ValuePath, _ message: String, hint: String?) -> FormatError {
        FormatError(
            file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, path: "\(path)",
            message: message, hint: hint)
    }

    private func mismatch(_ expected: String, hint: String? = nil) -> FormatError {
        error("expected \(expected), found \(found)", hint: hint)
    }

    /// What it is, for errors.
    var found: String {
        switch node {
        case .mapping: "a map"
        case .sequence: "a list"
        case .alias: "an alias"
        case .scalar(let scalar):
            isNull ? "nothing" : isBareWord ? scalar.string : "the text \(quoted(scalar.string))"
        }
    }

    /// Whether it is true, false or a number without quotes.
    private var isBareWord: Bool {
        guard isPlain, plainFlag == nil else { return isPlain }
        return plainText?.utf8.allSatisfy { "0123456789.+-eE".utf8.contains($0) } ?? false
    }
}

// MARK: - Scalars

extension YAMLValue {
    /// Whether it is nothing: left empty, `null` or `~`.
    var isNull: Bool { isPlain && ["", "null", "Null", "NULL", "~"].contains(plainText) }

    /// true or false where it is one of the two words without quotes.
    var plainFlag: Bool? {
        guard isPlain else { return nil }
        return switch plainText {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    /// Whether it is a scalar without quotes.
    var isPlain: Bool { node.scalar?.style == .plain }

    private var plainText: String? { node.scalar?.string }

    /// Its text. A number is taken as it is written; nothing, true and false are not text without quotes.
    func text() throws(FormatError) -> String {
        guard !isNull, let text = try scalarText() else { throw mismatch("text") }
        if plainFlag != nil { throw mismatch("text", hint: "write it in quotes") }
        return text
    }

    /// Text that is not empty, has at most `limit` bytes and no control characters.
    func shortText(limit: Int = 1000) throws(FormatError) -> String {
        let text = try text()
        guard !text.isEmpty else { throw error("is empty") }
        guard text.utf8.count <= limit else {
            throw error("has \(text.utf8.count) bytes", hint: "at most \(limit)")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw error("has a control character")
        }
        return text
    }

    /// true or false.
    func flag() throws(FormatError) -> Bool {
        _ = try scalarText()
        guard let flag = plainFlag else { throw mismatch("true or false") }
        return flag
    }

    /// A whole number within `range`.
    func integer(in range: ClosedRange<Int>) throws(FormatError) -> Int {
        guard let text = try scalarText(), !isNull, let value = Int(text), "\(value)" == text else {
            throw mismatch("a whole number")
        }
        guard range.contains(value) else {
            let limits =
                range.upperBound == .max
                ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw error("\(value) is out of range", hint: limits)
        }
        return value
    }

    /// One of an enumeration's words.
    func word<Choice: RawRepresentable<String> & CaseIterable>(
        _: Choice.Type = Choice.self
    ) throws(FormatError) -> Choice {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = try scalarText(), !isNull else {
            throw mismatch("one of \(words.joined(separator: ", "))")
        }
        guard let choice = Choice(rawValue: text) else {
            throw error("\(quoted(text)) is not known", hint: "one of \(words.joined(separator: ", "))")
        }
        return choice
    }

    /// The scalar's text as written; nil where it is no scalar.
    func scalarText() throws(FormatError) -> String? {
        guard let scalar = node.scalar else { return nil }
        let tag = scalar.tag.description
        guard tag.isEmpty || tag == Tag.Name.str.rawValue else {
            throw error("tags are not supported", hint: "leave out \(tag)")
        }
        return scalar.string
    }
}

// MARK: - Lists and maps

extension YAMLValue {
    /// Whether it is a list.
    var isList: Bool { if case .sequence = node { true } else { false } }

    /// Whether it is a map.
    var isMap: Bool { if case .mapping = node { true } else { false } }

    /// Its elements.
    func list() throws(FormatError) -> [YAMLValue] {
        guard case .sequence(let sequence) = node else { throw mismatch("a list") }
        return sequence.enumerated().map { index, node in
            YAMLValue(node: node, path: .index(path, index), file: file)
        }
    }

    /// Its elements made into something, in order.
    func list<T>(_ read: (YAMLValue) throws(FormatError) -> T) throws(FormatError) -> [T] {
        var result: [T] = []
        for value in try list() { result.append(try read(value)) }
        return result
    }

    /// A map with names of the writer's choice, in the order written.
    func entries() throws(FormatError) -> [(key: String, value: YAMLValue)] {
        guard case .mapping(let mapping) = node else { throw mismatch("a map") }
        var result: [(key: String, value: YAMLValue)] = []
        for (keyNode, node) in mapping {
            let key = YAMLValue(node: keyNode, path: path, file: file)
            guard let name = try key.scalarText() else { throw key.mismatch("a key") }
            if name == "<<", key.isPlain {
                throw key.error("merge keys are not supported", hint: "write the keys out")
            }
            result.append((name, YAMLValue(node: node, path: .key(path, name), file: file)))
        }
        return result
    }

    /// A map with known keys only.
    func map(keys: [String]) throws(FormatError) -> YAMLMap {
        let entries = try entries()
        for (index, entry) in entries.enumerated() where !keys.contains(entry.key) {
            let nearest = nearestName(to: entry.key, among: keys)
            let hint = nearest.map { "did you mean \($0)?" } ?? "known: \(keys.joined(separator: ", "))"
            throw error(at: keyNode(index), .key(path, entry.key), "unknown key", hint: hint)
        }
        return YAMLMap(value: self, entries: entries)
    }

    /// A map by names of the writer's choice: every value made into something.
    func dictionary<T>(
        _ read: (_ key: String, _ value: YAMLValue) throws(FormatError) -> T
    ) throws(FormatError) -> [String: T] {
        var result: [String: T] = [:]
        for (key, value) in try entries() { result[key] = try read(key, value) }
        return result
    }

    private func keyNode(_ index: Int) -> Node {
        guard case .mapping(let mapping) = node else { return node }
        return mapping[mapping.index(mapping.startIndex, offsetBy: index)].key
    }
}
