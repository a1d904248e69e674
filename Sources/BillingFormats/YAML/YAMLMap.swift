/// A map whose keys are all known. A key whose value is nothing counts as left out.
struct YAMLMap {
    let value: YAMLValue
    let entries: [(key: String, value: YAMLValue)]

    /// The value of a key; nil where it is left out.
    subscript(_ key: String) -> YAMLValue? {
        entries.first { $0.key == key && !$0.value.isNull }?.value
    }

    /// The value of a key that must be there.
    func required(_ key: String, hint: String? = nil) throws(FormatError) -> YAMLValue {
        guard let value = self[key] else { throw self.value.error(key: key, "is missing", hint: hint) }
        return value
    }

    /// The value of a key made into something; nil where it is left out.
    func optional<T>(
        _ key: String, _ read: (YAMLValue) throws(FormatError) -> T
    ) throws(FormatError) -> T? {
        guard let value = self[key] else { return nil }
        return try read(value)
    }

    /// Refuses `key` where another key makes it senseless.
    func refuse(_ key: String, _ reason: String) throws(FormatError) {
        if let value = self[key] { throw value.error(reason) }
    }
}
