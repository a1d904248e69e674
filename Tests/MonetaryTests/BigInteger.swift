/// A slow integer of any size, to check exact arithmetic by other means than its own.
struct BigInteger: Comparable {
    /// Base 2^32, the lowest first, no zeros at the end.
    private var limbs: [UInt32] = []
    private var isNegative = false

    init(_ value: Int128) {
        var rest = value.magnitude
        while rest != 0 {
            limbs.append(UInt32(truncatingIfNeeded: rest))
            rest >>= 32
        }
        isNegative = value < 0
    }

    private init(limbs: [UInt32], isNegative: Bool) {
        self.limbs = limbs
        while self.limbs.last == 0 { self.limbs.removeLast() }
        self.isNegative = isNegative && !self.limbs.isEmpty
    }

    var magnitude: BigInteger { BigInteger(limbs: limbs, isNegative: false) }

    static prefix func - (value: Self) -> Self { Self(limbs: value.limbs, isNegative: !value.isNegative) }

    static func + (left: Self, right: Self) -> Self {
        if left.isNegative == right.isNegative {
            return Self(limbs: sum(left.limbs, right.limbs), isNegative: left.isNegative)
        }
        return precedes(left.limbs, right.limbs)
            ? Self(limbs: difference(right.limbs, left.limbs), isNegative: right.isNegative)
            : Self(limbs: difference(left.limbs, right.limbs), isNegative: left.isNegative)
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        var product = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (i, a) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in right.limbs.enumerated() {
                let total = UInt64(a) * UInt64(b) + UInt64(product[i + j]) + carry
                product[i + j] = UInt32(truncatingIfNeeded: total)
                carry = total >> 32
            }
            product[i + right.limbs.count] = UInt32(carry)
        }
        return Self(limbs: product, isNegative: left.isNegative != right.isNegative)
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? precedes(right.limbs, left.limbs) : precedes(left.limbs, right.limbs)
    }

    /// By halving and subtracting, without a division.
    static func greatestCommonDivisor(_ first: Self, _ second: Self) -> Self {
        var (left, right) = (first.magnitude, second.magnitude)
        var twos = BigInteger(1)
        while !left.limbs.isEmpty && !right.limbs.isEmpty {
            switch (left.isEven, right.isEven) {
            case (true, true): (left, right, twos) = (left.halved, right.halved, twos + twos)
            case (true, false): left = left.halved
            case (false, true): right = right.halved
            case (false, false): if left < right { right = right - left } else { left = left - right }
            }
        }
        return (left + right) * twos
    }

    private var isEven: Bool { (limbs.first ?? 0) & 1 == 0 }

    private var halved: Self {
        var halves = limbs
        for index in halves.indices {
            let above = index + 1 < limbs.count ? limbs[index + 1] & 1 : 0
            halves[index] = limbs[index] >> 1 | above << 31
        }
        return Self(limbs: halves, isNegative: isNegative)
    }

    private static func precedes(_ left: [UInt32], _ right: [UInt32]) -> Bool {
        if left.count != right.count { return left.count < right.count }
        return left.reversed().lexicographicallyPrecedes(right.reversed())
    }

    private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0...max(left.count, right.count) {
            let a = index < left.count ? left[index] : 0
            let b = index < right.count ? right[index] : 0
            carry += UInt64(a) + UInt64(b)
            result.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return result
    }

    /// `left` is not below `right`.
    private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var borrow: Int64 = 0
        for index in left.indices {
            let value = Int64(left[index]) - Int64(index < right.count ? right[index] : 0) + borrow
            result.append(UInt32(truncatingIfNeeded: value))
            borrow = value < 0 ? -1 : 0
        }
        return result
    }
}
