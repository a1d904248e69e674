/// One byte, or a repetition of 3...258 bytes at a distance of 1...32,768 (RFC 1951, 3.2.5).
struct DeflateToken {
    private let bits: UInt32

    init(literal: UInt8) {
        bits = UInt32(literal)
    }

    init(length: Int, distance: Int) {
        bits = 1 << 31 | UInt32(length - 3) << 16 | UInt32(distance - 1)
    }

    var isMatch: Bool { bits >> 31 != 0 }
    /// The literal byte.
    var literal: Int { Int(bits) }

    /// Symbol of the length, with the width and the value of its extra bits.
    var length: (symbol: Int, width: UInt8, extra: UInt32) {
        let length = bits >> 16 & 0xFF
        if length == 255 { return (285, 0, 0) }
        if length < 8 { return (257 + Int(length), 0, 0) }
        let log = UInt32(31 - length.leadingZeroBitCount)
        let width = log - 2
        return (
            257 + 4 * Int(log - 1) + Int(length >> width & 3), UInt8(width), length & (1 << width - 1)
        )
    }

    /// Symbol of the distance, with the width and the value of its extra bits.
    var distance: (symbol: Int, width: UInt8, extra: UInt32) {
        let distance = bits & 0x7FFF
        if distance < 4 { return (Int(distance), 0, 0) }
        let log = UInt32(31 - distance.leadingZeroBitCount)
        let width = log - 1
        return (2 * Int(log) + Int(distance >> width & 1), UInt8(width), distance & (1 << width - 1))
    }
}

/// A block of deflate: its tokens in codes of its own, in the fixed codes, or its bytes as they are, whichever
/// is shortest.
struct DeflateBlock {
    private static let endOfBlock = 256
    /// The order in which the lengths of the code for lengths are written (RFC 1951, 3.2.7).
    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = HuffmanCode(lengths: [UInt8](repeating: 5, count: 30))

    private let tokens: UnsafeBufferPointer<DeflateToken>
    private var literalCounts = [UInt32](repeating: 0, count: 286)
    private var distanceCounts = [UInt32](repeating: 0, count: 30)
    /// Bits that stand beside the codes.
    private var extraBits = 0

    init(tokens: UnsafeBufferPointer<DeflateToken>) {
        self.tokens = tokens
        for token in tokens {
            if token.isMatch {
                let (length, distance) = (token.length, token.distance)
                literalCounts[length.symbol] += 1
                distanceCounts[distance.symbol] += 1
                extraBits += Int(length.width) + Int(distance.width)
            } else {
                literalCounts[token.literal] += 1
            }
        }
        literalCounts[Self.endOfBlock] = 1
    }

    /// - Parameter source: the bytes that the tokens stand for.
    func write(source: Slice<UnsafeBufferPointer<UInt8>>, isLast: Bool, _ bits: inout BitWriter) {
        let literals = HuffmanCode(counts: literalCounts, longest: 15)
        let distances = HuffmanCode(counts: distanceCounts, longest: 15)
        let lengths = CodeLengths(literals, distances)
        let own = lengths.size + size(literals, distances)
        let fixed = size(Self.fixedLiterals, Self.fixedDistances)
        if source.count * 8 + 40 < min(own, fixed) {
            Self.store(source, isLast: isLast, &bits)
        } else if fixed <= own {
            bits.append(isLast ? 0b011 : 0b010, width: 3)
            write(Self.fixedLiterals, Self.fixedDistances, &bits)
        } else {
            bits.append(isLast ? 0b101 : 0b100, width: 3)
            lengths.write(&bits)
            write(literals, distances, &bits)
        }
    }

    /// Blocks of bytes as they are, 65,535 at most in each.
    static func store(_ source: Slice<UnsafeBufferPointer<UInt8>>, isLast: Bool, _ bits: inout BitWriter) {
        var start = source.startIndex
        repeat {
            let end = min(start + 65_535, source.endIndex)
            bits.append(isLast && end == source.endIndex ? 1 : 0, width: 3)
            bits.flush()
            let count = UInt32(end - start)
            bits.append(count | (count ^ 0xFFFF) << 16, width: 32)
            bits.append(contentsOf: source[start..<end])
            start = end
        } while start < source.endIndex
    }

