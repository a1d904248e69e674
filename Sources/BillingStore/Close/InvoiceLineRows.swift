import Billing
import BillingCalendar
import Postgres

/// The lines and taxes of a batch of invoices.
struct InvoiceLineRows {
    private var lines: [(account: String, invoice: String, number: Int32, line: InvoiceLine)] = []
    private var taxes: [(account: String, invoice: String, number: Int32, tax: TaxAmount)] = []

    init(_ drafts: [InvoiceDraft], ids: [String]) {
        for (draft, id) in zip(drafts, ids) {
            for (index, line) in draft.lines.enumerated() {
                lines.append((draft.account, id, Int32(index + 1), line))
            }
            for (index, tax) in draft.taxes.enumerated() {
                taxes.append((draft.account, id, Int32(index + 1), tax))
            }
        }
    }

    /// Digests of the lines and of the taxes by invoice, which its hash goes over.
    struct Digests {
        var lines: [String: [UInt8]]
        var taxes: [String: [UInt8]]
    }

    func write(_ session: PostgresSession) throws -> Digests {
        let lines = try digests(SQL.invoice.insertLines, try lineParameters(), session)
        guard !taxes.isEmpty else { return Digests(lines: lines, taxes: [:]) }
        return Digests(
            lines: lines, taxes: try digests(SQL.invoice.insertTaxes, taxParameters(), session))
    }

    private func digests(
        _ statement: SQLStatement, _ parameters: [Parameter], _ session: PostgresSession
    ) throws -> [String: [UInt8]] {
        let rows = try session.rows(statement, parameters) { row in
            (try row.text("invoice_id"), try row.bytes("digest"))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private func taxParameters() -> [Parameter] {
        [
            .textArray(taxes.map(\.account)), .textArray(taxes.map(\.invoice)),
            .int4Array(taxes.map(\.number)), .textArray(taxes.map(\.tax.jurisdiction)),
            .textArray(taxes.map(\.tax.name)), .textArray(taxes.map(\.tax.category.rawValue)),
            .numericArray(taxes.map { "\($0.tax.rate)" }), .int8Array(taxes.map(\.tax.baseMinorUnits)),
            .int8Array(taxes.map(\.tax.amountMinorUnits)),
        ]
    }

    private func lineParameters() throws -> [Parameter] {
        // The lines of a batch are taxed in few ways, each of which is put into JSON once.
        var taxes: [LineTax: [UInt8]] = [:]
        let taxColumn = try lines.map { row -> [UInt8]? in
            guard let tax = row.line.tax else { return nil }
            if let known = taxes[tax] { return known }
            let json = try JSONForm.bytes(tax)
            taxes[tax] = json
            return json
        }
        return [
            .textArray(lines.map(\.account)), .textArray(lines.map(\.invoice)),
            .int4Array(lines.map(\.number)),
            .textArray(lines.map(\.line.kind.rawValue)), .textArray(lines.map(\.line.item)),
            .textArray(lines.map(\.line.plan)), .numericArray(lines.map { "\($0.line.quantity)" }),
            .instants(lines.map(\.line.period.start)), .instants(lines.map(\.line.period.end)),
            .int4Array(lines.map { Int32(clamping: $0.line.periodNumber) }),
            .int8Array(lines.map(\.line.amountMinorUnits)), .int8Array(lines.map(\.line.discountMinorUnits)),
            .textArray(lines.map(\.line.taxCode)), .jsonbArray(taxColumn),
            .jsonbArray(try lines.map { try JSONForm.bytes($0.line.derivation) }),
            .jsonbArray(
                try lines.map {
                    $0.line.discounts.isEmpty ? JSONForm.emptyArray : try JSONForm.bytes($0.line.discounts)
                }),
        ]
    }
}
