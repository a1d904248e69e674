import PropertyTestKit
import Testing

@testable import PaymentGateways
@testable import ProcessorSandbox

/// Whatever comes and however late, a processor never counts more than its rate in a second, everybody has a turn in
/// the order in which they came, and none waits for longer than that.
@Suite struct DepartureQueueTests {
    private static let second = DeparturePace.second
    private static let rates = [1, 7, 25, 100, 250]

    /// Callers in heaps, up to four seconds' worth at once, and pauses up to four seconds.
    private static func arrivals(_ count: Int, rate: Int, _ random: inout SeededGenerator) -> [Int64] {
        var now: Int64 = 0
        var arrivals: [Int64] = []
        while arrivals.count < count {
            now += Int64.random(in: 0...(4 * second), using: &random)
            for _ in 0..<Int.random(in: 1...max(2, 4 * rate), using: &random) {
                arrivals.append(now)
                now += Bool.random(using: &random) ? 0 : Int64.random(in: 0...(second / 50), using: &random)
            }
        }
        return arrivals
    }

    /// In order, all of them, within the places, and never more than the rate in a second by either way of counting.
    private static func check(_ story: DepartureStory, rate: Int, places: Int, _ name: Comment) {
        let tickets = story.departures.map(\.ticket)
        #expect(tickets == story.joinedAt.indices.filter { !story.gaveUp.contains($0) }, name)
        #expect(story.mostAway <= places, name)
        let times = story.departures.map(\.at)
        for index in times.indices.dropFirst(rate) {
            #expect(times[index] - times[index - rate] >= second, name)
        }
        let start = ContinuousClock.now
        var limiter = RateLimiter(requestsPerSecond: rate, at: start)
        // The sandbox counts in binary fractions: an instant later it is all there.
        let answers = times.enumerated().map { index, time in
            limiter.take(at: start.advanced(by: .nanoseconds(time + Int64(index))))
        }
        #expect(!answers.contains(false), name)
    }

    @Test(arguments: rates) func `whatever is late or stands still, no second has more than the rate`(
        rate: Int
    ) async {
        var random = SeededGenerator("departures at \(rate) a second")
        for _ in 0..<8 {
            await Task.yield()
            let places = Int.random(in: 1...(2 * rate), using: &random)
            let mishaps = DepartureStory.Mishaps(
                lateness: 0...Int64.random(in: 0...(2 * Self.second), using: &random), stallsOneIn: 40,
                givesUpOneIn: 8)
            var story = DepartureStory(
                rate: rate, places: places, trip: 0...(Self.second / 2), mishaps: mishaps, random: random)
            story.play(Self.arrivals(12 * rate, rate: rate, &random))
            Self.check(story, rate: rate, places: places, "seed \(random.seed), rate \(rate)")
        }
    }

