import Glibc

/// A thread of its own for an actor whose work blocks.
///
/// The cooperative pool has one thread a core; a libpq call or a `waitpid` on it would stop unrelated tasks. The
/// thread ends when the executor is released. It takes no signals: the program has one thread for them.
package final class DedicatedThread: SerialExecutor {
    private let jobs = JobQueue()

    package init() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(jobs)
        let failure = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                blockAllSignals()
                Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue().runUntilClosed()
                return nil
            }, context.toOpaque())
        // An executor cannot report an error, and without its thread every call on the actor would hang.
        precondition(failure == 0, "the system refuses another thread (error \(failure))")
        pthread_detach(thread)
    }

    deinit {
        jobs.close()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        jobs.append(UnownedJob(job), executor: self)
    }
}

private func blockAllSignals() {
    var everySignal = sigset_t()
    sigfillset(&everySignal)
    pthread_sigmask(SIG_BLOCK, &everySignal, nil)
}

/// The jobs that wait for a ``DedicatedThread``, first in, first out.
private final class JobQueue: @unchecked Sendable {  // every access holds `mutex`
    private struct Entry {
        let job: UnownedJob
        /// Keeps the executor alive until its job has returned, even when the job drops the last actor.
        let executor: DedicatedThread
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var entries: [Entry] = []
    private var isClosed = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func append(_ job: UnownedJob, executor: DedicatedThread) {
        pthread_mutex_lock(mutex)
        entries.append(Entry(job: job, executor: executor))
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    func runUntilClosed() {
        while let batch = takeAll() {
            for entry in batch {
                entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
            }
        }
    }

    /// Waits for jobs; nil when the queue is closed and empty.
    private func takeAll() -> [Entry]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while entries.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(changed, mutex)
        }
        defer { entries = [] }
        return entries
    }
}
