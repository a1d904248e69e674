#if FAULT_INJECTION
    import Glibc
#endif

/// The five ways of charging wrongly that others have gone (PROCESSORS 5). A test build takes one of them when
/// `DUEDAY_WRONG` names it; a campaign that does not notice is no proof. In a release build none is ever on.
public enum WrongVariant: String, Sendable, Hashable, CaseIterable {
    /// Every send has a key of its own.
    case newKeyPerSend = "new-key-per-send"
    /// A 5xx counts as a failed charge.
    case serverErrorIsFailure = "5xx-is-failure"
    /// What may have been sent is sent again although the processor has forgotten its key.
    case resendAfterExpiry = "resend-after-expiry"
    /// The mark that a request leaves is written after it has left.
    case noMarkBeforeCall = "no-mark-before-call"
    /// The body is made anew for every send.
    case bodyRebuilt = "body-rebuilt"

    /// Whether this process is to do it.
    public var isOn: Bool {
        #if FAULT_INJECTION
            Self.chosen == self
        #else
            false
        #endif
    }

    #if FAULT_INJECTION
        private static let chosen: WrongVariant? = getenv(FaultVariables.wrong).map { text in
            guard let variant = WrongVariant(rawValue: String(cString: text)) else {
                fatalError("\(FaultVariables.wrong) names no wrong variant")
            }
            return variant
        }
    #endif
}
