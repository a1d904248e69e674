import Postgres

extension ConnectionOptions {
    /// The campaign's own session in the books. Its transactions may idle for minutes: the worker under fire and the
    /// tests beside it have the processor first, and the worker's ten seconds are not what is proven here.
    static func campaign(url: String) -> ConnectionOptions {
        ConnectionOptions(
            url: url, applicationName: "fault campaign", idleInTransactionTimeoutMilliseconds: 300_000)
    }
}
