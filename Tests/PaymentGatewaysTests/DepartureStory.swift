import PropertyTestKit

@testable import PaymentGateways

/// Callers of a gate on a clock that the story moves: they come, sleep, are woken late, give up and come back, as the
/// tasks of ``RequestGate`` do.
struct DepartureStory {
    /// What may happen to those who wait.
    struct Mishaps {
        /// The most that a timer is late; nanoseconds.
        var lateness: ClosedRange<Int64> = 0...0
        /// One in so many steps the process is stopped, or the machine sleeps, for up to ten seconds; 0: never.
        var stallsOneIn = 0
        /// One in so many callers gives up before its turn; 0: none.
        var givesUpOneIn = 0
    }

    struct Departure: Equatable {
        var ticket: DepartureQueue.Ticket
        var at: Int64
    }

    private(set) var queue: DepartureQueue
    private(set) var now: Int64 = 0
    private(set) var departures: [Departure] = []
    /// By ticket, when each came.
    private(set) var joinedAt: [Int64] = []
    private(set) var gaveUp: Set<DepartureQueue.Ticket> = []
    private(set) var mostAway = 0
    /// When the head was told to wait, and until when.
    private(set) var waits: [(from: Int64, until: Int64, departuresBefore: Int)] = []

    /// The head, while it sleeps.
    private var sleeper: (ticket: DepartureQueue.Ticket, until: Int64)?
    /// Who will give up, and when.
    private var impatient: [(ticket: DepartureQueue.Ticket, at: Int64)] = []
    /// When those that are away come back.
    private var away: [Int64] = []
    private let mishaps: Mishaps
    private let trip: ClosedRange<Int64>
    private var random: SeededGenerator

    /// - Parameter trip: how long one is away; nanoseconds.
    init(
        rate: Int, places: Int, trip: ClosedRange<Int64> = 0...0, mishaps: Mishaps = Mishaps(),
        random: SeededGenerator
    ) {
        queue = DepartureQueue(ratePerSecond: rate, places: places)
        self.trip = trip
        self.mishaps = mishaps
        self.random = random
    }

    /// Lets callers come at these instants, ascending, and goes on until nobody waits and all are back.
    mutating func play(_ arrivals: [Int64]) {
        var coming = arrivals[...]
        while let next = nextEvent(coming.first) {
            now = max(now, next)
            if mishaps.stallsOneIn > 0, Int.random(in: 1...mishaps.stallsOneIn, using: &random) == 1 {
                now += Int64.random(in: 0...10 * DeparturePace.second, using: &random)
            }
            while let arrival = coming.first, arrival <= now {
                coming.removeFirst()
                join()
            }
            for caller in impatient where caller.at <= now && !hasLeft(caller.ticket) {
                queue.giveUp(caller.ticket)
                gaveUp.insert(caller.ticket)
            }
            impatient.removeAll { $0.at <= now }
            for back in away where back <= now { queue.giveBackPlace() }
            away.removeAll { $0 <= now }
            look()
        }
    }

    private func nextEvent(_ arrival: Int64?) -> Int64? {
        [arrival, sleeper?.until, impatient.map(\.at).min(), away.min()].compactMap { $0 }.min()
    }

    private func hasLeft(_ ticket: DepartureQueue.Ticket) -> Bool {
        departures.last.map { $0.ticket >= ticket } ?? false
    }

    private mutating func join() {
        let ticket = queue.join(now: now)
        joinedAt.append(now)
        guard mishaps.givesUpOneIn > 0, Int.random(in: 1...mishaps.givesUpOneIn, using: &random) == 1
        else { return }
        impatient.append((ticket, now + Int64.random(in: 0...DeparturePace.second, using: &random)))
    }

    /// The head looks when it is told to or has slept; whoever leaves or gives up tells the next.
    private mutating func look() {
        while let head = queue.head {
            if let sleeper, sleeper.ticket == head, sleeper.until > now { return }
            sleeper = nil
            switch queue.turn(of: head, now: now) {
            case .departed:
                departures.append(Departure(ticket: head, at: now))
                away.append(now + Int64.random(in: trip, using: &random) + 1)
                mostAway = max(mostAway, away.count)
            case .waits(let nanoseconds):
                waits.append((now, now + nanoseconds, departures.count))
                sleeper = (head, now + nanoseconds + Int64.random(in: mishaps.lateness, using: &random))
                return
            case .behind: return
            }
        }
        sleeper = nil
    }
}
