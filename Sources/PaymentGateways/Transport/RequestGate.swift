/// Lets so many requests start per second and so many be under way at once, in the order in which they came.
///
/// Who waits is woken to look whether its turn has come (``DepartureQueue``), and takes it in the moment in which it
/// goes: a process that was stopped, or a machine that slept, has saved nothing up.
actor RequestGate {
    private let clock = ContinuousClock()
    private let startedAt: ContinuousClock.Instant
    private var queue: DepartureQueue
    /// Those that wait to be woken, by their ticket.
    private var parked: [DepartureQueue.Ticket: CheckedContinuation<Void, Never>] = [:]

    init(ratePerSecond: Int, maximumInFlight: Int) {
        startedAt = clock.now
        queue = DepartureQueue(ratePerSecond: ratePerSecond, places: maximumInFlight)
    }

    /// Runs the work when its turn has come; nil when the task was cancelled before, or when it had no use any more, in
    /// which cases the work has not begun and nobody else waits for its turn.
    ///
    /// - Parameter isUseless: asked when its turn has come, and before.
    func run<Result: Sendable>(
        unless isUseless: @Sendable () -> Bool = { false }, _ work: @Sendable () async -> Result
    ) async -> Result? {
        guard await takesTurn(unless: isUseless) else { return nil }
        defer {
            queue.giveBackPlace()
            wakeHead()
        }
        return await work()
    }

    /// Whether it may go; false: it has left the queue.
    private func takesTurn(unless isUseless: @Sendable () -> Bool) async -> Bool {
        let ticket = queue.join(now: now)
        // The next one looks for itself.
        defer { wakeHead() }
        while !Task.isCancelled, !isUseless() {
            switch queue.turn(of: ticket, now: now) {
            case .departed: return true
            case .waits(let nanoseconds):
                // Cancelled, it wakes at once, and the loop ends.
                try? await clock.sleep(for: .nanoseconds(nanoseconds))
            case .behind: await park(ticket)
            }
        }
        queue.giveUp(ticket)
        return false
    }

    /// Waits until it is woken or cancelled.
    private func park(_ ticket: DepartureQueue.Ticket) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else { return continuation.resume() }
                parked[ticket] = continuation
            }
        } onCancel: {
            Task { await wake(ticket) }
        }
    }

    private func wakeHead() {
        if let head = queue.head { wake(head) }
    }

    private func wake(_ ticket: DepartureQueue.Ticket) {
        parked.removeValue(forKey: ticket)?.resume()
    }

    /// Nanoseconds since the gate was made.
    private var now: Int64 {
        let (seconds, attoseconds) = startedAt.duration(to: clock.now).components
        return seconds * DeparturePace.second + attoseconds / 1_000_000_000
    }
}
