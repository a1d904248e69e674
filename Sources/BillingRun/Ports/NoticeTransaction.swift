public import Billing

/// Where notices are written down until they leave.
public protocol NoticeTransaction: Sendable {
    /// Writes notices, in order; one whose id was written before is left as it is.
    func write(_ notices: [Notice]) async throws
}
