import Billing

/// What a dispute does to the money; each is posted once for its dispute.
public enum DisputeStep: String, Sendable, Hashable, CaseIterable {
    /// The processor has taken it away.
    case withdrawn
    /// The dispute was won: it is ours again.
    case reinstated
    /// The dispute was lost: it stays away.
    case lost

    /// What is to be posted of a dispute as it stands now.
    static func following(_ dispute: ProcessorDispute, posted: Set<DisputeStep>) -> [DisputeStep] {
        var steps: [DisputeStep] = []
        let isAway = posted.contains(.withdrawn)
        if !isAway, dispute.isWithdrawn || dispute.status == .lost { steps.append(.withdrawn) }
        switch dispute.status {
        case .open: break
        case .won where isAway && !posted.contains(.reinstated): steps.append(.reinstated)
        case .lost where !posted.contains(.lost): steps.append(.lost)
        case .won, .lost: break
        }
        return steps
    }
}