    private func size(_ literals: HuffmanCode, _ distances: HuffmanCode) -> Int {
        extraBits + literals.size(of: literalCounts) + distances.size(of: distanceCounts)
    }

    private func write(_ literals: HuffmanCode, _ distances: HuffmanCode, _ bits: inout BitWriter) {
        literals.entries.withUnsafeBufferPointer { literals in
            distances.entries.withUnsafeBufferPointer { distances in
                for token in tokens {
                    guard token.isMatch else {
                        let entry = literals[token.literal]
                        bits.append(entry.code, width: entry.width)
                        continue
                    }
                    let length = token.length
                    bits.append(literals[length.symbol].code, width: literals[length.symbol].width)
                    bits.append(length.extra, width: length.width)
                    let distance = token.distance
                    bits.append(distances[distance.symbol].code, width: distances[distance.symbol].width)
                    bits.append(distance.extra, width: distance.width)
                }
                bits.append(literals[Self.endOfBlock].code, width: literals[Self.endOfBlock].width)
            }
        }
    }

    /// The lengths of both codes, themselves run-length encoded and coded (RFC 1951, 3.2.7).
    struct CodeLengths {
        private let literalCount: Int
        private let distanceCount: Int
        private let symbols: [(symbol: Int, width: UInt8, extra: UInt32)]
        private let code: HuffmanCode
        private let orderedCount: Int

        init(_ literals: HuffmanCode, _ distances: HuffmanCode) {
            literalCount = max(257, literals.usedCount)
            distanceCount = max(1, distances.usedCount)
            let lengths =
                literals.entries[..<literalCount].map { $0.width }
                + distances.entries[..<distanceCount].map { $0.width }
            symbols = Self.runs(of: lengths)
            var counts = [UInt32](repeating: 0, count: 19)
            for run in symbols { counts[run.symbol] += 1 }
            let code = HuffmanCode(counts: counts, longest: 7)
            self.code = code
            let last = DeflateBlock.lengthOrder.lastIndex { code.entries[$0].width > 0 } ?? 0
            orderedCount = max(4, last + 1)
        }

        /// In bits, with the three that begin the block.
        var size: Int {
            symbols.reduce(17 + 3 * orderedCount) {
                $0 + Int(code.entries[$1.symbol].width) + Int($1.width)
            }
        }

        func write(_ bits: inout BitWriter) {
            bits.append(UInt32(literalCount - 257), width: 5)
            bits.append(UInt32(distanceCount - 1), width: 5)
            bits.append(UInt32(orderedCount - 4), width: 4)
            for symbol in DeflateBlock.lengthOrder[..<orderedCount] {
                bits.append(UInt32(code.entries[symbol].width), width: 3)
            }
            for run in symbols {
                bits.append(code.entries[run.symbol].code, width: code.entries[run.symbol].width)
                bits.append(run.extra, width: run.width)
            }
        }

        /// A length 0...15; 16 for the one before 3...6 times; 17 and 18 for 3...10 and 11...138 zeros.
        private static func runs(of lengths: [UInt8]) -> [(symbol: Int, width: UInt8, extra: UInt32)] {
            var runs: [(symbol: Int, width: UInt8, extra: UInt32)] = []
            var start = 0
            while start < lengths.count {
                let length = lengths[start]
                var count = 1
                while start + count < lengths.count, lengths[start + count] == length { count += 1 }
                start += count
                if length != 0 {
                    runs.append((Int(length), 0, 0))
                    count -= 1
                }
                while count >= 3 {
                    let most = min(count, length != 0 ? 6 : 138)
                    if length != 0 {
                        runs.append((16, 2, UInt32(most - 3)))
                    } else if most <= 10 {
                        runs.append((17, 3, UInt32(most - 3)))
                    } else {
                        runs.append((18, 7, UInt32(most - 11)))
                    }
                    count -= most
                }
                for _ in 0..<count { runs.append((Int(length), 0, 0)) }
            }
            return runs
        }
    }
}
