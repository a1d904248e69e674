import Billing
public import BillingRun
import Postgres

/// What an operator does to the outbox and its endpoints.
extension PostgresBooks {
    /// Makes deliveries due again with all their tries before them, whatever became of them; nil: all that were
    /// given up. One that a worker has in hand is left to it.
    ///
    /// - Returns: how many.
    public func retryDeliveries(_ ids: [Int64]?) async throws -> Int {
        try await change(SQL.notify.retryDeliveries, [ids.map { .int8Array($0) } ?? .null])
    }

    /// Adds an endpoint.
    ///
    /// - Returns: false where one of this id is in use.
    public func addEndpoint(_ endpoint: WebhookEndpoint) async throws -> Bool {
        try await change(
            SQL.notify.addEndpoint,
            [
                .text(endpoint.id), .text(endpoint.url),
                .optionalTextArray(endpoint.kinds?.map(\.rawValue)), .text(endpoint.secrets.first),
            ]) > 0
    }

    /// Gives an endpoint a new secret, beside which the old one goes on signing; nil ends the old one's use.
    ///
    /// - Returns: false where there is no such endpoint.
    public func rotateSecret(ofEndpoint id: String, to secret: String?) async throws -> Bool {
        try await change(SQL.notify.rotateSecret, [.text(id), .text(secret), .bool(secret != nil)]) > 0
    }

    /// Takes an endpoint out of use.
    ///
    /// - Returns: false where there is no such endpoint.
    public func removeEndpoint(_ id: String) async throws -> Bool {
        try await change(SQL.notify.removeEndpoint, [.text(id)]) > 0
    }
}
