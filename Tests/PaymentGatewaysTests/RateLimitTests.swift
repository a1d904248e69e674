import Testing

@testable import PaymentGateways
@testable import ProcessorSandbox

/// The rate limit as arithmetic, and the gate's order.
@Suite struct RateLimitTests {
    private static let second: Int64 = 1_000_000_000

    @Test func `a full bucket lets a second's worth through, then one at a time`() {
        var bucket = TokenBucket(ratePerSecond: 20, now: 0)
        let waits = (0..<23).map { _ in bucket.take(now: 0) }
        #expect(waits.prefix(20).allSatisfy { $0 == 0 })
        #expect(Array(waits.suffix(3)) == [Self.second / 20, 2 * Self.second / 20, 3 * Self.second / 20])
    }

    @Test func `a pause fills the bucket, up to a second's worth`() {
        var bucket = TokenBucket(ratePerSecond: 2, now: 0)
        #expect([bucket.take(now: 0), bucket.take(now: 0), bucket.take(now: 0)] == [0, 0, Self.second / 2])
        #expect(bucket.take(now: 100 * Self.second) == 0)
        #expect(bucket.take(now: 100 * Self.second) == 0)
        #expect(bucket.take(now: 100 * Self.second) == Self.second / 2)
    }

    @Test func `a clock that goes backwards gives nothing away`() {
        var bucket = TokenBucket(ratePerSecond: 1, now: 10 * Self.second)
        #expect(bucket.take(now: 10 * Self.second) == 0)
        #expect(bucket.take(now: 0) == Self.second)
        #expect(bucket.take(now: 10 * Self.second) == 2 * Self.second)
    }

    @Test func `with a burst of one the tokens come at equal distances`() {
        var bucket = TokenBucket(ratePerSecond: 25, burst: 1, now: 0)
        let waits = (0..<100).map { _ in bucket.take(now: 0) }
        #expect(waits == (0..<100).map { Int64($0) * Self.second / 25 })
        #expect(bucket.take(now: 100 * Self.second) == 0)
        #expect(bucket.take(now: 100 * Self.second) == Self.second / 25)
    }

    /// In any window of a second at most twice the rate starts: the full bucket and what flows in meanwhile.
    @Test(arguments: [1, 7, 20, 1_000]) func `no second sees more than twice the rate`(rate: Int) {
        var generator = SeededGenerator(state: UInt64(rate))
        var bucket = TokenBucket(ratePerSecond: rate, now: 0)
        var now: Int64 = 0
        var starts: [Int64] = []
        for _ in 0..<5_000 {
            now += Int64.random(in: 0...(2 * Self.second / Int64(rate)), using: &generator)
            starts.append(now + bucket.take(now: now))
        }
        for (index, start) in starts.enumerated() where index >= 2 * rate {
            #expect(start - starts[index - 2 * rate] >= Self.second - 1, "seed \(rate), index \(index)")
        }
    }

    /// What the gate lets go and what the processor lets in, both on one clock that a test moves. Callers come in heaps and
    /// after pauses, longer ones too, as a machine that stood still makes them.
    @Test func `at 25 a second the processor never answers with 429, and nothing is left unused`() {
        let start = ContinuousClock.now
        var generator = SeededGenerator(state: 25)
        var bucket = TokenBucket(ratePerSecond: 25, burst: 1, now: 0)
        var limiter = RateLimiter(requestsPerSecond: 25, at: start)
        var now: Int64 = 0
        var (last, idle): (Int64, Int64) = (0, 0)
        for heap in 0..<400 {
            for _ in 0..<Int.random(in: 1...60, using: &generator) {
                let departure = now + bucket.take(now: now)
                let isLetIn = limiter.take(at: start.advanced(by: .nanoseconds(departure)))
                #expect(isLetIn, "heap \(heap)")
                #expect(
                    departure - last == Self.second / 25 || departure == now, "none waits longer than it must"
                )
                last = departure
            }
            let pause = Int64.random(in: 0...(4 * Self.second), using: &generator)
            idle += max(0, now + pause - last)
            now += pause
        }
        #expect(idle > 0, "some callers came after a pause")
    }

    @Test func `a bucket that grants a second's worth at once meets the 429`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(ratePerSecond: 25, burst: 25, now: 0)
        var limiter = RateLimiter(requestsPerSecond: 25, at: start)
        // The processor's second is used up by what came just before.
        for _ in 0..<25 { _ = limiter.take(at: start) }
        let isLetIn = (0..<25).map { _ in
            limiter.take(at: start.advanced(by: .nanoseconds(bucket.take(now: Self.second / 25))))
        }
        #expect(isLetIn.contains(false))
    }

    @Test func `never more are under way than allowed, and all get their turn`() async {
        let gate = RequestGate(ratePerSecond: 100_000, maximumInFlight: 3)
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    _ = await gate.run {
                        await counter.enter()
                        await Task.yield()
                        await counter.leave()
                    }
                }
            }
        }
        #expect(await counter.most <= 3)
        #expect(await counter.total == 50)
    }

    @Test func `a cancelled task does not begin`() async {
        let gate = RequestGate(ratePerSecond: 1, maximumInFlight: 1)
        _ = await gate.run {}
        let task = Task { await gate.run { true } }
        task.cancel()
        #expect(await task.value == nil)
    }

    private actor Counter {
        private var now = 0
        private(set) var most = 0
        private(set) var total = 0

        func enter() {
            now += 1
            total += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }

    private struct SeededGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
            return value ^ (value >> 31)
        }
    }
}
