import Billing

/// Why a stage or command stopped. What was committed before stays; running again goes on from there.
public enum RunError: Error, Sendable, Hashable {
    /// No catalogue has been applied yet.
    case noCatalog
    /// A method's processor is not set up here.
    case noGateway(processor: String)
    /// A processor refuses our credentials.
    case gatewayRefuses(processor: String, reason: String)
    /// The zone of an account or seller is not in this machine's zone database.
    case unknownZone(String)
    /// Usage with an id that was recorded with other content (5.1).
    case conflictingUsage(id: String, account: String, difference: String)
    /// Two transactions claimed the same boundary; nothing was written by the later one.
    case boundaryTaken(subscription: String, boundary: String)
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
        case .unknownZone(let zone): "the time zone \"\(zone)\" is not known here: is tzdata installed?"
        case .conflictingUsage(let id, let account, let difference):
            "usage \"\(id)\" of account \"\(account)\" was recorded before with another \(difference) (rule 5.1)"
        case .boundaryTaken(let subscription, let boundary):
            "the boundary \(boundary) of \"\(subscription)\" was billed already"
        }
    }
}
