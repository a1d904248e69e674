import Billing
import BillingFormats
import BillingRun
import BillingStore
import Postgres
import PrivatePostgres
import Simulation

/// How a command failed, in the terms of the exit codes (DESIGN): one line, what, where, what to do.
struct CommandFailure: Error, CustomStringConvertible {
    /// The exit codes; 0 is all well.
    enum Code: Int32 {
        /// Done, with something to look at.
        case attention = 1
        /// Bad usage, input or configuration; nothing was changed.
        case usage = 2
        /// Database or processor out of reach, or a processor is stopped; nothing was lost, run again.
        case unreachable = 3
        /// Stopped by the brake.
        case brake = 4
    }

    var code: Code
    var message: String
    var description: String { message }

    static func usage(_ message: String) -> CommandFailure { CommandFailure(code: .usage, message: message) }

    static func unreachable(_ message: String) -> CommandFailure {
        CommandFailure(code: .unreachable, message: message)
    }

    /// The name of the code in JSON errors.
    var name: String {
        switch code {
        case .attention: "attention"
        case .usage: "invalid"
        case .unreachable: "unreachable"
        case .brake: "brake"
        }
    }
}

extension CommandFailure {
    /// Any error as one line and an exit code.
    init(explaining error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as StoreError: self.init(error)
        case let error as PostgresError: self.init(StoreError.database(error))
        case let error as PrivatePostgresError:
            self = .unreachable("the private PostgreSQL: \(error)")
        case BillingError.unknown(let kind, _) where Self.lists[kind] != nil:
            self = .usage("\(error): `dueday \(Self.lists[kind] ?? "")` shows them")
        case RunError.refundsNotListed: self = .unreachable("\(error)")
        case let error as RunError: self = .usage("\(error)")
        default: self = .usage("\(error)")
        }
    }

    /// The command that lists what has an id.
    private static let lists = [
        "account": "account list", "subscription": "subscription list", "invoice": "invoice list",
        "payment": "payment list", "checkout": "checkout list", "open alarm": "alarms list",
        "plan": "catalog show",
    ]

    private init(_ error: StoreError) {
        switch error {
        case .database(let cause):
            switch cause {
            case .unreachable, .authenticationFailed, .databaseMissing, .serverTooOld, .connectionLost,
                .commitOutcomeUnknown:
                self = .unreachable("\(error); nothing is lost, run again when it is back")
            default: self = .usage("\(error)")
            }
        case .conflicts: self = .unreachable("\(error)")
        case .notMigrated, .unreadable, .unwritable: self = .usage("\(error)")
        }
    }
}
