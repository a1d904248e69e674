/// A canonical prefix code (RFC 1951, 3.2.2).
struct HuffmanCode {
    /// The code of each symbol with its lowest bit first, and its width in bits; width 0 for symbols without.
    private(set) var entries: [(code: UInt32, width: UInt8)]

    /// The best code of at most `longest` bits for symbols that occur so often.
    init(counts: [UInt32], longest: Int) {
        self.init(lengths: Self.lengths(counts, longest: longest))
    }

    init(lengths: [UInt8]) {
        var counts = [UInt32](repeating: 0, count: 17)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var next = [UInt32](repeating: 0, count: 17)
        for length in 1..<16 { next[length + 1] = (next[length] + counts[length]) << 1 }
        entries = lengths.map { length in
            guard length > 0 else { return (0, 0) }
            let code = next[Int(length)]
            next[Int(length)] += 1
            return (Self.reversed(code, width: length), length)
        }
    }

    /// Up to the last symbol that has a code.
    var usedCount: Int { (entries.lastIndex { $0.width > 0 } ?? -1) + 1 }

    /// Bits for so many of each symbol.
    func size(of counts: [UInt32]) -> Int {
        var size = 0
        for (count, entry) in zip(counts, entries) { size += Int(count) * Int(entry.width) }
        return size
    }

    private static func reversed(_ code: UInt32, width: UInt8) -> UInt32 {
        var (rest, result) = (code, UInt32(0))
        for _ in 0..<width {
            result = result << 1 | rest & 1
            rest >>= 1
        }
        return result
    }

    /// Huffman's lengths, those beyond `longest` evened out.
    private static func lengths(_ counts: [UInt32], longest: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: counts.count)
        // Count and symbol in one number: equal counts are ordered by their symbol.
        let ordered = counts.indices.filter { counts[$0] > 0 }
            .map { UInt64(counts[$0]) << 16 | UInt64($0) }.sorted()
        if ordered.count < 2 {
            for key in ordered { result[Int(key & 0xFFFF)] = 1 }
            return result
        }
        var perLength = lengthCounts(ordered.map { $0 >> 16 }, longest: longest)
        // The rarest symbols get the longest codes.
        var length = longest
        for key in ordered {
            while perLength[length] == 0 { length -= 1 }
            perLength[length] -= 1
            result[Int(key & 0xFFFF)] = UInt8(length)
        }
        return result
    }

    /// How many codes of each length there are, for ascending weights.
    private static func lengthCounts(_ weights: [UInt64], longest: Int) -> [Int] {
        let count = weights.count
        var sums: [UInt64] = []
        sums.reserveCapacity(count - 1)
        // Parents of leaves and of inner nodes, as indices of inner nodes.
        var leafParents = [Int](repeating: 0, count: count)
        var nodeParents = [Int](repeating: 0, count: count - 1)
        var (leaf, node) = (0, 0)
        for parent in 0..<count - 1 {
            var sum: UInt64 = 0
            for _ in 0..<2 {
                if node >= sums.count || leaf < count && weights[leaf] <= sums[node] {
                    sum += weights[leaf]
                    leafParents[leaf] = parent
                    leaf += 1
                } else {
                    sum += sums[node]
                    nodeParents[node] = parent
                    node += 1
                }
            }
            sums.append(sum)
        }
        var depths = [Int](repeating: 0, count: count - 1)
        for index in (0..<count - 2).reversed() { depths[index] = depths[nodeParents[index]] + 1 }
        var perLength = [Int](repeating: 0, count: longest + 1)
        for parent in leafParents { perLength[min(depths[parent] + 1, longest)] += 1 }
        shorten(&perLength, longest: longest)
        return perLength
    }

    /// Cut lengths make a code that does not fit; a shorter code is made longer until it does.
    private static func shorten(_ perLength: inout [Int], longest: Int) {
        var total = (1...longest).reduce(0) { $0 + perLength[$1] << (longest - $1) }
        while total > 1 << longest {
            perLength[longest] -= 1
            if let length = (1..<longest).last(where: { perLength[$0] > 0 }) {
                perLength[length] -= 1
                perLength[length + 1] += 2
            }
            total -= 1
        }
    }
}
