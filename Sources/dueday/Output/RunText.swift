import BillingFormats
import BillingRun
import BillingStore
import Monetary

/// Runs and what they came to, for people and programs.
enum RunText {
    /// Where a run or a rehearsal stands, in words.
    static func state(_ run: RunSummary) -> String {
        guard run.finishedAt != nil else { return "not finished (running or killed)" }
        switch run.approval {
        case "waiting": return "waits to be approved"
        case "approved": return "approved by \(run.approvedBy ?? "")"
        case "executed": return "approved by \(run.approvedBy ?? "") and billed"
        case "superseded": return "superseded by a later rehearsal"
        default: return "finished"
        }
    }

    static func json(_ run: RunSummary) -> OrderedJSON {
        [
            "id": .string(run.id), "kind": .string(run.kind.rawValue), "as_of": .string("\(run.asOf)"),
            "started_at": .string("\(run.startedAt)"),
            "finished_at": .text(run.finishedAt.map { "\($0)" }), "scope": .string(run.scope),
            "approval": .text(run.approval), "approved_by": .text(run.approvedBy),
            "approved_at": .text(run.approvedAt.map { "\($0)" }), "fingerprint": .text(run.fingerprint),
        ]
    }

    static func table(_ items: [RunItem]) -> Table {
        var table = Table([
            .left("SUBSCRIPTION"), .left("ACCOUNT"), .left("BOUNDARY"), .left("OUTCOME"), .left("INVOICE"),
            .right("TOTAL"), .right("BEFORE"), .left("WHY"),
        ])
        for item in items {
            table.add(
                item.subscription, item.account, item.boundary.map { "\($0)" } ?? "–",
                item.outcome == item.state ? item.outcome : "\(item.outcome), \(item.state)",
                item.number ?? "–", amount(item.totalMinorUnits, item.currencyCode),
                amount(item.previousMinorUnits, item.currencyCode), why(item))
        }
        return table
    }

    static func json(_ item: RunItem) -> OrderedJSON {
        [
            "subscription": .string(item.subscription), "account": .string(item.account),
            "boundary": .text(item.boundary.map { "\($0)" }), "outcome": .string(item.outcome),
            "state": .string(item.state), "plan": .string(item.plan), "kind": .text(item.kind),
            "invoice": .text(item.number), "currency": .text(item.currencyCode),
            "total": .text(item.totalMinorUnits.map { major($0, item.currencyCode) }),
            "amount_due": .text(item.amountDueMinorUnits.map { major($0, item.currencyCode) }),
            "previous_total": .text(item.previousMinorUnits.map { major($0, item.currencyCode) }),
            "reason": .text(item.reason), "held_by": .text(item.heldBy),
        ]
    }

    /// Major units with the currency's code; a dash for none.
    static func amount(_ minorUnits: Int64?, _ currencyCode: String?) -> String {
        minorUnits.map { "\(major($0, currencyCode)) \(currencyCode ?? "")" } ?? "–"
    }

    /// Major units of a currency.
    static func major(_ minorUnits: Int64, _ currencyCode: String?) -> String {
        guard let currencyCode, let currency = try? Currency(code: currencyCode) else {
            return "\(minorUnits)"
        }
        return currency.majorUnits(minorUnits)
    }

    private static func why(_ item: RunItem) -> String {
        guard let reason = item.reason else { return item.outcome == "nothing" ? "nothing to bill" : "" }
        return item.heldBy.map { "held by \($0): \(reason)" } ?? reason
    }
}
