import Billing
import BillingRun
import Glibc
import HTTPTransport
import PaymentGateways

#if FAULT_INJECTION
    import FaultInjection
#endif

/// The processors as they are set up: those that have a key.
enum Gateways {
    /// Requests under way at once, over all processors.
    private static let width = 64

    static func make(_ settings: Settings) throws -> GatewaySet {
        do {
            let transport = try HTTPTransport(maximumConnections: width)
            let gateways: [(any PaymentGateway)?] = [
                try stripe(settings, transport), try razorpay(settings, transport),
            ]
            return GatewaySet(gateways.compactMap(\.self), width: width)
        } catch let error as GatewayConfigurationError {
            throw CommandFailure.usage("\(error)")
        }
    }

    /// A processor as its customers meet it.
    static func checkout(_ settings: Settings, _ processor: String) throws -> any CheckoutGateway {
        do {
            let transport = try HTTPTransport(maximumConnections: 4)
            if processor == "stripe", let configuration = try stripeConfiguration(settings) {
                return try StripeGateway(configuration, transport: transport)
            }
            if processor == "razorpay", let configuration = try razorpayConfiguration(settings) {
                return try RazorpayGateway(configuration, transport: transport)
            }
        } catch let error as GatewayConfigurationError {
            throw CommandFailure.usage("\(processor): \(error)")
        }
        throw CommandFailure.usage("\(processor) is not set up: set \(processor).key (`dueday settings`)")
    }

    /// An address on this machine is the sandbox: a processor's rate limits do not hold there.
    private static func stripeConfiguration(_ settings: Settings) throws -> StripeConfiguration? {
        guard let key = settings.text(Settings.stripeKey) else { return nil }
        let mode = try mode(settings, Settings.stripeMode)
        var configuration = StripeConfiguration(secretKey: Secret(key), mode: mode)
        if let url = settings.text(Settings.stripeURL) { configuration.baseURL = url }
        if settings.stripeIsLocal {
            configuration.requestsPerSecond = 100_000
            configuration.maximumInFlight = width
        }
        #if FAULT_INJECTION
            configuration.totalTimeoutMilliseconds =
                FaultVariables.timeoutMilliseconds ?? configuration.totalTimeoutMilliseconds
        #endif
        return configuration
    }

    private static func stripe(
        _ settings: Settings, _ transport: HTTPTransport
    ) throws -> (any PaymentGateway)? {
        guard let configuration = try stripeConfiguration(settings) else { return nil }
        let gateway = try named("stripe") { () throws(GatewayConfigurationError) in
            try StripeGateway(configuration, transport: transport)
        }
        #if FAULT_INJECTION
            return FaultyGateway(
                inner: gateway, baseURL: configuration.baseURL, path: "/v1/payment_intents")
        #else
            return gateway
        #endif
    }

    private static func razorpayConfiguration(_ settings: Settings) throws -> RazorpayConfiguration? {
        guard let key = settings.text(Settings.razorpayKey) else { return nil }
        guard let secret = settings.text(Settings.razorpaySecret) else {
            throw CommandFailure.usage("razorpay.key is set, and razorpay.secret is not: set both")
        }
        let mode = try mode(settings, Settings.razorpayMode)
        var configuration = RazorpayConfiguration(keyID: key, keySecret: Secret(secret), mode: mode)
        if let url = settings.text(Settings.razorpayURL) { configuration.baseURL = url }
        if settings.isLocal(Settings.razorpayURL) {
            configuration.requestsPerSecond = 100_000
            configuration.maximumInFlight = width
        }
        #if FAULT_INJECTION
            configuration.totalTimeoutMilliseconds =
                FaultVariables.timeoutMilliseconds ?? configuration.totalTimeoutMilliseconds
        #endif
        return configuration
    }

    private static func razorpay(
        _ settings: Settings, _ transport: HTTPTransport
    ) throws -> (any PaymentGateway)? {
        guard let configuration = try razorpayConfiguration(settings) else { return nil }
        #if FAULT_INJECTION
            let ahead = FaultVariables.secondsAhead
        #else
            let ahead: Int64 = 0
        #endif
        let gateway = try named("razorpay") { () throws(GatewayConfigurationError) in
            try RazorpayGateway(configuration, transport: transport) { Int64(time(nil)) + ahead }
        }
        #if FAULT_INJECTION
            return FaultyGateway(
                inner: gateway, baseURL: configuration.baseURL, path: "/v1/payments/create/recurring")
        #else
            return gateway
        #endif
    }

    private static func mode(_ settings: Settings, _ key: Settings.Key) throws -> GatewayMode {
        guard let mode = settings.text(key).flatMap(GatewayMode.init) else {
            throw CommandFailure.usage("\(key.name) is \"\(settings.text(key) ?? "")\": it is test or live")
        }
        if mode == .live, settings[Settings.deployment]?.source == "default" {
            throw CommandFailure.usage(
                "deployment is not set: in live mode it must name this installation, because two databases with one "
                    + "processor account would share idempotency keys")
        }
        return mode
    }

    private static func named<Gateway>(
        _ processor: String, _ make: () throws(GatewayConfigurationError) -> Gateway
    ) throws -> Gateway {
        do { return try make() } catch { throw CommandFailure.usage("\(processor): \(error)") }
    }
}
