/// Gives each seed of a range to one of those who ask, so that several play side by side.
public actor SeedQueue {
    private var seeds: Range<UInt64>

    /// The seeds, handed out in their order.
    public init(_ seeds: Range<UInt64>) { self.seeds = seeds }

    /// The next seed; nil when all are taken. Playing one in memory never waits for anything: without a step aside here
    /// the players would keep every thread to themselves, and a transaction of another test would idle until its end.
    public func next() async -> UInt64? {
        await Task.yield()
        return seeds.popFirst()
    }
}
