/// What can keep a sandbox from starting.
public enum SandboxError: Error, Sendable, Hashable {
    /// The port is taken or may not be bound.
    case cannotListen(String)
    /// The journal cannot be opened, read or written.
    case journal(String)
    /// A line of the journal other than a torn last one is not readable; its number from 1.
    case journalDamaged(line: Int)
    /// No charge of that reference has taken money.
    case noSuchCharge(String)
    /// Events cannot be sent: libcurl is not usable here.
    case cannotSend(String)
}
