public import BillingCalendar
import Monetary

/// What an account has with the seller: credit that can be used up, and small amounts that are still owed (9).
public struct AccountBalance: Sendable, Hashable, Codable {
    /// Credit from one cause.
    public struct Grant: Sendable, Hashable, Codable {
        /// Counts the account's grants: the older one has the lower number.
        public var sequence: Int
        /// What no invoice has used yet; minor units, never below zero.
        public var remainingMinorUnits: Int64
        /// At or after it the grant is gone (9.1); nil: never.
        public var expiresAt: Instant?
    }

    /// What can still be used, in the order given.
    public var grants: [Grant]
    /// Amounts under the seller's minimum that the next invoice collects (9.2).
    public var carriedMinorUnits: Int64
    /// The number of the next grant, so that older ones stay apart from newer.
    public var nextSequence: Int

    /// The balance of an account without any row.
    public static let empty = AccountBalance(grants: [], carriedMinorUnits: 0, nextSequence: 1)

    /// The sum of all rows, given that what has expired by `at` has its rows.
    public func minorUnits(at: Instant) -> Int64 {
        grants.reduce(-carriedMinorUnits) { $0 + ($1.isGone(at: at) ? 0 : $1.remainingMinorUnits) }
    }

    /// When the next grant expires of which something is left; nil where none does.
    public var nextExpiryAt: Instant? {
        grants.filter { $0.remainingMinorUnits > 0 }.compactMap(\.expiresAt).min()
    }

    /// Takes expired grants off. A grant is gone at or after its expires_at (9.1).
    public mutating func expire(at: Instant) -> [BalanceEntry] {
        let gone = grants.filter { $0.isGone(at: at) && $0.remainingMinorUnits > 0 }
        grants.removeAll { $0.isGone(at: at) || $0.remainingMinorUnits == 0 }
        return gone.map {
            BalanceEntry(cause: .expired, minorUnits: -$0.remainingMinorUnits, at: $0.expiresAt ?? at)
        }
    }

    /// Adds credit that a person or a negative invoice gives.
    public mutating func grant(
        _ minorUnits: Int64, cause: BalanceEntry.Cause, expiresAt: Instant?, at: Instant
    ) -> BalanceEntry {
        grants.append(
            Grant(sequence: nextSequence, remainingMinorUnits: minorUnits, expiresAt: expiresAt))
        nextSequence += 1
        return BalanceEntry(cause: cause, minorUnits: minorUnits, at: at)
    }

    /// Puts something on the balance that never expires, or takes back what was put off: below zero it is owed until the
    /// next invoice collects it.
    public mutating func put(_ minorUnits: Int64, cause: BalanceEntry.Cause, at: Instant) -> BalanceEntry {
        guard minorUnits < 0 else { return grant(minorUnits, cause: cause, expiresAt: nil, at: at) }
        carriedMinorUnits -= minorUnits
        return BalanceEntry(cause: cause, minorUnits: minorUnits, at: at)
    }

    /// What may go back to its customer: credit that never expires, less what is still owed. What expires was given, not
    /// paid.
    public var returnableMinorUnits: Int64 {
        grants.reduce(-carriedMinorUnits) { $0 + ($1.expiresAt == nil ? $1.remainingMinorUnits : 0) }
    }

    /// Takes money off that goes another way than to an invoice: of credit that never expires first, the oldest before the
    /// rest; what that does not cover is owed until the next invoice collects it.
    public mutating func take(_ minorUnits: Int64, cause: BalanceEntry.Cause, at: Instant) -> BalanceEntry {
        var left = minorUnits
        for index in grants.indices where grants[index].expiresAt == nil {
            let part = min(grants[index].remainingMinorUnits, left)
            grants[index].remainingMinorUnits -= part
            left -= part
        }
        grants.removeAll { $0.remainingMinorUnits == 0 }
        carriedMinorUnits += left
        return BalanceEntry(cause: cause, minorUnits: -minorUnits, at: at)
    }

    /// Settles an invoice's total against the balance (9.1, 9.2).
    ///
    /// - Parameter minimum: amounts due below it are carried; 0: none.
    mutating func settle(total: Int64, minimum: Int64, at: Instant) -> Settlement {
        var entries = expire(at: at)
        guard total > 0 else {
            if total < 0 { entries.append(grant(-total, cause: .negativeInvoice, expiresAt: nil, at: at)) }
            return Settlement(appliedMinorUnits: total, dueMinorUnits: 0, entries: entries)
        }
        let used = use(upTo: total, at: at)
        if used > 0 { entries.append(BalanceEntry(cause: .applied, minorUnits: -used, at: at)) }
        if carriedMinorUnits > 0 {
            entries.append(BalanceEntry(cause: .carriedCollected, minorUnits: carriedMinorUnits, at: at))
        }
        let due = total - used + carriedMinorUnits
        carriedMinorUnits = 0
        guard due > 0, due < minimum else {
            return Settlement(appliedMinorUnits: total - due, dueMinorUnits: due, entries: entries)
        }
        carriedMinorUnits = due
        entries.append(BalanceEntry(cause: .carried, minorUnits: -due, at: at))
        return Settlement(appliedMinorUnits: total, dueMinorUnits: 0, entries: entries)
    }

    /// Grants that expire first, then older ones.
    private mutating func use(upTo total: Int64, at: Instant) -> Int64 {
        let order = grants.indices.sorted { first, second in
            let left = grants[first].expiresAt?.secondsSinceEpoch ?? .max
            let right = grants[second].expiresAt?.secondsSinceEpoch ?? .max
            return (left, grants[first].sequence) < (right, grants[second].sequence)
        }
        var used: Int64 = 0
        for index in order where used < total {
            let part = min(grants[index].remainingMinorUnits, total - used)
            grants[index].remainingMinorUnits -= part
            used += part
        }
        grants.removeAll { $0.remainingMinorUnits == 0 }
        return used
    }
}

extension AccountBalance.Grant {
    func isGone(at: Instant) -> Bool { expiresAt.map { at >= $0 } ?? false }
}

/// One change of a balance with its cause (9.3).
public struct BalanceEntry: Sendable, Hashable, Codable {
    /// Why a balance changed; as it is stored with the row.
    public enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
        /// Given by a person.
        case granted
        case negativeInvoice = "negative_invoice"
        /// Used to pay an invoice.
        case applied
        case expired
        /// An amount under the seller's minimum was put off.
        case carried
        /// An amount put off earlier was added to an invoice.
        case carriedCollected = "carried_collected"
        /// A credit note gave back what was paid (10.2).
        case creditNote = "credit_note"
        /// Money that arrived for an invoice beyond what it asked for.
        case overpaid
        /// Money that a customer paid at a processor's checkout for something that no invoice asks for as it is.
        case prepaid
        /// Of that, what is to go back to the customer through the processor, or could not.
        case returned
        /// Of that, what the processor has taken away for a dispute, or given again.
        case disputed
        /// A voided invoice gave back what the balance had paid of it, or put off again what it collected.
        case voided
    }

    /// Tells which booking the change belongs to.
    public var cause: Cause
    /// Above zero what the account gains, below what it loses.
    public var minorUnits: Int64
    /// When it took effect: of an expired grant its `expiresAt`, which may lie before the run.
    public var at: Instant
}

/// How an invoice was settled against the balance.
struct Settlement {
    /// total = applied + due on every invoice.
    var appliedMinorUnits: Int64
    var dueMinorUnits: Int64
    var entries: [BalanceEntry]
}
