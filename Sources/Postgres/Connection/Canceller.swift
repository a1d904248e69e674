import CLibPQ

/// Stops the running statement of a connection from any thread.
///
/// `PQcancel` names a session, not a statement: sent a moment too late it would stop the next one. So it is sent
/// under a lock, only while a statement runs, and the statement's end waits for the lock.
final class Canceller: Sendable {
    private struct State {
        var scope: UInt64 = 0
        var isCancelled = false
        var isStatementRunning = false
    }

    private let state = Locked(State())
    private let handle: CancelHandle

    /// Nil when libpq is out of memory.
    init?(_ connection: OpaquePointer) {
        guard let handle = PQgetCancel(connection) else { return nil }
        self.handle = CancelHandle(pointer: handle)
    }

    deinit {
        PQfreeCancel(handle.pointer)
    }

    /// A scope is one caller's work; cancelling it also refuses the statements it has not yet begun.
    func beginScope() -> UInt64 {
        state.withLock { state in
            state.scope += 1
            state.isCancelled = false
            return state.scope
        }
    }

    func cancel(scope: UInt64) {
        state.withLock { state in
            guard state.scope == scope else { return }
            state.isCancelled = true
            if state.isStatementRunning { handle.send() }
        }
    }

    /// Stops the statement that runs now, if any.
    func cancelRunningStatement() {
        state.withLock { state in
            guard state.isStatementRunning else { return }
            state.isCancelled = true
            handle.send()
        }
    }

    func beginStatement() throws(PostgresError) {
        try state.withLock { state throws(PostgresError) in
            guard !state.isCancelled else { throw .cancelled }
            state.isStatementRunning = true
        }
    }

    /// True when the statement that ends was asked to stop.
    func endStatement() -> Bool {
        state.withLock { state in
            state.isStatementRunning = false
            return state.isCancelled
        }
    }
}

/// `PQcancel` is the one libpq call that any thread may make.
private struct CancelHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// A refusal has no consequence: the statement then runs to its end.
    func send() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = PQcancel(pointer, message.baseAddress, Int32(message.count))
        }
    }
}
