import Billing
import Monetary

/// Why a stage or command stopped. What was committed before stays; running again goes on from there.
public enum RunError: Error, Sendable, Hashable {
    /// No catalogue has been applied yet.
    case noCatalog
    /// A method's processor is not set up here.
    case noGateway(processor: String)
    /// A processor refuses our credentials.
    case gatewayRefuses(processor: String, reason: String)
    /// A processor does not list its charges, so that nobody knows whether the books have them all.
    case notListed(processor: String, reason: String)
    /// A processor does not list its charges, and these books are others than those it was last compared with: nobody knows
    /// what was charged after the copy was made.
    case notListedAfterRestore(processor: String, reason: String)
    /// A processor does not say what it has given back of a charge, so that nobody knows whether more may go back.
    case refundsNotListed(processor: String, charge: String, reason: String)
    /// The zone of an account or seller is not in this machine's zone database.
    case unknownZone(String)
    /// Usage with an id that was recorded with other content (5.1).
    case conflictingUsage(id: String, account: String, difference: String)
    /// Two transactions claimed the same boundary; nothing was written by the later one.
    case boundaryTaken(subscription: String, boundary: String)
    /// A bound that the operator set would be left; the batch that would leave it was not written.
    case brake(BrakeReason)
    /// What would be issued is not what was approved.
    case differsFromApproved(rehearsal: String, DraftDifference)
    /// A subscription that was approved for billing cannot be billed any more.
    case noLongerBillable(rehearsal: String, subscription: String, reason: String)

    /// Whether it stops a run before more is written, for a person to look (DESIGN, exit code 4).
    public var stopsRun: Bool {
        switch self {
        case .brake, .differsFromApproved, .noLongerBillable: true
        default: false
        }
    }
}

extension RunError: CustomStringConvertible {
    /// One line for an operator: what is wrong and what to do about it.
    public var description: String {
        switch self {
        case .noCatalog: "no catalogue is in force: apply one with `dueday catalog apply FILE`"
        case .noGateway(let processor):
            "a payment method is held by \(processor), which is not set up: set its key (see `dueday settings`)"
        case .gatewayRefuses(let processor, let reason):
            "\(processor) refuses our key: \(reason); nothing was charged there, check the key and run again"
        case .notListed(let processor, let reason):
            "\(processor) refuses our key, or cannot be asked: it does not list its charges (\(reason)); nothing was "
                + "charged there, nor to accounts that have a method there; `dueday doctor` says whether it is the key or the "
                + "way there, then run again"
        case .notListedAfterRestore(let processor, let reason):
            "nothing is charged through any processor: these books were restored from a copy, or failed over to one, after "
                + "the charges of \(processor) were last compared, and \(processor) does not list them now (\(reason)), so "
                + "that an invoice may be paid there already; `dueday doctor` says whether it is the key or the way there, "
                + "then run again"
        case .refundsNotListed(let processor, let charge, let reason):
            "\(processor) does not say what it has given back of \(charge) (\(reason)): nothing was sent and nothing "
                + "written, try again"
        case .unknownZone(let zone): "the time zone \"\(zone)\" is not known here: is tzdata installed?"
        case .conflictingUsage(let id, let account, let difference):
            "usage \"\(id)\" of account \"\(account)\" was recorded before with another \(difference) (rule 5.1)"
        case .boundaryTaken(let subscription, let boundary):
            "the boundary \(boundary) of \"\(subscription)\" was billed already"
        case .brake(let reason):
            "stopped by the brake: \(reason); look with `dueday run --dry-run`, then raise the bound or run once with "
                + "--without-brake"
        case .differsFromApproved(let rehearsal, let difference):
            "stopped: \"\(difference.subscription)\" at \(difference.boundary) \(difference.words), not what was "
                + "approved in \(rehearsal); rehearse again with `dueday run --dry-run` and approve that"
        case .noLongerBillable(let rehearsal, let subscription, let reason):
            "stopped: \"\(subscription)\" was approved in \(rehearsal) and cannot be billed any more: \(reason); "
                + "rehearse again with `dueday run --dry-run` and approve that"
        }
    }
}

extension DraftDifference {
    /// "comes to 12.00 USD now instead of 10.00 USD".
    fileprivate var words: String {
        switch (nowMinorUnits, approvedMinorUnits) {
        case (let now?, let approved?) where now == approved: "has other lines or taxes of the same total"
        case (let now, let approved): "comes to \(text(now)) now instead of \(text(approved))"
        }
    }

    private func text(_ minorUnits: Int64?) -> String {
        guard let minorUnits else { return "no invoice" }
        guard let currencyCode else { return "\(minorUnits) minor units" }
        do {
            return "\(try Currency(code: currencyCode).majorUnits(minorUnits)) \(currencyCode)"
        } catch {
            // The message is about a difference and must come through, whatever the draft says.
            return "\(minorUnits) minor units of \(currencyCode)"
        }
    }
}
