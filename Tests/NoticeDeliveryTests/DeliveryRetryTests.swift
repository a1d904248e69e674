import Billing
import Testing

/// When a delivery is tried again.
@Suite struct DeliveryRetryTests {
    @Test func `Ten tries in about three days, ever further apart`() {
        let waits = (1..<DeliveryRetry.mostTries).map {
            DeliveryRetry.secondsUntilNext(afterTries: $0, delivery: 7) ?? -1
        }
        #expect(waits == waits.sorted() && waits.allSatisfy { $0 > 0 })
        #expect((2 * 86_400...4 * 86_400).contains(waits.reduce(0, +)))
        #expect(DeliveryRetry.secondsUntilNext(afterTries: DeliveryRetry.mostTries, delivery: 7) == nil)
        #expect(DeliveryRetry.secondsUntilNext(afterTries: 0, delivery: 7) == nil)
    }

    @Test func `Deliveries that failed together come apart by a tenth at most`() {
        let waits = (0..<1_000).compactMap { DeliveryRetry.secondsUntilNext(afterTries: 4, delivery: $0) }
        #expect(Set(waits).count == 21)
        #expect(waits.allSatisfy { (6_480...7_920).contains($0) })
    }

    @Test func `A receiver may ask for more time, up to a day`() {
        #expect(DeliveryRetry.secondsUntilNext(afterTries: 1, delivery: 7, asked: 7_200) == 7_200)
        #expect(DeliveryRetry.secondsUntilNext(afterTries: 1, delivery: 7, asked: .max) == 86_400)
        #expect(DeliveryRetry.secondsUntilNext(afterTries: 1, delivery: 7, asked: -5).map { $0 < 67 } == true)
    }
}
