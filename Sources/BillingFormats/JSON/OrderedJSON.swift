/// A JSON value whose objects keep the order of their keys and whose numbers keep their text.
///
/// Equal values are written as equal bytes: two engines' answers can be compared as text.
public enum OrderedJSON: Sendable, Hashable {
    /// A key of an object with its value.
    public struct Member: Sendable, Hashable {
        /// Unique in its object.
        public var key: String
        /// Its value.
        public var value: OrderedJSON

        /// A member with its key first.
        public init(_ key: String, _ value: OrderedJSON) {
            self.key = key
            self.value = value
        }
    }

    case null
    case bool(Bool)
    /// A number as it is written.
    case number(String)
    case string(String)
    case array([OrderedJSON])
    case object([Member])
}

extension OrderedJSON {
    /// A string, or null where there is none.
    public static func text(_ value: String?) -> OrderedJSON { value.map(OrderedJSON.string) ?? .null }

    /// A whole number.
    public static func integer(_ value: some BinaryInteger) -> OrderedJSON { .number("\(value)") }

    /// The value of an object's key; nil where it is no object or has no such key.
    public subscript(_ key: String) -> OrderedJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

extension OrderedJSON: ExpressibleByDictionaryLiteral {
    /// An object with its keys in the order written.
    public init(dictionaryLiteral elements: (String, OrderedJSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension OrderedJSON: ExpressibleByArrayLiteral {
    /// An array of the values written.
    public init(arrayLiteral elements: OrderedJSON...) { self = .array(elements) }
}

extension OrderedJSON: ExpressibleByStringLiteral {
    /// A string written in the source.
    public init(stringLiteral value: String) { self = .string(value) }
}

extension OrderedJSON: ExpressibleByBooleanLiteral {
    /// true or false written in the source.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension OrderedJSON: ExpressibleByIntegerLiteral {
    /// A whole number written in the source.
    public init(integerLiteral value: Int) { self = .integer(value) }
}

extension OrderedJSON: ExpressibleByNilLiteral {
    /// null written in the source.
    public init(nilLiteral: ()) { self = .null }
}
