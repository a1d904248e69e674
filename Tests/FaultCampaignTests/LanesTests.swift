import Testing

@testable import FaultCampaign

/// What the campaign does side by side.
@Suite struct LanesTests {
    @Test func `a few are under way at once, never more than three, and each is told when it has ended`()
        async throws
    {
        let lanes = Attendance()
        var ended: [Int: Int] = [:]
        try await Lanes.work(on: Array(1...40)) { item in
            await lanes.enter()
            for _ in 0..<(item % 5) { await Task.yield() }
            await lanes.leave()
            return item * item
        } ended: { item, square in
            ended[item] = square
        }
        #expect(ended == Dictionary(uniqueKeysWithValues: (1...40).map { ($0, $0 * $0) }))
        #expect(await lanes.most <= 3)
    }

    /// Three that wait for each other end only side by side.
    @Test func `three are under way at once`() async throws {
        let meeting = Meeting(of: 3)
        var ended = 0
        try await Lanes.work(on: [1, 2, 3]) { _ in
            await meeting.join()
        } ended: { _, _ in
            ended += 1
        }
        #expect(ended == 3)
    }

    @Test func `the first that throws ends the others`() async {
        struct Broken: Error {}
        await #expect(throws: Broken.self) {
            try await Lanes.work(on: [1, 2, 3, 4]) { item in
                if item == 2 { throw Broken() }
                while !Task.isCancelled { await Task.yield() }
            } ended: { _, _ in
            }
        }
    }

    private actor Attendance {
        private var now = 0
        private(set) var most = 0

        func enter() {
            now += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }

    private actor Meeting {
        private var missing: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(of count: Int) { missing = count }

        func join() async {
            missing -= 1
            if missing > 0 {
                await withCheckedContinuation { waiting.append($0) }
            } else {
                for other in waiting { other.resume() }
            }
        }
    }
}
