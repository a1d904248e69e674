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
}
