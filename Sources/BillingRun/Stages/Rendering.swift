import Billing
import BillingCalendar

/// Makes and keeps the document of an invoice; files in service, nothing in simulations.
public protocol DocumentStore: Sendable {
    /// Renders and stores one document; doing it again gives the same bytes and harms nothing.
    func store(_ invoice: UnrenderedInvoice) async throws -> RenderedDocument
}

/// render: documents for issued invoices that have none.
struct Rendering: Sendable {
    let books: any BillingBooks
    let documents: any DocumentStore
    let scope: RunScope
    let batchSize: Int

    /// - Returns: the documents of one batch; empty when none is missing.
    func nextBatch() async throws -> [RenderedDocument] {
        let invoices = try await books.transaction { try await $0.claimUnrendered(scope, limit: batchSize) }
        guard !invoices.isEmpty else { return [] }
        let rendered = try await withThrowingTaskGroup(of: RenderedDocument.self) { group in
            for invoice in invoices { group.addTask { try await documents.store(invoice) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await books.transaction { try await $0.write(rendered) }
        return rendered
    }
}
