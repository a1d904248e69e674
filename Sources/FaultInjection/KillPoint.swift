/// The places at which a process of a test build can be made to die or to stop: the kill table of PROCESSORS 5.
///
/// In a release build a point is nothing, and no setting reaches it. In a debug build `DUEDAY_CRASH` says where the
/// process kills itself: "K5:3" at the third pass of K5, "K3:1:stop" stops it there with SIGSTOP, "K6:1:abort" ends
/// it as a crash does; several, separated by commas. K11 of the table is a process stopped at K3, K12 the server killed
/// under processes that stand at K1, K2b and K7.
public enum KillPoint: String, Sendable, Hashable, CaseIterable {
    /// T1 has written its attempts and is not committed.
    case beforePrepareCommits = "K1"
    /// T1 is committed.
    case afterPrepare = "K2"
    /// T2 has marked its attempts and is not committed.
    case beforeMarkCommits = "K2b"
    /// T2 is committed, not a byte has left.
    case afterMark = "K3"
    /// Half of a request has left.
    case halfRequestSent = "K4"
    /// The processor has answered.
    case answerInHand = "K5"
    /// All answers of a batch are in, T3 has not begun.
    case beforeSettle = "K6"
    /// T3 has written and is not committed.
    case beforeSettleCommits = "K7"
    /// T3 is committed.
    case afterSettle = "K8"
    /// The sweep has asked about old attempts and has written nothing of it.
    case sweepHasAsked = "K9"
    /// A webhook is written and not committed.
    case beforeEventCommits = "K10"
    /// A webhook is committed and not acknowledged.
    case beforeEventIsAcknowledged = "K10b"
    /// T2 of a refund is committed, not a byte has left.
    case afterRefundMark = "R3"
    /// The processor has answered a refund.
    case refundAnswerInHand = "R5"
    /// T3 of a refund has written and is not committed.
    case beforeRefundSettles = "R7"

    /// Dies or stops here when it is this pass's turn.
    public func pass() {
        #if FAULT_INJECTION
            if let signal = signalOfThisPass() { takeEffect(signal) }
        #endif
    }
}
