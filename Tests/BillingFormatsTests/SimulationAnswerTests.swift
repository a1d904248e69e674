import BillingFormats
import Testing

@Suite("The simulation's answer")
struct SimulationAnswerTests {
    /// The answer of case 01's first invoice.
    static let answer = SimulationAnswer(
        invoices: [
            .init(
                number: "INV-2024-001", account: "acct_1", subscription: "sub_1", kind: "start",
                status: "paid",
                currency: "USD", issuedAt: "2024-11-01T00:00:00Z", dueAt: "2024-11-01T00:00:00Z",
                lines: [
                    .init(
                        kind: "plan", item: "pro", quantity: "1", periodStart: "2024-11-01T00:00:00Z",
                        periodEnd: "2024-12-01T00:00:00Z", amount: "79.00", discount: "0.00", net: "79.00",
                        explanation: "1 x 79.00 x 1"),
                    .init(
                        kind: "addon", item: "extra_database", quantity: "2",
                        periodStart: "2024-11-01T00:00:00Z", periodEnd: "2024-12-01T00:00:00Z",
                        amount: "20.00", discount: "0.00", net: "20.00", explanation: "2 x 10.00 x 1"),
                ],
                taxes: [
                    .init(
                        jurisdiction: "US-CA", name: "CA sales tax", category: "S", rate: "8.25",
                        base: "99.00", amount: "8.17")
                ],
                subtotal: "99.00", discount: "0.00", tax: "8.17", total: "107.17", balanceApplied: "0.00",
                amountDue: "107.17", amountPaid: "107.17")
        ],
        payments: [
            .init(
                invoice: "INV-2024-001", at: "2024-11-01T00:00:00Z", method: "pm_1", amount: "107.17",
                result: "succeeded", code: nil)
        ],
        subscriptions: [
            .init(
                id: "sub_1", status: "active", currentPeriodStart: "2024-12-01T00:00:00Z",
                currentPeriodEnd: "2025-01-01T00:00:00Z", cancelAtPeriodEnd: false)
        ],
        balances: [.init(account: "acct_1", currency: "USD", balance: "0.00")])

    @Test("its keys stand in the order of the given answers")
    func keyOrder() throws {
        let given = try OrderedJSON.parse(
            CaseFiles.text("01-pro-two-databases/expected.json"), fileName: "expected.json")
        let written = Self.answer.json
        #expect(written["invoices"]?.first == given["invoices"]?.first)
        #expect(written["payments"]?.first == given["payments"]?.first)
        #expect(written["subscriptions"] == given["subscriptions"])
        #expect(written["balances"] == given["balances"])
    }

    @Test("differences are told by path, explanations do not count")
    func differences() {
        var other = Self.answer
        other.invoices[0].lines[1].net = "19.00"
        other.invoices[0].lines[0].explanation = "in other words"
        other.invoices[0].taxes = []
        other.payments[0].code = "declined"
        other.balances.append(.init(account: "acct_2", currency: "EUR", balance: "1.00"))
        let comparison = AnswerComparison(expected: Self.answer.json, actual: other.json)
        #expect(
            comparison.differences == [
                #"invoices[0].lines[1].net: expected "20.00", got "19.00""#,
                #"invoices[0].taxes[0]: missing, expected {"jurisdiction":"US-CA","name":"CA sales tax","#
                    + #""category":"S","rate":"8.25","base":"99.00","amount":"8.17"}"#,
                #"payments[0].code: expected null, got "declined""#,
                #"balances[1]: too many, got {"account":"acct_2","currency":"EUR","balance":"1.00"}"#,
            ])
    }

    @Test("missing, unknown and reordered keys are differences")
    func keys() {
        let comparison = AnswerComparison(
            expected: ["a": 1, "b": 2, "c": ["x": 1, "y": 2]],
            actual: ["a": 1, "d": 2, "c": ["y": 2, "x": 1]])
        #expect(
            comparison.differences == [
                "b: missing, expected 2", "c: keys in another order: y, x", "d: too many, got 2",
            ])
    }
}

extension OrderedJSON {
    fileprivate var first: OrderedJSON? {
        guard case .array(let values) = self else { return nil }
        return values.first
    }
}
