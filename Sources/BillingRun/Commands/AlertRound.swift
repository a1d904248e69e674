import Billing
public import BillingCalendar
import Monetary

/// Looks at the limits of one subscription after the other. One that cannot be rated is told at the end and keeps no other
/// from its alerts; of many alerts and failures the first are kept, and all are counted.
public struct AlertRound: Sendable {
    /// A subscription whose use could not be rated.
    public struct Failure: Sendable, Hashable {
        /// Its id.
        public var subscription: String
        /// Why, in one sentence.
        public var reason: String
    }

    /// The first alerts found.
    public private(set) var alerts: [CustomerView.Alert] = []
    /// How many were found.
    public private(set) var alertCount = 0
    /// The first failures.
    public private(set) var failures: [Failure] = []
    /// How many there were.
    public private(set) var failureCount = 0

    private let view: CustomerView
    private let kept: Int

    /// - Parameter kept: how many alerts and failures are kept at most.
    public init(_ view: CustomerView, keeping kept: Int = 1_000) {
        self.view = view
        self.kept = kept
    }

    /// - Throws: when the store is out of reach; what was told before stays told.
    public mutating func look(at subscriptions: [String], at instant: Instant) async throws {
        for id in subscriptions {
            do {
                let found = try await view.alerts(id, at: instant)
                alertCount += found.count
                alerts += found.prefix(kept - alerts.count)
            } catch let error as BillingError {
                fail(id, "\(error)")
            } catch let error as MonetaryError {
                fail(id, "\(error)")
            }
        }
    }

    private mutating func fail(_ subscription: String, _ reason: String) {
        failureCount += 1
        if failures.count < kept { failures.append(Failure(subscription: subscription, reason: reason)) }
    }
}
