/// Finds repetitions within the last 32 KB by chains of places that share a hash of three bytes.
///
/// The tables live outside of any Swift array: they are written once a byte, and bounds are proven by the
/// loops around them.
struct MatchFinder {
    /// How hard to look.
    struct Effort {
        /// Places of a chain that are tried.
        let depth: Int
        /// A match of this length is good enough.
        let niceLength: Int
        /// Whether a longer match one byte later is preferred.
        let looksAhead: Bool

        /// - Parameter level: 1...9, as zlib counts them.
        init(level: Int) {
            switch level {
            case ...1: (depth, niceLength, looksAhead) = (4, 32, false)
            case 2...4: (depth, niceLength, looksAhead) = (16, 64, false)
            case 5...7: (depth, niceLength, looksAhead) = (64, 128, true)
            default: (depth, niceLength, looksAhead) = (2_048, 258, true)
            }
        }
    }

    static let windowSize = 32_768
    static let mostTokens = 32_768
    private static let mostHashBits = 15

    let effort: Effort
    /// The latest place of each hash, -1 for none.
    fileprivate let heads: UnsafeMutablePointer<Int32>
    /// For each place of the window the place before it with the same hash.
    fileprivate let previous: UnsafeMutablePointer<Int32>
    fileprivate let tokens: UnsafeMutablePointer<DeflateToken>

    init(effort: Effort) {
        self.effort = effort
        heads = .allocate(capacity: 1 << Self.mostHashBits)
        previous = .allocate(capacity: Self.windowSize)
        tokens = .allocate(capacity: Self.mostTokens)
    }

    func deallocate() {
        heads.deallocate()
        previous.deallocate()
        tokens.deallocate()
    }

    /// A pass over one input.
    func search(_ input: UnsafeBufferPointer<UInt8>) -> Search {
        // Short inputs need, and clear, a small table only.
        var bits = 8
        while bits < Self.mostHashBits, 1 << bits < input.count { bits += 1 }
        heads.initialize(repeating: -1, count: 1 << bits)
        return Search(finder: self, input: input, hashShift: UInt32(32 - bits))
    }

    /// Reads the input once, block by block.
    struct Search {
        private let finder: MatchFinder
        private let bytes: UnsafePointer<UInt8>
        private let count: Int
        private let hashShift: UInt32
        private(set) var position = 0

        fileprivate init(finder: MatchFinder, input: UnsafeBufferPointer<UInt8>, hashShift: UInt32) {
            self.finder = finder
            // Inputs are never empty here, so there is a base address.
            bytes = input.baseAddress.unsafelyUnwrapped
            count = input.count
            self.hashShift = hashShift
        }

        var isAtEnd: Bool { position == count }

        /// The tokens of the next block; they are good until the next call.
        mutating func next() -> UnsafeBufferPointer<DeflateToken> {
            let tokens = finder.tokens
            let effort = finder.effort
            var used = 0
            while position < count, used < MatchFinder.mostTokens {
                var match = longest(at: position, beyond: 2)
                insert(position)
                while effort.looksAhead, match.length >= 3, match.length < effort.niceLength,
                    used < MatchFinder.mostTokens - 1
                {
                    let next = longest(at: position + 1, beyond: match.length)
                    guard next.length > match.length else { break }
                    tokens[used] = DeflateToken(literal: bytes[position])
                    used += 1
                    position += 1
                    insert(position)
                    match = next
                }
                if match.length < 3 {
                    tokens[used] = DeflateToken(literal: bytes[position])
                    position += 1
                } else {
                    tokens[used] = DeflateToken(length: match.length, distance: match.distance)
                    for place in position + 1..<position + match.length { insert(place) }
                    position += match.length
                }
                used += 1
            }
            return UnsafeBufferPointer(start: tokens, count: used)
        }

        @inline(__always)
        private func hash(_ place: Int) -> Int {
            let low = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
            let key = low | UInt32(bytes[place + 2]) << 16
            return Int((key &* 0x9E37_79B1) >> hashShift)
        }

        @inline(__always)
        private func insert(_ place: Int) {
            guard place + 3 <= count else { return }
            let hash = hash(place)
            finder.previous[place & (MatchFinder.windowSize - 1)] = finder.heads[hash]
            finder.heads[hash] = Int32(truncatingIfNeeded: place)
        }

        /// The longest repetition of more than `beyond` bytes; length 0 where there is none.
        private func longest(at place: Int, beyond: Int) -> (length: Int, distance: Int) {
            let limit = min(258, count - place)
            guard limit > beyond, limit >= 3 else { return (0, 0) }
            var best = (length: beyond, distance: 0)
            var candidate = Int(finder.heads[hash(place)])
            var depth = finder.effort.depth
            while candidate >= 0, place - candidate <= MatchFinder.windowSize, depth > 0 {
                if bytes[candidate + best.length] == bytes[place + best.length] {
                    let length = commonLength(candidate, place, limit)
                    if length > best.length {
                        best = (length, place - candidate)
                        if length == limit || length >= finder.effort.niceLength { break }
                    }
                }
                let earlier = Int(finder.previous[candidate & (MatchFinder.windowSize - 1)])
                // A place that the window has left was overwritten by a later one.
                guard earlier < candidate else { break }
                candidate = earlier
                depth -= 1
            }
            // Three bytes from far away cost more bits than three literals.
            if best.distance == 0 || best.length == 3 && best.distance > 4_096 { return (0, 0) }
            return best
        }

        @inline(__always)
        private func commonLength(_ left: Int, _ right: Int, _ limit: Int) -> Int {
            var length = 0
            let (first, second) = (UnsafeRawPointer(bytes + left), UnsafeRawPointer(bytes + right))
            while length + 8 <= limit {
                let difference =
                    first.loadUnaligned(fromByteOffset: length, as: UInt64.self)
                    ^ second.loadUnaligned(fromByteOffset: length, as: UInt64.self)
                if difference != 0 {
                    return length + UInt64(littleEndian: difference).trailingZeroBitCount / 8
                }
                length += 8
            }
            while length < limit, bytes[left + length] == bytes[right + length] { length += 1 }
            return length
        }
    }
}
