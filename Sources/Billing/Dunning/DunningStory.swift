public import BillingCalendar
import Monetary

/// What happened to an invoice that is collected, what comes next, and why, in the order of time.
public struct DunningStory: Sendable {
    /// One thing that happened or will.
    public struct Entry: Sendable, Hashable {
        /// What it is, for programs.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case issued, charge, notice, paid, round, warning, end
            case waits
            /// A ceiling of the card networks or our own holds a method back until then.
            case limit
        }

        /// When it happened, or will.
        public var at: Instant
        /// What it is.
        public var kind: Kind
        /// What it is, for people.
        public var words: String
        /// Whether it is still to come, if nothing changes.
        public var isAhead: Bool
    }

    /// In the order of time.
    public private(set) var entries: [Entry] = []
    /// Why nothing more comes, or why it waits; nil where the entries say it all.
    public private(set) var remark: String?

    /// The story of an invoice.
    ///
    /// - Parameters:
    ///   - collection: nil where nothing was due.
    ///   - attempts: its charges in the order made.
    ///   - notices: what its customer and other programs were told.
    ///   - alarms: the account's open ones.
    ///   - methods: the account's, with what counts against each.
    public init(
        of invoice: Invoice, collection: InvoiceCollection?, attempts: [PaymentAttempt], notices: [Notice],
        alarms: [Alarm], methods: [MethodStanding] = [], ceilings: TryCeilings = .service,
        policy: DunningPolicy, zone: Zone, now: Instant
    ) {
        let content = invoice.content
        let due = "\(content.currency.majorUnits(content.amountDueMinorUnits)) \(content.currency.code)"
        add(.issued, content.issuedAt, "issued, \(due) due")
        for attempt in attempts { add(attempt, due: due, now: now) }
        for notice in notices where notice.kind != .invoiceIssued && notice.kind != .invoicePaid {
            if notice.kind == .dunningEnded,
                let action = notice.facts["final_action"].flatMap(DunningPolicy.FinalAction.init)
            {
                add(.end, notice.at, "the last round failed: \(action.words)")
            }
            if notice.kind == .paymentFailed, notice.facts["method"] == nil {
                add(
                    .round, notice.at,
                    "round \(notice.facts["round"] ?? "?"): no method of the account could be charged")
            }
            let isQuiet = notice.facts["mail"] == "no"
            add(.notice, notice.at, "told: \(notice.kind.rawValue)" + (isQuiet ? " (no mail so soon)" : ""))
        }
        if let paidAt = invoice.paidAt { add(.paid, paidAt, "paid") }
        if let collection, invoice.status == .open {
            let planned = PlannedTry(
                at: now, amountMinorUnits: invoice.outstandingMinorUnits, currencyCode: content.currency.code)
            addAhead(
                collection, attempts: attempts, alarms: alarms.filter(\.kind.stopsCharging), policy: policy,
                held: collection.heldUntil(planned, of: methods, ceilings: ceilings), zone: zone, now: now)
            addMethods(methods, planned, ceilings, next: collection.nextRoundAt)
            if methods.isEmpty {
                add(
                    "the account has no method: `dueday payment-method add \(content.account) --id …`, and a round "
                        + "follows at once")
            }
        } else if invoice.status != .open {
            remark = "the invoice is \(invoice.status.rawValue): nothing more is tried"
            if invoice.status == .uncollectible {
                add("money that still comes in is taken by `dueday payment record \(invoice.number)`")
            }
        }
        for alarm in alarms where alarm.kind == .disputed { add("\(alarm.detail): \(alarm.kind.advice)") }
        entries = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    private mutating func add(_ kind: Entry.Kind, _ at: Instant, _ words: String, isAhead: Bool = false) {
        entries.append(Entry(at: at, kind: kind, words: words, isAhead: isAhead))
    }

    private mutating func add(_ words: String) { remark = remark.map { "\($0); \(words)" } ?? words }

    /// What holds each method back, and until when; a limit that is over before the next round holds nothing back.
    private mutating func addMethods(
        _ methods: [MethodStanding], _ planned: PlannedTry, _ ceilings: TryCeilings, next: Instant?
    ) {
        for standing in methods {
            let label = standing.method.label
            if let code = standing.barredBy {
                add("\(label) is not tried until it is replaced (\(code.rawValue))")
                continue
            }
            for limit in standing.limits(planned, within: ceilings) {
                if let next, limit.until <= next { continue }
                add(
                    .limit, limit.until,
                    "until then \(label) is not tried by the schedule: it \(limit.words)",
                    isAhead: true)
            }
        }
    }

    private mutating func add(_ attempt: PaymentAttempt, due: String, now: Instant) {
        let what = "round \(attempt.round): charged \(due) to \(attempt.method)"
        let words =
            switch attempt.state {
            case .succeeded: "\(what): paid"
            case .surplus: "\(what): paid a second time, to be given back"
            case .declined, .refused: "\(what): \(Self.words(of: attempt))"
            case .notExecuted: "\(what): never executed"
            case .ready: "\(what): written, not sent yet"
            case .sent where attempt.debitAt != nil, .unknown where attempt.debitAt != nil:
                "\(what): announced to the customer"
            case .sent, .unknown: "\(what): the answer is not known, the processor is asked"
            case .pending: "\(what): the bank is at it"
            case .needsAction: "\(what): waits for the customer to confirm"
            }
        add(.charge, attempt.sentAt ?? now, words)
    }

    private static func words(of attempt: PaymentAttempt) -> String {
        guard let code = attempt.declineCode else { return attempt.state.rawValue }
        let rule = code.rule
        return "declined, \(code.rawValue) (\(rule.declineClass.rawValue)): \(rule.consequence)"
    }

    private mutating func addAhead(
        _ collection: InvoiceCollection, attempts: [PaymentAttempt], alarms: [Alarm], policy: DunningPolicy,
        held: Instant?, zone: Zone, now: Instant
    ) {
        if let alarm = alarms.first {
            remark = "an alarm stops the account (\(alarm.detail)): \(alarm.kind.advice)"
            return
        }
        if let until = collection.customerActionUntil {
            add(
                .waits, until, "the customer may confirm until then; after that the charge is taken back",
                isAhead: true)
        }
        if let live = attempts.last(where: \.state.isLive), live.state != .ready {
            if let debitAt = live.debitAt {
                add(
                    .waits, debitAt, "the announced debit is asked for, by the first run after that",
                    isAhead: true)
            }
            remark = "one charge is not settled: nothing else is charged before it is"
            return
        }
        if let extra = collection.extraRoundAt {
            add(.round, max(extra, now), "a round that was asked for, at the next run", isAhead: true)
        }
        guard let next = collection.nextRoundAt else {
            if collection.extraRoundAt == nil, remark == nil {
                remark = "nothing more is tried but with a new method, or by `dueday payment retry`"
            }
            return
        }
        addRounds(collection, next: held.map { max($0, next) } ?? next, policy: policy, zone: zone)
        if let warning = DunningMail.warningAt(collection), warning > now {
            add(.warning, warning, "last warning to the customer", isAhead: true)
        }
    }

    /// The rounds to come, if all of them fail as the last one did.
    private mutating func addRounds(
        _ collection: InvoiceCollection, next: Instant, policy: DunningPolicy, zone: Zone
    ) {
        guard let first = collection.firstFailureAt else {
            return add(.round, next, "the first round, at the next run", isAhead: true)
        }
        let code = collection.lastDecline
        let rounds = [next] + policy.rounds(after: next, firstFailureAt: first, declined: code, zone: zone)
        let why =
            policy.calendar == nil
            ? "by the policy's retries"
            : "by the calendar of \((code?.declineClass ?? .generic).rawValue) declines"
        for (index, round) in rounds.enumerated() {
            add(.round, round, "round \(collection.round + index + 1), \(why)", isAhead: true)
        }
        add(.end, rounds.last ?? next, "if it fails too: \(policy.finalAction.words)", isAhead: true)
    }
}

extension DunningPolicy.FinalAction {
    /// What it does, for people.
    public var words: String {
        switch self {
        case .cancel: "the subscription is canceled, the invoice uncollectible"
        case .unpaid: "the subscription is unpaid, and only a new method is charged"
        case .keep: "the subscription stays past due"
        }
    }
}
