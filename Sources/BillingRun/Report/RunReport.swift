public import Billing
import BillingCalendar
import Monetary

/// What a run did: what an operator reads at three in the morning.
///
/// It counts and adds up while the run goes on and keeps single charges and subscriptions only up to a bound, so that
/// its size does not grow with the number of subscriptions; the rest is in the books under the run's id.
public struct RunReport: Sendable {
    /// The most single charges and parked subscriptions that are kept.
    public static let mostKept = 1_000

    /// Which run it was.
    public let run: RunRecord
    /// Periods closed; more than the invoices where nothing was to be billed (3.7).
    public private(set) var boundariesClosed = 0
    /// How many invoices were issued.
    public private(set) var invoicesIssued = 0
    /// The number of the first invoice issued; nil where there is none.
    public private(set) var firstNumber: String?
    /// The number of the last; nil where there is none.
    public private(set) var lastNumber: String?
    /// How many documents were made, also for invoices that earlier runs left without.
    public var documents = 0
    /// Charges that earlier runs left open and that are now settled or still unknown.
    public private(set) var recovered = 0
    /// Charges of this run by where they stand.
    public private(set) var chargeCounts: [PaymentAttempt.State: Int] = [:]
    /// Debits that were announced to their customers, or wait for the day that was announced: all is well with them.
    public private(set) var announced = 0
    /// The first charges that did not succeed, recovered ones included.
    public private(set) var notPaid: [SettledCharge] = []
    /// Customers who were reminded of a payment or of a card that expires.
    public var reminders = 0
    /// Rounds that ended without a payment (11.3).
    public private(set) var failedRounds = 0
    /// How many subscriptions were set aside because they could not be billed.
    public private(set) var parkedCount = 0
    /// The first of them.
    public private(set) var parked: [ParkedSubscription] = []
    /// Deliveries of notices by where they stand after this run's tries; those that were put back are not counted.
    public private(set) var deliveryCounts: [DeliveryResult.State: Int] = [:]
    /// Deliveries that wait for a channel that is not set up: nothing is wrong, but somebody should know.
    public internal(set) var waitingForChannel: [Delivery.Channel: Int] = [:]
    /// Why the run stopped before its end: a brake, or a difference from what was approved.
    public var stopped: RunError?
    /// The rehearsal of what else is due, which waits to be approved; nil where none does.
    public var waitingRehearsal: String?
    /// Of a rehearsal: two that would bill the same have the same.
    public var fingerprint: String?
    /// Processors that got nothing, or nothing more: they could not be asked, they refuse our key, or an alarm stops them.
    public internal(set) var idleProcessors: Set<String> = []
    /// Those of them that cannot be asked anything.
    var silentProcessors: Set<String> = []
    /// What stopped a stage, in the words of the error.
    public var problems: [String] = []
    private var totalsByCurrency: [String: CurrencyTotal] = [:]
    /// What is refused for what it asks, each once: by processor, currency and code.
    private var refusals: Set<[String]> = []

    /// The report of a run that has done nothing yet.
    public init(run: RunRecord) { self.run = run }

    /// 0 all well, 1 something to look at (DESIGN, exit codes).
    public var needsAttention: Bool {
        parkedCount > 0 || stopped != nil || waitingRehearsal != nil || !problems.isEmpty || failedRounds > 0
            || !notPaid.isEmpty || (deliveryCounts[.dead] ?? 0) > 0
    }

    /// Sums of one currency.
    public struct CurrencyTotal: Sendable, Hashable {
        /// ISO 4217 code; sums of different currencies are never added up.
        public var currencyCode: String
        /// How many were issued.
        public var invoices = 0
        /// Σ of the totals, with tax and before the balance is applied.
        public var billedMinorUnits: Int64 = 0
        /// Σ of the tax in them.
        public var taxMinorUnits: Int64 = 0
        /// Σ of the charges that succeeded, recovered ones included.
        public var paidMinorUnits: Int64 = 0
        /// Σ of the charges that were declined; an invoice counts once for each declined attempt.
        public var declinedMinorUnits: Int64 = 0
    }

