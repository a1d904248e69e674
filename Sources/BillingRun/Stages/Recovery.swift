import Billing
import BillingCalendar
import FaultInjection

/// recover: settles what an earlier run, or an answer that was lost, left unknown (PROCESSORS 5, sweep).
///
/// It also asks about charges that wait for their customer, takes back those whose time is over, and watches declined
/// ones that may still turn into a success.
struct Recovery: Sendable {
    let charging: Charging
    /// Seconds for which nothing has happened to an attempt that is looked at between batches.
    static let quietSeconds: Int64 = 60
    /// Seconds after which a charge that nobody knows anything of rings an alarm; its invoice stays locked.
    static let alarmSeconds: Int64 = 48 * 3_600

    /// Seconds for which a declined charge is watched further when it was found to be open once more.
    static let watchedFurtherSeconds: Int64 = 86_400

    /// What a sweep came to.
    struct Swept: Sendable {
        var settled: [SettledCharge] = []
        /// Announced debits whose day has not come: nobody was asked about them.
        var waiting = 0
    }

    /// Looks once at everything unsettled, the oldest first, batch by batch.
    func sweep(batchSize: Int) async throws -> Swept {
        var swept = Swept()
        var page = SweepPage(limit: batchSize)
        while true {
            let unsettled = try await claim(page)
            let due = unsettled.filter(isDue)
            swept.waiting += unsettled.count - due.count
            swept.settled += try await settle(due)
            // A processor that refuses our key is not asked about the rest.
            guard unsettled.count == page.limit, let last = unsettled.last,
                !swept.settled.contains(where: \.isRefusedAccess)
            else { return swept }
            page.after = last.position
        }
    }

    /// Looks at what a colleague that died, or an answer that was lost, left behind a while ago.
    func glance(limit: Int) async throws -> [SettledCharge] {
        let unsettled = try await claim(SweepPage(quietSeconds: Self.quietSeconds, limit: limit))
        return try await settle(unsettled.filter(isDue))
    }

    /// Before the day of an announced debit its processor has nothing to tell: thousands of customers in notice would be
    /// asked about in every run.
    private func isDue(_ item: UnsettledAttempt) -> Bool {
        guard item.attempt.state == .sent || item.attempt.state == .unknown,
            let debitAt = item.attempt.debitAt, let gateway = charging.gateways[item.attempt.processor]
        else { return true }
        return gateway.isDue(debitAt: debitAt.secondsSinceEpoch)
    }

    private func claim(_ page: SweepPage) async throws -> [UnsettledAttempt] {
        try await charging.books.transaction { try await $0.claimUnsettled(charging.scope, page) }
    }

    private func settle(_ unsettled: [UnsettledAttempt]) async throws -> [SettledCharge] {
        guard !unsettled.isEmpty else { return [] }
        let (mine, unasked) = (
            unsettled.filter { !charging.stopped.contains($0.attempt.processor) },
            unsettled.filter { charging.stopped.contains($0.attempt.processor) }
        )
        let ready = mine.filter { $0.attempt.state == .ready }
        let fresh = ready.filter(\.invoiceIsOpen).map(\.attempt.id)
        let needless = ready.filter { !$0.invoiceIsOpen }.map { ($0.attempt.id, Finding.provenAbsent) }
        let sent = mine.filter { $0.attempt.state != .ready }
        let repeatable = sent.filter(mayBeSentAgain).map(\.attempt.id)
        let asked = await lookUp(sent.filter { !mayBeSentAgain($0) })
        KillPoint.sweepHasAsked.pass()
        var settled = try await charging.sendAndSettle(fresh + repeatable + asked.toSend)
        settled += try await charging.settle(asked.findings.merging(needless) { $1 })
        settled += try await charging.takeBack(asked.toTakeBack)
        try await write(asked.watches)
        let answered = asked.announced.union(asked.toSend).union(asked.absent).union(asked.watched)
        // A processor that cannot be asked at all says nothing of its charges either.
        try await ring(sent.filter { !answered.contains($0.attempt.id) } + unasked, settled: settled)
        return settled
    }

    /// Whoever asked for two days and got no answer must hear of it.
    private func ring(_ sent: [UnsettledAttempt], settled: [SettledCharge]) async throws {
        let known = Set(settled.filter { $0.state != .unknown }.map(\.attempt))
        let alarms = sent.filter { item in
            let isOpen =
                item.attempt.state == .sent || item.attempt.state == .unknown
                || item.attempt.state == .declined
            return isOpen && silence(of: item) > Self.alarmSeconds && !known.contains(item.attempt.id)
        }.map { item in
            Alarm(
                kind: .unsettled, account: item.attempt.account, processor: item.attempt.processor,
                subject: item.attempt.id,
                detail:
                    "\(item.attempt.processor) has not said what became of charge \(item.attempt.id) for two days",
                raisedAt: charging.asOf)
        }
        guard !alarms.isEmpty else { return }
        try await charging.books.transaction { try await $0.raise(alarms) }
    }

