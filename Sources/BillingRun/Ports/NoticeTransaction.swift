public import Billing

/// Where notices are written down until they leave.
public protocol NoticeWriting: Sendable {
    /// Writes notices, in order; one whose id was written before is left as it is.
    func write(_ notices: [Notice]) async throws
}

/// Where the deliveries of notices stand.
public protocol NoticeTransaction: NoticeWriting {
    /// Makes the deliveries of notices that have none yet: to the customer by mail where the notice is for customers,
    /// and to every endpoint that wants it.
    ///
    /// - Returns: how many notices were looked at; below `limit`, there are no more.
    func distributeNotices(_ scope: RunScope, limit: Int) async throws -> Int

    /// Gives up deliveries of a channel that have waited longer than `days` for it.
    ///
    /// - Returns: how many.
    func expireDeliveries(by channel: Delivery.Channel, days: Int) async throws -> Int

    /// Claims deliveries whose next try is due, leases them to this worker and counts the try; those of `lanes` and
    /// those that another worker holds are passed over.
    func claimDeliveries(
        _ scope: RunScope, channels: Set<Delivery.Channel>, passingOver lanes: Set<Delivery.Lane>, limit: Int
    ) async throws -> [Delivery]

    /// Writes what tries came to; a delivery that is at its end already stays as it is.
    func write(_ results: [DeliveryResult]) async throws

    /// How many deliveries of each channel wait for a try, due or not.
    func waitingDeliveries(_ scope: RunScope) async throws -> [Delivery.Channel: Int]
}
