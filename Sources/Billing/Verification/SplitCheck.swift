/// The shares of an amount over weights (1.4), found without sorting: a share gets one of the left-over units when
/// fewer other remainders stand before its own than there are units.
enum SplitCheck {
    /// - Parameter weights: not below zero, one of them above.
    static func shares(of amount: WideInteger, over weights: [WideInteger]) -> [WideInteger] {
        let total = weights.reduce(.zero, +)
        guard total.sign > 0 else { return weights.map { _ in .zero } }
        let parts = weights.map { (amount.magnitude * $0).divided(by: total) }
        let leftOver = amount.magnitude - parts.reduce(.zero) { $0 + $1.quotient }
        return parts.enumerated().map { index, part in
            let before = parts.enumerated().count { other, rival in
                rival.remainder > part.remainder || (rival.remainder == part.remainder && other < index)
            }
            let share =
                WideInteger(Int64(before)) < leftOver
                ? part.quotient + WideInteger(1 as Int64) : part.quotient
            return amount.sign < 0 ? -share : share
        }
    }

    /// Shares that lie at exact values of any sign and add up to the amount: floors, what is left over in even turns,
    /// and of the last turn a unit for each share before whose remainder fewer others stand than there are units.
    static func shares(of amount: WideInteger, near values: [WideFraction]) -> [WideInteger] {
        guard amount.sign >= 0 else {
            return shares(of: -amount, near: values.map { WideFraction.zero - $0 }).map { -$0 }
        }
        let floors = values.map(\.floor)
        let remainders = zip(values, floors).map { $0 - WideFraction($1) }
        let leftOver = amount - floors.reduce(.zero, +)
        let count = WideInteger(Int64(values.count))
        let turns = values.isEmpty ? .zero : WideFraction(leftOver, over: count).floor
        let units = leftOver - turns * count
        return floors.enumerated().map { index, floor in
            let before = remainders.enumerated().count { other, rival in
                remainders[index] < rival || (other < index && !(rival < remainders[index]))
            }
            let unit: Int64 = WideInteger(Int64(before)) < units ? 1 : 0
            return floor + turns + WideInteger(unit)
        }
    }
}
