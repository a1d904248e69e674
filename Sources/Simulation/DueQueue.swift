import HeapModule

/// What is due when: keys in the order of their places.
///
/// A key that moves leaves its old entry behind in the heap, which is passed over when it comes up: moving costs as
/// little as adding, however many are due at one instant.
struct DueQueue<Key: Hashable & Sendable, Place: Comparable & Sendable> {
    private struct Entry: Comparable {
        var place: Place
        var key: Key
        /// Tells the entry that counts from those the key has left behind.
        var version: Int

        static func < (left: Self, right: Self) -> Bool { left.place < right.place }
        static func == (left: Self, right: Self) -> Bool { left.place == right.place }
    }

    private var current: [Key: (place: Place, version: Int)] = [:]
    private var entries = Heap<Entry>()
    private var nextVersion = 0

    subscript(key: Key) -> Place? { current[key]?.place }

    /// nil takes the key off.
    mutating func set(_ key: Key, at place: Place?) {
        guard current[key]?.place != place else { return }
        guard let place else {
            current[key] = nil
            return
        }
        nextVersion += 1
        current[key] = (place, nextVersion)
        entries.insert(Entry(place: place, key: key, version: nextVersion))
    }

    /// The place that comes first.
    var first: Place? {
        mutating get {
            while let entry = entries.min {
                if isCurrent(entry) { return entry.place }
                entries.removeMin()
            }
            return nil
        }
    }

    /// What the first keys come to, in their order, while their places are due; those that come to nothing do not
    /// count. All of them stay where they are.
    mutating func first<Value>(
        _ limit: Int, while isDue: (Place) -> Bool, _ value: (Key) throws -> Value?
    ) rethrows -> [Value] {
        var passed: [Entry] = []
        defer { entries.insert(contentsOf: passed) }
        var values: [Value] = []
        while values.count < limit, let entry = entries.min, isDue(entry.place) {
            entries.removeMin()
            guard isCurrent(entry) else { continue }
            passed.append(entry)
            if let value = try value(entry.key) { values.append(value) }
        }
        return values
    }

    private func isCurrent(_ entry: Entry) -> Bool { current[entry.key]?.version == entry.version }
}
