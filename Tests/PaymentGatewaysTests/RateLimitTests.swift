import Testing

@testable import PaymentGateways

/// The gate with real tasks and timers; when somebody may leave is ``DepartureQueueTests``.
@Suite struct RateLimitTests {
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

    @Test func `who is cancelled while others are before it leaves at once, and holds nobody up`() async {
        let gate = RequestGate(ratePerSecond: 100_000, maximumInFlight: 1)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let (released, release) = AsyncStream<Void>.makeStream()
        let holder = Task {
            await gate.run {
                begin.finish()
                for await _ in released {}
                return true
            }
        }
        for await _ in begun {}
        let given = Task { await gate.run { true } }
        let kept = Task { await gate.run { true } }
        given.cancel()
        #expect(await given.value == nil, "while the only place is taken")
        release.finish()
        #expect(await holder.value == true)
        #expect(await kept.value == true)
    }

    @Test func `what has no use any more does not begin, and the next does`() async {
        let gate = RequestGate(ratePerSecond: 1, maximumInFlight: 1)
        let useless = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<20 { group.addTask { await gate.run(unless: { true }) { true } } }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        #expect(useless.allSatisfy { $0 == nil })
        #expect(await gate.run { true } == true)
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
}
