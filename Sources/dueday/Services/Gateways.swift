import BillingRun
import HTTPTransport
import PaymentGateways

#if FAULT_INJECTION
    import FaultInjection
#endif

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
        #if FAULT_INJECTION
            configuration.totalTimeoutMilliseconds =
                FaultVariables.timeoutMilliseconds ?? configuration.totalTimeoutMilliseconds
        #endif
        do {
            let stripe = try StripeGateway(configuration, transport: HTTPTransport(maximumConnections: width))
            #if FAULT_INJECTION
                return GatewaySet(
                    [
                        FaultyGateway(
                            inner: stripe, baseURL: configuration.baseURL, path: "/v1/payment_intents")
                    ], width: width)
            #else
                return GatewaySet([stripe], width: width)
            #endif
        } catch let error as GatewayConfigurationError {
            throw CommandFailure.usage("stripe: \(error)")
        }
    }
}
