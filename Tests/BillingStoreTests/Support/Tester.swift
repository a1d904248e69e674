import Billing
import BillingCalendar
import BillingRun
import BillingStore

/// What people do by hand, done by a tester.
extension CollectionCommands {
    private static func entry(_ action: String, _ invoice: String) -> AuditEntry {
        AuditEntry(actor: "tester", action: action, subject: invoice)
    }

    func retry(invoice id: String, at: Instant) async throws -> [SettledCharge] {
        try await retry(invoice: id, noting: Self.entry("payment retry", id), at: at)
    }

    func pay(invoice id: String, with method: String, at: Instant) async throws -> SettledCharge? {
        try await pay(invoice: id, with: method, noting: Self.entry("invoice pay", id), at: at)
    }
}

extension PostgresBooks {
    func setCharging(on isOn: Bool) async throws {
        try await setCharging(
            on: isOn, AuditEntry(actor: "tester", action: isOn ? "charging on" : "charging off"))
    }
}
