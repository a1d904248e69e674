import Dispatch
import Glibc

/// Waits for Ctrl-C or SIGTERM.
enum Termination {
    static func wait() async {
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        let interrupt = DispatchSource.makeSignalSource(signal: SIGINT)
        let terminate = DispatchSource.makeSignalSource(signal: SIGTERM)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let queue = DispatchQueue(label: "dueday.termination")
            // Read and written on `queue` only, hence unsafe in the compiler's eyes alone.
            nonisolated(unsafe) var waiting: CheckedContinuation<Void, Never>? = continuation
            for source in [interrupt, terminate] {
                source.setEventHandler(
                    handler: DispatchWorkItem {
                        queue.async {
                            waiting?.resume()
                            waiting = nil
                        }
                    })
                source.resume()
            }
        }
        interrupt.cancel()
        terminate.cancel()
    }
}
