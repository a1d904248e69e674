/// A large value that is copied often and changed rarely: all copies share one place in memory.
///
/// The words of a language are more than a hundred strings; a copy of them would count a reference for each.
struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
    private final class Place: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var place: Place

    init(_ value: Value) { place = Place(value) }

    var value: Value {
        get { place.value }
        set { place = Place(newValue) }
    }

    static func == (one: Self, other: Self) -> Bool {
        one.place === other.place || one.place.value == other.place.value
    }

    func hash(into hasher: inout Hasher) { hasher.combine(place.value) }
}
