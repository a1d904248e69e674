import Glibc

/// A value that only one thread at a time may touch.
///
/// A `pthread_mutex` and not `Synchronization.Mutex`: ThreadSanitizer does not see through the latter on Linux
/// and reports races that are none.
package final class Locked<Value>: @unchecked Sendable {  // the mutex guards the only stored value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the value while every other thread waits.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
