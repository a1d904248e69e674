import ArgumentParser
import BillingRun
import BillingStore
import Foundation

/// Who does something and why, for the audit trail.
struct ActorOptions: ParsableArguments {
    @Option(name: .customLong("by"), help: "Who does this, for the audit trail; your login unless given.")
    var actor: String?
    @Option(help: "Why, for the audit trail.")
    var reason: String?

    /// The name given, or the login of the person behind sudo, or of the process.
    func name() throws -> String {
        if let actor {
            let isPrintable = actor.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard isPrintable, !actor.isEmpty, actor.utf8.count <= 200 else {
                throw CommandFailure.usage("--by is a name of 1 to 200 bytes without control characters")
            }
            return actor
        }
        let environment = ProcessInfo.processInfo.environment
        let login = environment["SUDO_USER"] ?? environment["USER"] ?? ""
        return login.isEmpty ? NSUserName() : login
    }

    /// Why; for commands that never go without.
    func requiredReason() throws -> String {
        guard let reason, !reason.isEmpty else {
            throw CommandFailure.usage("--reason is missing: say why, it stays in the audit trail for good")
        }
        return reason
    }

    /// A line of the audit trail by this person.
    func entry(
        _ action: String, account: String? = nil, subject: String? = nil, detail: [String: String] = [:]
    ) throws -> AuditEntry {
        AuditEntry(
            actor: try name(), action: action, account: account, subject: subject, reason: reason,
            detail: detail)
    }
}

extension Database {
    /// The books for what a command changes: the change and its line in the audit trail are there together, or not
    /// at all.
    func books(
        noting action: String, by actor: ActorOptions, account: String? = nil, subject: String? = nil,
        detail: [String: String] = [:]
    ) throws -> PostgresBooks {
        books.noting(try actor.entry(action, account: account, subject: subject, detail: detail))
    }
}
