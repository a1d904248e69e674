import Dispatch
import Glibc

/// Ctrl-C and SIGTERM, noticed from the moment it is made: a server makes it before it says that it listens, so that no
/// signal is lost in between.
struct Termination {
    private let signals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// Takes both signals over from the system: once registered, each source has its own action for its signal, and until
    /// then the signal ends the process as it always does. Ignoring it before would lose one that comes in between.
    static func noticed() async -> Termination {
        let (signals, noticed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var sources: [any DispatchSourceSignal] = []
        for number in [SIGINT, SIGTERM] {
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler(handler: DispatchWorkItem { noticed.yield() })
            await withCheckedContinuation { (registered: CheckedContinuation<Void, Never>) in
                source.setRegistrationHandler(handler: DispatchWorkItem { registered.resume() })
                source.resume()
            }
            sources.append(source)
        }
        return Termination(signals: signals, sources: sources)
    }

    /// Returns at the first of them, also where that has come already.
    func wait() async {
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