    /// By currency code.
    public var totals: [CurrencyTotal] {
        totalsByCurrency.values.sorted { $0.currencyCode < $1.currencyCode }
    }
}

extension RunReport {
    /// A batch of closed boundaries.
    mutating func add(_ batch: BoundaryBilling.Batch) {
        boundariesClosed += batch.boundaries
        parkedCount += batch.parked.count
        parked += batch.parked.prefix(Self.mostKept - parked.count)
        add(issued: batch.invoices)
    }

    /// What checkouts began that were found to be paid: their invoices and charges are the run's. One that is owed back is
    /// told by whoever found it.
    mutating func add(begun: [CheckoutBeginning]) {
        for beginning in begun {
            add(issued: beginning.invoices)
            guard let charge = beginning.charge, charge.state == .succeeded else { continue }
            chargeCounts[.succeeded, default: 0] += 1
            add(charge)
        }
    }

    private mutating func add(issued invoices: [Invoice]) {
        invoicesIssued += invoices.count
        if run.kind == .run {
            firstNumber = firstNumber ?? invoices.first?.number
            lastNumber = invoices.last?.number ?? lastNumber
        }
        for invoice in invoices {
            change(invoice.content.currency.code) { total in
                total.invoices += 1
                total.billedMinorUnits += invoice.content.totalMinorUnits
                total.taxMinorUnits += invoice.content.taxMinorUnits
            }
        }
    }

    /// Refunds that were looked at; those that failed or that nobody knows of are to be looked at by people.
    mutating func add(refunds: [Refund]) {
        for refund in refunds {
            switch refund.state {
            case .failed, .refused:
                problems.append(
                    "refund \(refund.id) is \(refund.state.rawValue): \(refund.failureCode ?? "no reason given")"
                )
            case .unknown:
                problems.append(
                    "\(refund.processor) does not say what became of refund \(refund.id): the next run asks again"
                )
            case .ready, .sent, .pending, .succeeded: break
            }
        }
    }

    /// Accounts that alarms stop: nothing is charged to them until somebody has looked.
    mutating func add(stoppedAccounts count: Int) {
        guard count > 0 else { return }
        problems.append(
            "alarms stop the charging of \(count == 1 ? "1 account" : "\(count) accounts"): see `dueday alarms list`"
        )
    }

    /// A batch of charges, with what was billed before subscriptions ended.
    mutating func add(_ batch: Charging.Batch) {
        failedRounds += batch.failedRounds.count
        boundariesClosed += batch.billed.count
        add(issued: batch.billed)
        for charge in batch.settled {
            if charge.debitAt == nil { chargeCounts[charge.state, default: 0] += 1 }
            add(charge)
        }
    }

    /// Charges of earlier runs that the sweep looked at.
    mutating func add(recovered charges: [SettledCharge]) {
        recovered += charges.count
        for charge in charges { add(charge) }
    }

    /// Debits whose day has not come.
    mutating func add(announced count: Int) { announced += count }

    /// Tries of a batch of deliveries.
    mutating func add(_ results: [DeliveryResult]) {
        for result in results where !result.isPutBack { deliveryCounts[result.state, default: 0] += 1 }
    }

    /// Deliveries that were given up because their channel came too late.
    mutating func add(expiredDeliveries count: Int) {
        if count > 0 { deliveryCounts[.dead, default: 0] += count }
    }

    private mutating func add(_ charge: SettledCharge) {
        guard charge.debitAt == nil else {
            announced += 1
            return
        }
        if charge.state != .succeeded, notPaid.count < Self.mostKept { notPaid.append(charge) }
        if let refusal = RefusedRequest(charge), refusals.insert(refusal.kind).inserted {
            problems.append("\(refusal)")
        }
        change(charge.currencyCode) { total in
            if charge.state == .succeeded { total.paidMinorUnits += charge.amountMinorUnits }
            if charge.state == .declined { total.declinedMinorUnits += charge.amountMinorUnits }
        }
    }

    private mutating func change(_ currencyCode: String, _ body: (inout CurrencyTotal) -> Void) {
        body(&totalsByCurrency[currencyCode, default: CurrencyTotal(currencyCode: currencyCode)])
    }
}
