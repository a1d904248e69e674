/// A part of a list.
public struct Page<Item: Sendable>: Sendable {
    /// The items of this part, in the list's order.
    public var items: [Item]
    /// How many the whole list has.
    public var total: Int
    /// Whether there are items behind this part.
    public var hasMore: Bool

    /// A part of a list of `total` items that begins behind `offset` of them.
    public init(items: [Item], total: Int, offset: Int) {
        self.items = items
        self.total = total
        hasMore = offset + items.count < total
    }
}

/// Which part of a list is wanted.
public struct PageRequest: Sendable, Hashable {
    /// The most items to give.
    public var limit: Int
    /// How many of the list's first items to leave out.
    public var offset: Int

    /// The first 50 items unless it says otherwise.
    public init(limit: Int = 50, offset: Int = 0) {
        self.limit = limit
        self.offset = offset
    }
}