    /// An independent account: with punctual timers each leaves one distance after the one before it, when it comes, or
    /// when a place is free, whichever is the last. Those who gave up count for nothing.
    @Test func `with punctual timers everybody leaves in the first moment that is allowed`() async {
        var random = SeededGenerator("departures that are on time")
        for round in 0..<50 {
            await Task.yield()
            let trip = Int64.random(in: 0...Self.second, using: &random)
            let places = Int.random(in: 1...60, using: &random)
            var story = DepartureStory(
                rate: 25, places: places, trip: trip...trip,
                mishaps: DepartureStory.Mishaps(givesUpOneIn: round % 2 == 0 ? 0 : 5), random: random)
            story.play(Self.arrivals(300, rate: 25, &random))
            Self.check(story, rate: 25, places: places, "seed \(random.seed)")
            for (index, departure) in story.departures.enumerated() {
                let last = index == 0 ? .min : story.departures[index - 1].at
                let back = index < places ? .min : story.departures[index - places].at + trip + 1
                let joined = story.joinedAt[departure.ticket]
                let earliest = max(joined, last, back)
                let paced = index == 0 ? .min : last + Self.second / 25
                let window = index < 25 ? .min : story.departures[index - 25].at + Self.second
                // Who waited for a place may make up for one distance, within the second's bound.
                #expect(
                    (earliest...max(earliest, paced, window)).contains(departure.at), "seed \(random.seed)")
                guard places > 50 else { continue }
                #expect(departure.at == max(joined, paced), "seed \(random.seed), departure \(index)")
            }
        }
    }

    /// Nobody is told to wait for longer than the pace and the second's bound ask for, whatever was late before.
    @Test(arguments: rates) func `nobody waits while there is room`(rate: Int) {
        var random = SeededGenerator("room at \(rate) a second")
        let mishaps = DepartureStory.Mishaps(
            lateness: 0...(Self.second / 10), stallsOneIn: 100, givesUpOneIn: 10)
        var story = DepartureStory(rate: rate, places: 1_000, mishaps: mishaps, random: random)
        story.play(Self.arrivals(40 * rate, rate: rate, &random))
        #expect(!story.waits.isEmpty)
        let distance = (Self.second + Int64(rate) - 1) / Int64(rate)
        for wait in story.waits {
            let before = story.departures[..<wait.departuresBefore].map(\.at)
            let window = before.count >= rate ? before[before.count - rate] + Self.second : .min
            #expect(wait.until <= max(window, (before.last ?? .min) + distance), "seed \(random.seed)")
        }
    }

    /// A timer that is late each time costs what it is late once a second, not each time.
    @Test func `late timers do not make the rate smaller`() {
        let random = SeededGenerator("late timers")
        let late = Self.second / 200
        var story = DepartureStory(
            rate: 25, places: 1_000, mishaps: DepartureStory.Mishaps(lateness: late...late), random: random)
        story.play(Array(repeating: 0, count: 2_501))
        Self.check(story, rate: 25, places: 1_000, "seed \(random.seed)")
        // 2,500 distances of 40 ms are 100 s.
        #expect(story.departures.last.map { $0.at <= 100 * (Self.second + late) } == true)
    }

    @Test func `thousands a second go in heaps of ten milliseconds`() {
        var queue = DepartureQueue(ratePerSecond: 2_000, places: 100)
        let tickets = (0..<30).map { _ in queue.join(now: 0) }
        let turns = tickets.map { queue.turn(of: $0, now: 0) }
        #expect(turns.prefix(20).allSatisfy { $0 == .departed })
        #expect(turns[20] == .waits(nanoseconds: Self.second / 2_000))
        #expect(turns.dropFirst(21).allSatisfy { $0 == .behind })
    }

    @Test func `a clock that goes back gives nothing away`() {
        var pace = DeparturePace(ratePerSecond: 1)
        #expect(pace.wait(now: 10 * Self.second) == 0)
        pace.depart(dueSince: 10 * Self.second, now: 10 * Self.second)
        #expect(pace.wait(now: 0) == 11 * Self.second)
        #expect(pace.wait(now: 11 * Self.second) == 0)
    }

    /// The proof that the stories would notice: tokens that are taken before the sleep, as libraries do it, let all those
    /// leave together whose time came while the process stood still.
    @Test func `tokens that are taken before the sleep break the second after a stall`() {
        let (stoppedAt, goesOnAt) = (Self.second / 5, 2 * Self.second)
        let times = (0..<60).map { Int64($0) * Self.second / 25 }
            .map { (stoppedAt...goesOnAt).contains($0) ? goesOnAt : $0 }
        #expect(zip(times, times.dropFirst(25)).contains { $1 - $0 < Self.second })
        let start = ContinuousClock.now
        var limiter = RateLimiter(requestsPerSecond: 25, at: start)
        let answers = times.map { limiter.take(at: start.advanced(by: .nanoseconds($0))) }
        #expect(answers.contains(false))

        var story = DepartureStory(rate: 25, places: 100, random: SeededGenerator("a stall"))
        story.play(Array(repeating: goesOnAt, count: 60))
        Self.check(story, rate: 25, places: 100, "all at once, after the stall")
    }
}
