/// A whole number of any size: the verification's own arithmetic, which shares nothing with ``Ratio`` and cannot
/// overflow. Numbers of up to 127 bits, as nearly all are, live in a machine number; larger ones in limbs.
struct WideInteger: Hashable {
    /// Each number has one of the two forms: limbs only where the machine number is too small.
    private enum Form: Hashable {
        /// Never `Int128.min`, so that every one has a negative.
        case narrow(Int128)
        /// The magnitude, least limb first, without zero limbs at the end.
        case wide(isNegative: Bool, limbs: [UInt64])
    }

    private var form: Form

    init(_ value: Int128) {
        form = value == .min ? .wide(isNegative: true, limbs: [0, 1 << 63]) : .narrow(value)
    }

    init(_ value: Int64) { form = .narrow(Int128(value)) }

    private init(isNegative: Bool, limbs: [UInt64]) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        if let magnitude = Limbs.narrow(limbs), let value = Int128(exactly: magnitude) {
            form = .narrow(isNegative ? -value : value)
        } else {
            form = .wide(isNegative: isNegative, limbs: limbs)
        }
    }

    static var zero: WideInteger { WideInteger(0 as Int64) }

    /// −1, 0 or 1.
    var sign: Int {
        switch form {
        case .narrow(let value): Int(value.signum())
        case .wide(let isNegative, _): isNegative ? -1 : 1
        }
    }

    var magnitude: WideInteger { sign < 0 ? -self : self }

    private var isNegative: Bool { sign < 0 }

    private var limbs: [UInt64] {
        switch form {
        case .narrow(let value): Limbs.of(value.magnitude)
        case .wide(_, let limbs): limbs
        }
    }
}

extension WideInteger: Comparable {
    static prefix func - (value: Self) -> Self {
        switch value.form {
        case .narrow(let number): Self(-number)
        case .wide(let isNegative, let limbs): Self(isNegative: !isNegative, limbs: limbs)
        }
    }

    static func + (left: Self, right: Self) -> Self {
        if case .narrow(let first) = left.form, case .narrow(let second) = right.form {
            let (sum, overflow) = first.addingReportingOverflow(second)
            if !overflow { return Self(sum) }
        }
        let (first, second) = (left.limbs, right.limbs)
        if left.isNegative == right.isNegative {
            return Self(isNegative: left.isNegative, limbs: Limbs.sum(first, second))
        }
        return Limbs.precedes(first, second)
            ? Self(isNegative: right.isNegative, limbs: Limbs.difference(second, first))
            : Self(isNegative: left.isNegative, limbs: Limbs.difference(first, second))
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        if case .narrow(let first) = left.form, case .narrow(let second) = right.form {
            // Two of 64 bits never overflow; asking them spares the wide multiplication.
            if let first = Int64(exactly: first), let second = Int64(exactly: second) {
                return Self(Int128(first) * Int128(second))
            }
            let (product, overflow) = first.multipliedReportingOverflow(by: second)
            if !overflow { return Self(product) }
        }
        return Self(
            isNegative: left.isNegative != right.isNegative, limbs: Limbs.product(left.limbs, right.limbs))
    }

    static func < (left: Self, right: Self) -> Bool {
        if case .narrow(let first) = left.form, case .narrow(let second) = right.form {
            return first < second
        }
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative
            ? Limbs.precedes(right.limbs, left.limbs) : Limbs.precedes(left.limbs, right.limbs)
    }

    /// Quotient and remainder of two numbers that are not below zero, the divisor above it.
    func divided(by divisor: Self) -> (quotient: Self, remainder: Self) {
        if case .narrow(let number) = form, case .narrow(let other) = divisor.form {
            if let number = Int64(exactly: number), let other = Int64(exactly: other) {
                return (Self(number / other), Self(number % other))
            }
            let (quotient, remainder) = number.quotientAndRemainder(dividingBy: other)
            return (Self(quotient), Self(remainder))
        }
        let (quotient, remainder) = Limbs.divided(limbs, by: divisor.limbs)
        return (Self(isNegative: false, limbs: quotient), Self(isNegative: false, limbs: remainder))
    }
}

extension WideInteger: CustomStringConvertible {
    /// The decimal digits.
    var description: String {
        if case .narrow(let value) = form { return "\(value)" }
        var digits: [Character] = []
        var rest = magnitude
        while rest.sign > 0 {
            let (quotient, remainder) = rest.divided(by: WideInteger(10 as Int64))
            digits.append(Character("\(remainder.limbs.first ?? 0)"))
            rest = quotient
        }
        return (isNegative ? "-" : "") + String(digits.reversed())
    }
}

/// Magnitudes of any size: least limb first, without zero limbs at the end.
private enum Limbs {
    static func of(_ value: UInt128) -> [UInt64] {
        let low = UInt64(truncatingIfNeeded: value)
        let high = UInt64(truncatingIfNeeded: value >> 64)
        return high > 0 ? [low, high] : low > 0 ? [low] : []
    }

    /// The magnitude where it fits.
    static func narrow(_ limbs: [UInt64]) -> UInt128? {
        switch limbs.count {
        case 0: 0
        case 1: UInt128(limbs[0])
        case 2: UInt128(limbs[1]) << 64 | UInt128(limbs[0])
        default: nil
        }
    }

    static func precedes(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        guard left.count == right.count else { return left.count < right.count }
        for index in left.indices.reversed() where left[index] != right[index] {
            return left[index] < right[index]
        }
        return false
    }

    static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
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

    /// `larger` − `smaller`.
    static func difference(_ larger: [UInt64], _ smaller: [UInt64]) -> [UInt64] {
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

    static func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var product = [UInt64](repeating: 0, count: left.count + right.count)
        for (i, factor) in left.enumerated() {
            var carry: UInt64 = 0
            for (j, other) in right.enumerated() {
                // Below 2^128: (2^64 − 1)² + 2 × (2^64 − 1).
                let part = UInt128(factor) * UInt128(other) + UInt128(product[i + j]) + UInt128(carry)
                product[i + j] = UInt64(truncatingIfNeeded: part)
                carry = UInt64(truncatingIfNeeded: part >> 64)
            }
            product[i + right.count] = carry
        }
        while product.last == 0 { product.removeLast() }
        return product
    }

    /// Bit by bit.
    static func divided(
        _ number: [UInt64], by divisor: [UInt64]
    ) -> (quotient: [UInt64], remainder: [UInt64]) {
        var quotient = [UInt64](repeating: 0, count: number.count)
        var remainder: [UInt64] = []
        for bit in stride(from: number.count * 64 - 1, through: 0, by: -1) {
            remainder = sum(remainder, remainder)
            if number[bit / 64] >> UInt64(bit % 64) & 1 == 1 { remainder = sum(remainder, [1]) }
            guard !precedes(remainder, divisor) else { continue }
            remainder = difference(remainder, divisor)
            quotient[bit / 64] |= 1 << UInt64(bit % 64)
        }
        return (quotient, remainder)
    }
}
