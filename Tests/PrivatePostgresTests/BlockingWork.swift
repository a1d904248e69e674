import Postgres

/// Runs what blocks on a thread of its own.
actor BlockingWork {
    private let thread = DedicatedThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func run<Value: Sendable>(_ work: @Sendable () throws -> Value) throws -> Value {
        try work()
    }
}
