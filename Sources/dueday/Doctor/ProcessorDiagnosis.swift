import Billing
import BillingCalendar
import BillingRun

/// Whether the processors answer to the keys that are set.
enum ProcessorDiagnosis {
    static func diagnoses(_ settings: Settings) async -> [Diagnosis] {
        let gateways: GatewaySet
        do {
            gateways = try Gateways.make(settings)
        } catch {
            return [
                .problem(
                    "processors", CommandFailure(explaining: error).message, "correct it: `dueday settings`")
            ]
        }
        guard !gateways.all.isEmpty else {
            return [
                .warning(
                    "processors", "none is set up: invoices are issued and nothing is charged",
                    "set stripe.key or razorpay.key (`dueday settings`)")
            ]
        }
        var diagnoses: [Diagnosis] = []
        for gateway in gateways.all { diagnoses.append(await diagnosis(gateway, settings)) }
        return diagnoses
    }

    /// Asks for the charges of this moment: few, and only a good key is answered.
    private static func diagnosis(_ gateway: any PaymentGateway, _ settings: Settings) async -> Diagnosis {
        let isStripe = gateway.processor == "stripe"
        let mode = settings.text(isStripe ? Settings.stripeMode : Settings.razorpayMode) ?? ""
        let place = settings.isLocal(isStripe ? Settings.stripeURL : Settings.razorpayURL)
        switch await gateway.charges(createdAtOrAfter: Instant.now.secondsSinceEpoch, withRefunds: true) {
        case .charges:
            guard !(place && mode == "live") else {
                return .warning(
                    gateway.processor, "answers in live mode, from this machine",
                    "a sandbox moves no money: see \(gateway.processor).url")
            }
            return .ok(
                gateway.processor, "answers in \(mode) mode" + (place ? ", a sandbox on this machine" : ""))
        case .unknown(let reason):
            return .problem(
                gateway.processor, reason,
                "see \(gateway.processor).key, .mode and .url, and whether this machine reaches it")
        }
    }
}
