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
        /// Database or processor out of reach; nothing was lost, run again.
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
