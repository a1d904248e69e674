/// The differences between two answers, by path, for people to read.
///
/// What is under `explanation` does not count (SCENARIO: words, not figures); everything else does, the order of
/// keys too.
public struct AnswerComparison: Sendable, Hashable {
    /// One line a difference: `invoices[0].lines[1].net: expected "20.00", got "19.00"`; empty: the same answer.
    public let differences: [String]

    /// Compares an answer with the right one.
    public init(expected: OrderedJSON, actual: OrderedJSON) {
        var differences: [String] = []
        Self.compare(expected, actual, .root, &differences)
        self.differences = differences
    }

    /// Whether there is no difference.
    public var isSame: Bool { differences.isEmpty }

    private static func compare(
        _ expected: OrderedJSON, _ actual: OrderedJSON, _ path: ValuePath, _ differences: inout [String]
    ) {
        switch (expected, actual) {
        case (.object(let left), .object(let right)):
            compare(members: left, right, path, &differences)
        case (.array(let left), .array(let right)):
            for (index, pair) in zip(left, right).enumerated() {
                compare(pair.0, pair.1, .index(path, index), &differences)
            }
            for index in right.count..<max(left.count, right.count) {
                differences.append("\(path)[\(index)]: missing, expected \(left[index].compact)")
            }
            for index in left.count..<max(left.count, right.count) {
                differences.append("\(path)[\(index)]: too many, got \(right[index].compact)")
            }
        default:
            if expected != actual {
                differences.append("\(path): expected \(expected.compact), got \(actual.compact)")
            }
        }
    }

    private static func compare(
        members expected: [OrderedJSON.Member], _ actual: [OrderedJSON.Member], _ path: ValuePath,
        _ differences: inout [String]
    ) {
        let actualObject = OrderedJSON.object(actual)
        for member in expected {
            let memberPath = ValuePath.key(path, member.key)
            guard let value = actualObject[member.key] else {
                differences.append("\(memberPath): missing, expected \(member.value.compact)")
                continue
            }
            if member.key != "explanation" { compare(member.value, value, memberPath, &differences) }
        }
        let expectedKeys = expected.map(\.key)
        for member in actual where !expectedKeys.contains(member.key) {
            differences.append("\(ValuePath.key(path, member.key)): too many, got \(member.value.compact)")
        }
        let actualKeys = actual.map(\.key)
        if expectedKeys != actualKeys, Set(expectedKeys) == Set(actualKeys) {
            let order = actualKeys.joined(separator: ", ")
            differences.append("\(path): keys in another order: \(order)")
        }
    }
}
