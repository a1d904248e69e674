import Billing
import BillingRun

/// Records events in batches; where a batch is refused, halves of it are tried until the bad rows stand alone.
struct UsageImport {
    typealias Row = (event: UsageEvent, line: Int)

    private(set) var recorded = 0
    private(set) var repeated = 0
    private(set) var bad: [(line: Int, reason: String)] = []
    private let commands: AccountCommands
    private let batchSize = 10_000

    init(_ commands: AccountCommands) { self.commands = commands }

    /// - Throws: when the store is out of reach; what was recorded before stays, and importing again is harmless.
    mutating func run(_ file: UsageFile, progress: (Int) -> Void) async throws {
        var file = file
        var rows: [Row] = []
        while let item = try file.next() {
            switch item {
            case .bad(let line, let reason): bad.append((line, reason))
            case .event(let event, let line): rows.append((event, line))
            }
            guard rows.count == batchSize else { continue }
            try await record(rows[...])
            rows.removeAll(keepingCapacity: true)
            progress(recorded + repeated)
        }
        try await record(rows[...])
        bad.sort { $0.line < $1.line }
    }

    private mutating func record(_ rows: ArraySlice<Row>) async throws {
        guard !rows.isEmpty else { return }
        do {
            let result = try await commands.recordUsage(rows.map(\.event))
            recorded += result.recorded
            repeated += result.repeated
        } catch let error as BillingError {
            try await narrow(rows, error)
        } catch let error as RunError {
            try await narrow(rows, error)
        }
    }

    private mutating func narrow(_ rows: ArraySlice<Row>, _ error: any Error) async throws {
        guard rows.count > 1 else {
            bad.append((rows.first?.line ?? 0, "\(error)"))
            return
        }
        let middle = rows.startIndex + rows.count / 2
        try await record(rows[..<middle])
        try await record(rows[middle...])
    }
}
