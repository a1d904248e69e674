import BillingRun
import Glibc
import Synchronization

/// Tells how far a run is: a line that is redrawn on a terminal, one JSON line a stage otherwise.
final class RunProgressBar: RunProgress {
    private let isQuiet: Bool
    private let counts = Mutex<[Stage: Int]>([:])

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func enter(_ stage: Stage) async throws {
        guard !isQuiet else { return }
        if Terminal.errorIsTerminal {
            Terminal.noteInPlace("\r\u{1B}[K\(Self.words(stage))")
        } else {
            Terminal.note(#"{"stage": "\#(stage.rawValue)"}"#)
        }
    }

    func advance(_ stage: Stage, by count: Int) async {
        guard !isQuiet, Terminal.errorIsTerminal else { return }
        let total = counts.withLock { counts in
            counts[stage, default: 0] += count
            return counts[stage] ?? 0
        }
        Terminal.noteInPlace("\r\u{1B}[K\(Self.words(stage)): \(total)")
    }

    /// Takes the line away.
    func finish() {
        if !isQuiet && Terminal.errorIsTerminal { Terminal.noteInPlace("\r\u{1B}[K") }
    }

    private static func words(_ stage: Stage) -> String {
        switch stage {
        case .recover: "settling what an earlier run left open"
        case .invoice: "closing boundaries"
        case .render: "writing documents"
        case .charge: "charging"
        case .dunning: "reminding customers"
        case .notify: "telling customers"
        }
    }
}
