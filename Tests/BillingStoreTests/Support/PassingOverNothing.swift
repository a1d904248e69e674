import Billing
import BillingCalendar
import BillingRun

extension ChargingTransaction {
    func claimRoundsDue(_ scope: RunScope, asOf: Instant, limit: Int) async throws -> [CollectionCase] {
        try await claimRoundsDue(scope, asOf: asOf, passingOver: [], limit: limit)
    }
}

extension RenderingTransaction {
    func claimUnrendered(_ scope: RunScope, limit: Int) async throws -> [UnrenderedInvoice] {
        try await claimUnrendered(scope, passingOver: [], limit: limit)
    }

    func claimUnrenderedCreditNotes(_ scope: RunScope, limit: Int) async throws -> [UnrenderedCreditNote] {
        try await claimUnrenderedCreditNotes(scope, passingOver: [], limit: limit)
    }
}
