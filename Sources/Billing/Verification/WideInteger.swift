/// A whole number of any size: the verification's own arithmetic, which shares nothing with ``Ratio`` and cannot
/// overflow.
struct WideInteger: Hashable {
    private var isNegative: Bool
    /// The magnitude, least limb first, without zero limbs at the end.
    private var limbs: [UInt64]

    init(_ value: Int128) {
        isNegative = value < 0
        limbs = Self.limbs(of: value.magnitude)
    }

    init(_ value: Int64) { self.init(Int128(value)) }

    private init(isNegative: Bool, limbs: [UInt64]) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.isNegative = isNegative && !limbs.isEmpty
        self.limbs = limbs
    }

    static var zero: WideInteger { WideInteger(isNegative: false, limbs: []) }

    /// −1, 0 or 1.
    var sign: Int { limbs.isEmpty ? 0 : isNegative ? -1 : 1 }

    var magnitude: WideInteger { WideInteger(isNegative: false, limbs: limbs) }

    private static func limbs(of value: UInt128) -> [UInt64] {
        let low = UInt64(truncatingIfNeeded: value)
        let high = UInt64(truncatingIfNeeded: value >> 64)
        return high > 0 ? [low, high] : low > 0 ? [low] : []
    }
}

extension WideInteger: Comparable {
    static prefix func - (value: Self) -> Self { Self(isNegative: !value.isNegative, limbs: value.limbs) }

    static func + (left: Self, right: Self) -> Self {
        if left.isNegative == right.isNegative {
            return Self(isNegative: left.isNegative, limbs: sum(left.limbs, right.limbs))
        }
        return precedes(left.limbs, right.limbs)
            ? Self(isNegative: right.isNegative, limbs: difference(right.limbs, left.limbs))
            : Self(isNegative: left.isNegative, limbs: difference(left.limbs, right.limbs))
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        var product = [UInt64](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (i, factor) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (j, other) in right.limbs.enumerated() {
                // Below 2^128: (2^64 − 1)² + 2 × (2^64 − 1).
                let part = UInt128(factor) * UInt128(other) + UInt128(product[i + j]) + UInt128(carry)
                product[i + j] = UInt64(truncatingIfNeeded: part)
                carry = UInt64(truncatingIfNeeded: part >> 64)
            }
            product[i + right.limbs.count] = carry
        }
        return Self(isNegative: left.isNegative != right.isNegative, limbs: product)
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? precedes(right.limbs, left.limbs) : precedes(left.limbs, right.limbs)
    }

    /// Quotient and remainder of two numbers that are not below zero, the divisor above it, bit by bit.
    func divided(by divisor: Self) -> (quotient: Self, remainder: Self) {
        if let narrow = narrow, let narrowDivisor = divisor.narrow {
            let (quotient, remainder) = narrow.quotientAndRemainder(dividingBy: narrowDivisor)
            return (
                Self(isNegative: false, limbs: Self.limbs(of: quotient)),
                Self(isNegative: false, limbs: Self.limbs(of: remainder))
            )
        }
        var quotient = [UInt64](repeating: 0, count: limbs.count)
        var remainder: [UInt64] = []
        for bit in stride(from: limbs.count * 64 - 1, through: 0, by: -1) {
            remainder = Self.sum(remainder, remainder)
            if limbs[bit / 64] >> UInt64(bit % 64) & 1 == 1 { remainder = Self.sum(remainder, [1]) }
            guard !Self.precedes(remainder, divisor.limbs) else { continue }
            remainder = Self.difference(remainder, divisor.limbs)
            quotient[bit / 64] |= 1 << UInt64(bit % 64)
        }
        return (Self(isNegative: false, limbs: quotient), Self(isNegative: false, limbs: remainder))
    }

    /// The magnitude where it fits.
    private var narrow: UInt128? {
        switch limbs.count {
        case 0: 0
        case 1: UInt128(limbs[0])
        case 2: UInt128(limbs[1]) << 64 | UInt128(limbs[0])
        default: nil
        }
    }

    /// Magnitudes without zero limbs at the end.
    private static func precedes(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        guard left.count == right.count else { return left.count < right.count }
        for index in left.indices.reversed() where left[index] != right[index] {
            return left[index] < right[index]
        }
        return false
    }

    private static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var sum: [UInt64] = []
        sum.reserveCapacity(max(left.count, right.count) + 1)
        var carry: UInt64 = 0
        for index in 0..<max(left.count, right.count) {
            let first = index < left.count ? left[index] : 0
            let second = index < right.count ? right[index] : 0
            let total = UInt128(first) + UInt128(second) + UInt128(carry)
            sum.append(UInt64(truncatingIfNeeded: total))
            carry = UInt64(truncatingIfNeeded: total >> 64)
        }
        if carry > 0 { sum.append(carry) }
        return sum
    }

    /// `larger` − `smaller`, without zero limbs at the end.
    private static func difference(_ larger: [UInt64], _ smaller: [UInt64]) -> [UInt64] {
        var difference = larger
        var borrow = false
        for index in larger.indices {
            let (part, first) = larger[index].subtractingReportingOverflow(
                index < smaller.count ? smaller[index] : 0)
            let (rest, second) = part.subtractingReportingOverflow(borrow ? 1 : 0)
            difference[index] = rest
            borrow = first || second
        }
        while difference.last == 0 { difference.removeLast() }
        return difference
    }
}

extension WideInteger: CustomStringConvertible {
    /// The decimal digits.
    var description: String {
        var digits: [Character] = []
        var rest = magnitude
        while rest.sign > 0 {
            let (quotient, remainder) = rest.divided(by: WideInteger(10 as Int64))
            digits.append(Character("\(remainder.limbs.first ?? 0)"))
            rest = quotient
        }
        return (isNegative ? "-" : "") + (digits.isEmpty ? "0" : String(digits.reversed()))
    }
}
