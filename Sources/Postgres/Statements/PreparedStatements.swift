/// The server-side statements of a session, by text and parameter types.
struct PreparedStatements {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The name of a statement prepared before; counts as a use of it.
    mutating func name(for key: Key) -> String? {
        uses += 1
        entries[key]?.lastUse = uses
        return entries[key]?.name
    }

    /// A name not used before in this session.
    mutating func newName() -> String {
        names += 1
        return "s\(names)"
    }

    /// Remembers a prepared statement and gives the name of the one that has to go for it, if any.
    mutating func insert(_ key: Key, name: String) -> String? {
        uses += 1
        let evicted = entries.count < limit ? nil : entries.min { $0.value.lastUse < $1.value.lastUse }
        if let evicted { entries[evicted.key] = nil }
        entries[key] = Entry(name: name, lastUse: uses)
        return evicted?.value.name
    }

    /// Forgets a statement; gives its name.
    mutating func remove(_ key: Key) -> String? {
        entries.removeValue(forKey: key)?.name
    }
}
