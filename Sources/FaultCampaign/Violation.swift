/// A broken promise, by the invariants of PROCESSORS 5.
struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// Which promise.
    enum Promise: String, Sendable, CaseIterable {
        case oneKeptSuccess = "I1, at most one kept success per invoice"
        case paidExactlyWhenCharged = "I2, paid exactly when one charge over its amount succeeded"
        case declinedWhenDeclined = "a charge counts as declined only when its processor declined it"
        case ledgerAgrees = "I3, the ledger's sum is the processor's"
        case oneAttemptPerCharge = "I4, every charge belongs to one attempt, and an attempt has one at most"
        case quiet = "I5, nothing is under way after quiet"
        case triesWithinCaps = "I6, tries stay within the caps"
        case oneReceipt = "I7, one receipt for a paid invoice and none for another"
        case noAlarm = "I8, no alarm"
        case noSecretInOutput = "I9, no secret in what the program prints"
        case nothingLost = "no charge is lost"
        case booksAgree = "sql/checks"
        case endsInOrder = "a process ends by its kill or with an exit code of its own"
    }

    var promise: Promise
    var detail: String

    var description: String { "\(promise.rawValue): \(detail)" }
}
