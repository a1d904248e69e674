import Billing

/// A text of a seller's own, by its key: "invoice_title", "statuses.paid", "dates.months".
public struct DocumentTextEntry: Sendable, Hashable {
    /// Where it belongs.
    public var key: String
    /// One text, or twelve for the months.
    public var values: [String]

    /// An entry by its parts.
    public init(_ key: String, _ values: [String]) {
        self.key = key
        self.values = values
    }

    /// Whether documents for some countries have a text of their own here as long as a seller sets none: separators in
    /// numbers for Switzerland and Liechtenstein. An entry that is set counts, even with the language's own text.
    public var dependsOnCountry: Bool { DocumentTextKeys.byCountry.contains(key) }
}

/// Why a text of a seller's own cannot stand on a document.
public struct DocumentTextsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The entry's key.
    public var key: String
    /// What is wrong with it, and what would be right.
    public var reason: String

    /// For the one who wrote the file.
    public var description: String { "\(key): \(reason)" }
}

extension DocumentTexts {
    /// These texts with a seller's own in their places.
    ///
    /// - Throws: where a key is unknown, a text is empty, or a place for a value is missing or too many.
    public func overridden(by entries: [DocumentTextEntry]) throws(DocumentTextsError) -> DocumentTexts {
        var texts = self
        for entry in entries { try texts.take(entry) }
        let numbers = texts.words.numbers
        guard numbers.decimalSeparator != numbers.groupSeparator else {
            // At the one that was set last, if both were.
            let names = ["numbers.decimal_separator", "numbers.group_separator"]
            let key = entries.last { names.contains($0.key) }?.key ?? names[0]
            throw DocumentTextsError(key: key, reason: "must differ from \(names[key == names[0] ? 1 : 0])")
        }
        return texts
    }

    /// All that can be overridden, with the texts there are: a file to begin with.
    public var entries: [DocumentTextEntry] {
        var entries = DocumentTextKeys.plain.map { DocumentTextEntry($0.key, [self[keyPath: $0.path]]) }
        entries += DocumentTextKeys.phrases.map { DocumentTextEntry($0.key, [self[keyPath: $0.path]("{}")]) }
        for status in DocumentStatus.allCases {
            if let text = statuses[status] { entries.append(.init(DocumentTextKeys.status(status), [text])) }
        }
        for category in TaxCategory.allCases {
            if let text = categoryNames[category] {
                entries.append(.init(DocumentTextKeys.name(category), [text]))
            }
            if let text = categoryReasons[category] {
                entries.append(.init(DocumentTextKeys.reason(category), [text]))
            }
        }
        for (type, text) in registrations {
            entries.append(.init(DocumentTextKeys.registrations + type, [text]))
        }
        entries.append(.init(DocumentTextKeys.months, dates.months))
        return entries.sorted { $0.key < $1.key }
    }

    private mutating func take(_ entry: DocumentTextEntry) throws(DocumentTextsError) {
        let key = entry.key
        if key == DocumentTextKeys.months {
            guard entry.values.count == 12, !entry.values.contains("") else {
                throw DocumentTextsError(key: key, reason: "is a list of twelve names, January first")
            }
            dates.months = entry.values
            return
        }
        guard let text = entry.values.first, entry.values.count == 1 else {
            throw DocumentTextsError(key: key, reason: "is one text, not a list")
        }
        let places = text.ranges(of: "{}").count
        if let phrase = DocumentTextKeys.phrases.first(where: { $0.key == key }) {
            guard places == 1 else {
                throw DocumentTextsError(
                    key: key, reason: "needs {} once, where the value stands, and has it \(places) times")
            }
            self[keyPath: phrase.path] = Phrase(stringLiteral: text)
            return
        }
        guard places == 0 else {
            throw DocumentTextsError(key: key, reason: "has no value to put in the place of {}")
        }
        try takePlain(text, key)
    }

    private mutating func takePlain(_ text: String, _ key: String) throws(DocumentTextsError) {
        let isSeparator = key == "numbers.group_separator"
        guard isSeparator || !text.allSatisfy(\.isWhitespace) else {
            throw DocumentTextsError(key: key, reason: "is empty")
        }
        try check(text, key)
        if let plain = DocumentTextKeys.plain.first(where: { $0.key == key }) {
            self[keyPath: plain.path] = text
        } else if let status = DocumentStatus.allCases.first(where: { DocumentTextKeys.status($0) == key }) {
            statuses[status] = text
        } else if let category = TaxCategory.allCases.first(where: { DocumentTextKeys.name($0) == key }) {
            categoryNames[category] = text
        } else if let category = TaxCategory.allCases.first(where: { DocumentTextKeys.reason($0) == key }) {
            categoryReasons[category] = text
        } else if key.hasPrefix(DocumentTextKeys.registrations), key != DocumentTextKeys.registrations {
            registrations[String(key.dropFirst(DocumentTextKeys.registrations.count))] = text
        } else {
            throw DocumentTextsError(key: key, reason: "is no text of documents")
        }
    }

    /// A date without its day, month or year would be no date.
    private func check(_ text: String, _ key: String) throws(DocumentTextsError) {
        let letters: [String]
        switch key {
        case "dates.pattern": letters = ["d", "M", "yyyy"]
        case "dates.pattern_without_year": letters = ["d", "M"]
        default: return
        }
        for letter in letters where !text.contains(letter) {
            throw DocumentTextsError(
                key: key, reason: "lacks \(letter); it is made of d, dd, M, MM, MMM and yyyy")
        }
    }
}
