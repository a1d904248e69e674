/// Processors that say nothing at the moment: who found one silent three times in a row does not wait for it a fourth
/// time. Each of these waits lasts as long as the processor's time-out, and whatever comes behind them waits as well.
public struct SilentProcessors: Sendable {
    private static let mostInARow = 3

    /// Their names.
    public private(set) var names: Set<String>
    private var inARow: [String: Int] = [:]

    /// Begins with those that are known to be silent.
    public init(_ names: Set<String> = []) { self.names = names }

    /// Whether it is not asked any more.
    public func contains(_ processor: String) -> Bool { names.contains(processor) }

    /// Notes that it was asked, and whether it said anything.
    public mutating func note(_ processor: String, hasAnswered: Bool) {
        guard !hasAnswered else {
            inARow[processor] = nil
            return
        }
        inARow[processor, default: 0] += 1
        if inARow[processor, default: 0] >= Self.mostInARow { names.insert(processor) }
    }
}
