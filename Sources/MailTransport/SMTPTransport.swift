import Dispatch
import Synchronization

/// Hands mails to a server through libcurl, several at once, each lane on a thread and a kept connection of its own.
///
/// A mail is put on the wire once a call: libcurl repeats no upload but HTTP's by itself.
public final class SMTPTransport: Sendable {
    private let lanes: [SMTPLane]
    private let next = Atomic<Int>(0)

    /// - Parameter connections: the most connections to the server at once.
    public init(_ server: SMTPServer, connections: Int = 4) {
        lanes = (0..<max(1, connections)).map { SMTPLane(server, number: $0) }
    }

    /// Hands one mail over and returns how it ended. It never throws and looks at no cancellation: what may have left
    /// must be waited for, and time-outs bound the wait.
    public func send(_ message: MailMessage) async -> SMTPOutcome {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return await lanes[(turn & Int.max) % lanes.count].send(message)
    }
}

/// One connection to the server, used for one mail at a time.
private final class SMTPLane: Sendable {
    private let server: SMTPServer
    /// Blocking calls stay off Swift's own threads.
    private let queue: DispatchQueue
    /// Used on `queue` only; kept because it keeps the connection.
    private let handle = SMTPHandle()

    init(_ server: SMTPServer, number: Int) {
        self.server = server
        queue = DispatchQueue(label: "dueday.smtp.\(number)")
    }

    func send(_ message: MailMessage) async -> SMTPOutcome {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                let outcome =
                    handle?.send(message, to: server) ?? .unreachable("libcurl has no memory for a handle")
                continuation.resume(returning: outcome)
            }
        }
    }
}
