/// Who waits to leave for a processor, and when the next one may: a pure value on the clock of whoever drives it.
///
/// First in, first out. Only the head may leave, where a place is free and the pace allows it, and it takes both at that
/// moment: whoever slept through its time, with the whole process or alone, brings nothing of it along, so that what
/// waited behind it does not leave in a heap. Who gives up leaves the queue and has used nothing.
struct DepartureQueue: Sendable {
    /// Names who waits; later ones are greater.
    typealias Ticket = Int

    /// What is there for one who waits.
    enum Turn: Hashable, Sendable {
        /// It has left, and holds a place until ``giveBackPlace()``.
        case departed
        /// It is the head, and may leave in so many nanoseconds if a place is free then.
        case waits(nanoseconds: Int64)
        /// Others are before it, or no place is free: it is told when that changes.
        case behind
    }

    private var pace: DeparturePace
    private var freePlaces: Int
    private var waiting: [(ticket: Ticket, joinedAt: Int64)] = []
    private var nextTicket: Ticket = 0

    /// - Parameters:
    ///   - ratePerSecond: from 1 to 100,000.
    ///   - places: how many may be away at once; from 1.
    init(ratePerSecond: Int, places: Int) {
        pace = DeparturePace(ratePerSecond: ratePerSecond)
        freePlaces = places
    }

    /// Who is to look whether it may leave; nil where nobody waits, or no place is free.
    var head: Ticket? { freePlaces > 0 ? waiting.first?.ticket : nil }

    /// Goes to the end of the queue.
    mutating func join(now nanoseconds: Int64) -> Ticket {
        defer { nextTicket += 1 }
        waiting.append((nextTicket, nanoseconds))
        return nextTicket
    }

    /// Lets the head leave where it may.
    mutating func turn(of ticket: Ticket, now nanoseconds: Int64) -> Turn {
        guard let first = waiting.first, first.ticket == ticket, freePlaces > 0 else { return .behind }
        let wait = pace.wait(now: nanoseconds)
        guard wait == 0 else { return .waits(nanoseconds: wait) }
        pace.depart(dueSince: first.joinedAt, now: nanoseconds)
        freePlaces -= 1
        waiting.removeFirst()
        return .departed
    }

    /// Leaves the queue without having left for anywhere; nothing happens where it does not wait any more.
    mutating func giveUp(_ ticket: Ticket) {
        waiting.removeAll { $0.ticket == ticket }
    }

    /// One that had left is back.
    mutating func giveBackPlace() {
        freePlaces += 1
    }
}
