import BillingStore
import Foundation

/// Who works at this terminal, for the audit trail.
enum Operator {
    /// The name of the user that runs the program.
    static var name: String { "\(ProcessInfo.processInfo.userName)@\(ProcessInfo.processInfo.hostName)" }

    /// What was done, by whom and why.
    static func entry(
        _ action: String, account: String? = nil, subject: String? = nil, reason: String?,
        detail: [String: String] = [:]
    ) -> AuditEntry {
        AuditEntry(
            actor: name, action: action, account: account, subject: subject, reason: reason, detail: detail)
    }
}
