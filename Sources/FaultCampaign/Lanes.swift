/// Work on a few things side by side. Each has a server or a processor of its own, and waits more than it computes.
public enum Lanes {
    /// Under way at once.
    private static let count = 3

    /// Works on all of them, and tells what came of each in the order in which they end. The first that throws ends the
    /// others.
    public static func work<Item: Sendable, Value: Sendable>(
        on items: [Item], _ work: @escaping @Sendable (Item) async throws -> Value,
        ended: (Item, Value) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Item, Value).self) { group in
            var waiting = items[...]
            for item in waiting.prefix(count) { group.addTask { (item, try await work(item)) } }
            waiting = waiting.dropFirst(count)
            while let (item, value) = try await group.next() {
                ended(item, value)
                guard let item = waiting.popFirst() else { continue }
                group.addTask { (item, try await work(item)) }
            }
        }
    }

    /// The same where nothing comes of them.
    static func work<Item: Sendable>(
        on items: [Item], _ work: @escaping @Sendable (Item) async throws -> Void
    ) async throws {
        try await self.work(on: items, work) { _, _ in }
    }
}