    /// Seconds for which nobody has said what became of an attempt. Where it goes again only once it was proven absent,
    /// they are counted from its last send.
    private func silence(of item: UnsettledAttempt) -> Int64 {
        // A declined charge is watched for as long as it may succeed; only then its last word is missing.
        if item.attempt.state == .declined { return item.secondsSinceWatchEnded ?? 0 }
        if case .byLookUp = rule(of: item) { return item.secondsSinceLastSend ?? 0 }
        return item.secondsSinceFirstSend ?? 0
    }

    /// Whether the same bytes may go without asking: only those of a charge whose answer nobody knows.
    private func mayBeSentAgain(_ item: UnsettledAttempt) -> Bool {
        guard item.attempt.state == .sent || item.attempt.state == .unknown, let rule = rule(of: item) else {
            return false
        }
        return rule.allowsSending(secondsSinceFirstSend: item.secondsSinceFirstSend ?? 0)
    }

    private func rule(of item: UnsettledAttempt) -> RepetitionRule? {
        charging.gateways[item.attempt.processor]?.repetition
    }

    /// What asking tells, by what is to be done about it.
    private struct Asked {
        var findings: [String: Finding] = [:]
        var toSend: [String] = []
        var toTakeBack: [(attempt: PaymentAttempt, reference: String)] = []
        /// Debits whose time has not come: their silence is as it should be.
        var announced: Set<String> = []
        /// Declined charges that were looked at: all is well with them.
        var watched: Set<String> = []
        /// For how many seconds the looks at them say that they are watched further; 0: not any more.
        var watches: [String: Int64] = [:]
        /// Charges that the processor says it does not know, and that may still be on their way.
        var absent: Set<String> = []
    }

    private func lookUp(_ unsettled: [UnsettledAttempt]) async -> Asked {
        let answers = await charging.gateways.lookUp(unsettled.map(\.attempt))
        var asked = Asked()
        for item in unsettled {
            switch answers[item.attempt.id] {
            case .found(let answer) where item.attempt.state == .needsAction:
                decide(item, answer, &asked)
            case .found(let answer) where item.attempt.state == .declined:
                asked.findings[item.attempt.id] = .answer(answer)
                watch(item, isOpen: answer.isOpen, &asked)
            case .absent where item.attempt.state == .declined: watch(item, isOpen: false, &asked)
            case .found(let answer):
                asked.findings[item.attempt.id] = .answer(answer)
                if case .announced = answer { asked.announced.insert(item.attempt.id) }
            case .absent: decideAbsent(item, &asked)
            case .unknown, nil: break
            }
        }
        return asked
    }

    /// A charge that waits for its customer: an attempt at confirming it that failed does not end it, because the
    /// customer can try again. Only taking it back at the processor does.
    private func decide(_ item: UnsettledAttempt, _ answer: ChargeAnswer, _ asked: inout Asked) {
        switch answer {
        case .needsAction, .declined:
            guard item.customerActionUntil.map({ $0 <= charging.asOf }) ?? true,
                let reference = answer.reference ?? item.attempt.reference
            else { return }
            asked.toTakeBack.append((item.attempt, reference))
        case .succeeded, .pending, .announced, .refused, .notExecuted, .unavailable, .unknown, .contradicts:
            asked.findings[item.attempt.id] = .answer(answer)
        }
    }

    /// A declined charge that is open at the processor once more holds its invoice; one that is not has had its last look
    /// when it is looked at after its time.
    private func watch(_ item: UnsettledAttempt, isOpen: Bool, _ asked: inout Asked) {
        asked.watched.insert(item.attempt.id)
        if isOpen {
            asked.watches[item.attempt.id] = Self.watchedFurtherSeconds
        } else if item.secondsSinceWatchEnded != nil {
            asked.watches[item.attempt.id] = 0
        }
    }

    private func write(_ watches: [String: Int64]) async throws {
        guard !watches.isEmpty else { return }
        try await charging.books.transaction { try await $0.watch(watches) }
    }

    private func decideAbsent(_ item: UnsettledAttempt, _ asked: inout Asked) {
        guard item.attempt.state == .sent || item.attempt.state == .unknown else { return }
        let follows = rule(of: item)?.afterAbsence(
            secondsSinceFirstSend: item.secondsSinceFirstSend ?? 0,
            secondsSinceLastSend: item.secondsSinceLastSend ?? 0)
        switch follows {
        case .notExecuted: asked.findings[item.attempt.id] = .provenAbsent
        case .sendAgain: asked.toSend.append(item.attempt.id)
        case .wait: asked.absent.insert(item.attempt.id)
        case nil: break
        }
    }
}

extension ChargeAnswer {
    /// Whether the bank or the customer has still to say what becomes of it.
    fileprivate var isOpen: Bool {
        switch self {
        case .pending, .needsAction, .announced: true
        case .succeeded, .declined, .refused, .notExecuted, .unavailable, .unknown, .contradicts: false
        }
    }
}
