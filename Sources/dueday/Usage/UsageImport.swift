import Billing
import BillingRun

/// Records events in batches; where a batch is refused, halves of it are tried until the bad rows stand alone.
struct UsageImport {
    typealias Row = (event: UsageEvent, line: Int)

    private(set) var recorded = 0
    private(set) var repeated = 0
    private(set) var bad: [(line: Int, reason: String)] = []
    /// What hard limits did not allow: kept as refused, and never billed.
    private(set) var refused: [(line: Int, reason: String)] = []
    private let commands: AccountCommands
    private let limits: CustomerView?
    private let batchSize = 10_000

    /// - Parameter limits: asks hard limits about every event, one after the other; nil records without asking.
    init(_ commands: AccountCommands, enforcing limits: CustomerView? = nil) {
        self.commands = commands
        self.limits = limits
    }

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
        if let limits { return try await record(rows, within: limits) }
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

    private mutating func record(_ rows: ArraySlice<Row>, within limits: CustomerView) async throws {
        for row in rows {
            do {
                switch try await limits.record(row.event) {
                case .recorded(let result):
                    recorded += result.recorded
                    repeated += result.repeated
                case .refused(let use):
                    let reason = LimitRefusal.message(row.event.meter, current: use.current, limit: use.limit)
                    refused.append((row.line, reason))
                }
            } catch let error as BillingError {
                bad.append((row.line, "\(error)"))
            } catch let error as RunError {
                bad.append((row.line, "\(error)"))
            }
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
