import Billing
import Configuration
import Foundation
import PaymentGateways

/// Everything that can be set, with where each value came from.
///
/// In rising order: the default, the file (DUEDAY_CONFIG, else /etc/dueday/dueday.yaml), credentials handed over by
/// systemd ($CREDENTIALS_DIRECTORY), the environment (DUEDAY_…).
struct Settings: Sendable {
    /// One thing that can be set.
    struct Key: Sendable, Hashable {
        /// As in the file: "stripe.key"; in the environment DUEDAY_STRIPE_KEY, as a credential stripe-key.
        var name: String
        var help: String
        var isSecret = false

        var environmentName: String {
            "DUEDAY_" + name.uppercased().replacing(".", with: "_")
        }
    }

    /// A value with the name of its source.
    struct Value: Sendable {
        var text: String
        var source: String

        /// For people: without the user and the password that an address ought not to have.
        var shown: String { text.replacing(/:\/\/[^\/@]*@/, with: "://***@") }
    }

    private var values: [Key: Value] = [:]

    /// Reads all sources.
    ///
    /// - Throws: ``CommandFailure`` where the file or the credentials folder cannot be read.
    static func load(environment: [String: String] = ProcessInfo.processInfo.environment) async throws
        -> Settings
    {
        var settings = Settings()
        settings.fillDefaults(environment: environment)
        for (label, provider) in try await providers(environment: environment) {
            let reader = ConfigReader(provider: provider)
            for key in keys {
                guard let text = reader.string(forKey: ConfigKey(key.name), isSecret: key.isSecret),
                    !text.isEmpty
                else { continue }
                settings.values[key] = Value(text: text, source: label(key))
            }
        }
        try settings.checkDeployment()
        return settings
    }

    /// It stands in every idempotency key, with the invoice's id and the sequence behind it.
    private func checkDeployment() throws {
        guard let value = self[Self.deployment] else { return }
        let allowed = /[A-Za-z0-9_.\-]{1,64}/
        guard value.text.wholeMatch(of: allowed) != nil else {
            throw CommandFailure.usage(
                "deployment is \"\(value.text)\" (\(value.source)): it stands in keys, so that it may have 1 to 64 "
                    + "letters, digits, dots, dashes and underscores")
        }
    }

    subscript(key: Key) -> Value? { values[key] }

    func text(_ key: Key) -> String? { values[key]?.text }

    /// Whether Stripe is a server on this machine: the sandbox.
    var stripeIsLocal: Bool { isLocal(Self.stripeURL) }

    /// Whether an address leads to this machine.
    func isLocal(_ address: Key) -> Bool {
        let host = text(address).flatMap { URL(string: $0)?.host() }
        return ["127.0.0.1", "localhost", "::1"].contains(host ?? "")
    }

    /// How often a method may be tried (rule 11.6).
    func ceilings() throws -> TryCeilings {
        var ceilings = TryCeilings.service
        let allowed = CardNetworkCeilings.declinesInMonth
        for key in [Self.methodCeiling, Self.cardCeiling] {
            guard let most = try count(key) else { continue }
            guard most <= allowed else {
                throw CommandFailure.usage(
                    "\(key.name) is \(most): the card networks allow \(allowed) declines in 30 days")
            }
        }
        if let most = try count(Self.methodCeiling) { ceilings.perMethod = most }
        if let most = try count(Self.invoiceCeiling) { ceilings.perInvoice = most }
        if let most = try count(Self.cardCeiling) { ceilings.perCard = most }
        return ceilings
    }

    /// Names this installation in idempotency keys.
    var deployment: String { text(Self.deployment) ?? "default" }

    /// A whole number above zero.
    func count(_ key: Key) throws -> Int? {
        guard let value = values[key] else { return nil }
        guard let count = Int(value.text), count > 0 else {
            throw CommandFailure.usage(
                "\(key.name) is \"\(value.text)\" (\(value.source)): it must be a whole number above zero")
        }
        return count
    }

    private mutating func fillDefaults(environment: [String: String]) {
        let state = Self.defaultStateDirectory(environment: environment)
        values[Self.stateDirectory] = Value(text: state, source: "default")
        values[Self.deployment] = Value(text: "default", source: "default")
        values[Self.stripeMode] = Value(text: "test", source: "default")
        values[Self.stripeURL] = Value(text: "https://api.stripe.com", source: "default")
        values[Self.razorpayMode] = Value(text: "test", source: "default")
        values[Self.razorpayURL] = Value(text: "https://api.razorpay.com", source: "default")
        values[Self.closingBatch] = Value(text: "500", source: "default")
        values[Self.chargingBatch] = Value(text: "64", source: "default")
        values[Self.chargeLease] = Value(text: "180", source: "default")
        values[Self.methodCeiling] = Value(text: "15", source: "default")
        values[Self.invoiceCeiling] = Value(text: "8", source: "default")
        values[Self.cardCeiling] = Value(text: "12", source: "default")
    }

    /// The XDG state folder; root's lies where the user postgres can reach it.
    private static func defaultStateDirectory(environment: [String: String]) -> String {
        if getuid() == 0 { return "/var/lib/dueday" }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/dueday" }
        return "\(NSHomeDirectory())/.local/state/dueday"
    }
}
