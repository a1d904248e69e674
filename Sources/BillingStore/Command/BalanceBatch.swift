import Billing
import Monetary
import Postgres

/// Changes of balances on their way into the database: the rows, and the rules' memory of what is left (rule
/// 9.3).
struct BalanceBatch {
    private struct Row {
        var entry: BalanceEntry
        var account: Account
        var invoice: String?
        var reason: String?
    }

    private var rows: [Row] = []
    private var balances: [(account: String, balance: AccountBalance)] = []

    /// Notes one event's changes; without entries the balance is as it was.
    mutating func add(
        _ entries: [BalanceEntry], balance: AccountBalance, account: Account, invoice: String?,
        reason: String?
    ) {
        guard !entries.isEmpty else { return }
        rows += entries.map { Row(entry: $0, account: account, invoice: invoice, reason: reason) }
        balances.append((account.id, balance))
    }

    func write(_ session: PostgresSession) throws {
        guard !rows.isEmpty else { return }
        let balances = balances.latest(by: \.account)
        try session.execute(
            SQL.command.writeBalances,
            [
                .textArray(balances.map(\.account)),
                .jsonbArray(try balances.map { try JSONForm.bytes($0.balance) }),
                .instants(balances.map(\.balance.nextExpiryAt)),
            ])
        try session.execute(
            SQL.command.insertBalanceEntries,
            [
                .textArray(rows.map(\.account.id)), .textArray(rows.map(\.entry.cause.rawValue)),
                .int8Array(rows.map(\.entry.minorUnits)), .textArray(rows.map(\.account.currency.code)),
                .instants(rows.map(\.entry.at)), .textArray(rows.map(\.invoice)),
                .textArray(rows.map(\.reason)),
            ])
    }
}
