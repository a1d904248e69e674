/// Gives each seed of a range to one of those who ask, so that several play side by side.
public actor SeedQueue {
    private var seeds: Range<UInt64>

    /// The seeds, handed out in their order.
    public init(_ seeds: Range<UInt64>) { self.seeds = seeds }

    /// The next seed; nil when all are taken.
    public func next() -> UInt64? { seeds.popFirst() }
}
