import BillingRun
import HTTPTransport
import PaymentGateways

/// The processors as they are set up.
enum Gateways {
    /// An address on this machine is the sandbox: Stripe's rate limits do not hold there.
    static func make(_ settings: Settings) throws -> GatewaySet {
        guard let key = settings.text(Settings.stripeKey) else { return GatewaySet([]) }
        guard let mode = settings.text(Settings.stripeMode).flatMap(GatewayMode.init) else {
            throw CommandFailure.usage(
                "stripe.mode is \"\(settings.text(Settings.stripeMode) ?? "")\": it is test or live")
        }
        if mode == .live, settings[Settings.deployment]?.source == "default" {
            throw CommandFailure.usage(
                "deployment is not set: in live mode it must name this installation, because two databases with one "
                    + "processor account would share idempotency keys")
        }
        var configuration = StripeConfiguration(secretKey: Secret(key), mode: mode)
        if let url = settings.text(Settings.stripeURL) { configuration.baseURL = url }
        let width = settings.stripeIsLocal ? 64 : 8
        if settings.stripeIsLocal {
            configuration.requestsPerSecond = 100_000
            configuration.maximumInFlight = width
        }
        do {
            return GatewaySet(
                [try StripeGateway(configuration, transport: HTTPTransport(maximumConnections: width))],
                width: width)
        } catch let error as GatewayConfigurationError {
            throw CommandFailure.usage("stripe: \(error)")
        }
    }
}
