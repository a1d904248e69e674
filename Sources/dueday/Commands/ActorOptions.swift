import ArgumentParser
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
}

extension Database {
    /// Adds what a command did to the audit trail.
    func note(
        _ action: String, by actor: ActorOptions, account: String? = nil, subject: String? = nil,
        detail: [String: String] = [:]
    ) async throws {
        try await books.note(
            AuditEntry(
                actor: try actor.name(), action: action, account: account, subject: subject,
                reason: actor.reason, detail: detail))
    }
}
