extension Sequence {
    /// The last element of each key, in the order in which the keys first came: what a set-based statement
    /// writes of a list that names a row twice.
    func latest<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
        var places: [Key: Int] = [:]
        var result: [Element] = []
        for element in self {
            if let place = places[key(element)] {
                result[place] = element
            } else {
                places[key(element)] = result.count
                result.append(element)
            }
        }
        return result
    }
}
