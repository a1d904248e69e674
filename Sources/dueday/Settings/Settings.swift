import Billing
import Configuration
import FaultInjection
import Foundation
import PaymentGateways
import SystemPackage
import Yams

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

    static let databaseURL = Key(
        name: "database.url", help: "PostgreSQL to use; without it a private one is started", isSecret: true)
    static let stateDirectory = Key(
        name: "state.dir",
        help: "folder of the private PostgreSQL, and of documents if documents.dir is not set")
    static let documentsDirectory = Key(name: "documents.dir", help: "folder of the issued PDF documents")
    static let documentsFonts = Key(
        name: "documents.fonts",
        help:
            "TrueType files and folders of them, separated by commas, for what the built-in fonts lack; they"
            + " are asked before the fonts of the system")
    static let documentsTexts = Key(
        name: "documents.texts",
        help: "folder of texts that take the place of the built-in ones on documents: de.yaml, SELLER/de.yaml"
    )
    static let deployment = Key(
        name: "deployment",
        help: "names this installation in idempotency keys; two databases never share one")
    static let stripeKey = Key(name: "stripe.key", help: "Stripe's secret or restricted key", isSecret: true)
    static let stripeMode = Key(name: "stripe.mode", help: "test or live; a key of the other kind is refused")
    static let stripeURL = Key(name: "stripe.url", help: "address of Stripe's API, or of `dueday sandbox`")
    static let razorpayKey = Key(name: "razorpay.key", help: "Razorpay's key id, rzp_test_… or rzp_live_…")
    static let razorpaySecret = Key(
        name: "razorpay.secret", help: "the secret of Razorpay's key", isSecret: true)
    static let razorpayMode = Key(
        name: "razorpay.mode", help: "test or live; a key of the other kind is refused")
    static let razorpayURL = Key(
        name: "razorpay.url", help: "address of Razorpay's API, or of `dueday sandbox`")
    static let closingBatch = Key(name: "batch.closing", help: "subscriptions closed in one transaction")
    static let chargingBatch = Key(name: "batch.charging", help: "invoices charged in one batch")

    static let chargeLease = Key(
        name: "charge.lease",
        help:
            "seconds for which a charge that was sent is left to the worker that sent it; 90 or more, 170 with Razorpay"
    )

    static let methodCeiling = Key(
        name: "method.ceiling", help: "the most tries of a method for one invoice in 30 days, 1 to 20")
    static let invoiceCeiling = Key(
        name: "invoice.ceiling", help: "the most tries for one invoice in 30 days, over all methods")
    static let cardCeiling = Key(
        name: "card.ceiling",
        help: "the most declines of a card in 30 days over all invoices, 1 to 20; card networks fine more")

    static let smtpURL = Key(
        name: "smtp.url",
        help: "mail server as smtp://HOST:587 (STARTTLS) or smtps://HOST:465; without it mails wait")
    static let smtpSTARTTLS = Key(
        name: "smtp.starttls",
        help:
            "required (no mail leaves before TLS) or offered (where the server offers it); the latter only on"
            + " this machine, where it is the default")
    static let smtpUser = Key(name: "smtp.user", help: "whom to log in as at the mail server")
    static let smtpPassword = Key(name: "smtp.password", help: "password of smtp.user", isSecret: true)
    static let smtpAuthorities = Key(
        name: "smtp.authorities",
        help: "PEM file of the authorities to trust for the mail server instead of the system's")
    static let mailFrom = Key(name: "mail.from", help: "the address that mails are sent from")
    static let mailReplies = Key(name: "mail.replies", help: "the address for answers, if not mail.from")
    static let mailTemplates = Key(
        name: "mail.templates",
        help: "folder of templates that replace built-in ones (see `dueday outbox template`)")

    static let customerPage = Key(
        name: "customer.page",
        help:
            "page of yours to which customers return from updating a card, https; without it mails have no link"
    )

    static let brakeInvoices = Key(name: "brake.invoices", help: "a run that would issue more invoices stops")
    static let brakeTotal = Key(
        name: "brake.total", help: "a run that would bill more stops, such as \"50000.00 USD, 20000.00 EUR\"")
    static let brakeGrowth = Key(
        name: "brake.growth",
        help: "an invoice of more than so many times the largest of its subscription's last six is set aside")
    static let finalizeAfter = Key(
        name: "finalize.after",
        help: "how long after its end a period stays open for late usage before it is billed, such as 6h")
    static let stripeWebhookSecret = Key(
        name: "stripe.webhook.secret", help: "secret of Stripe's webhook to `dueday webhooks`", isSecret: true
    )
    static let stripeWebhookPrevious = Key(
        name: "stripe.webhook.previous", help: "the secret before it, while both are in use", isSecret: true)
    static let razorpayWebhookSecret = Key(
        name: "razorpay.webhook.secret", help: "secret of Razorpay's webhook to `dueday webhooks`",
        isSecret: true)
    static let razorpayWebhookPrevious = Key(
        name: "razorpay.webhook.previous", help: "the secret before it; older events still use it",
        isSecret: true)

    static let keys = [
        databaseURL, stateDirectory, documentsDirectory, documentsFonts, documentsTexts, deployment,
        stripeKey, stripeMode, stripeURL, stripeWebhookSecret, stripeWebhookPrevious,
        razorpayKey, razorpaySecret, razorpayMode, razorpayURL, razorpayWebhookSecret,
        razorpayWebhookPrevious,
        closingBatch, chargingBatch, chargeLease,
        methodCeiling, invoiceCeiling, cardCeiling,
        smtpURL, smtpSTARTTLS, smtpUser, smtpPassword, smtpAuthorities, mailFrom, mailReplies, mailTemplates,
        customerPage,
        brakeInvoices, brakeTotal, brakeGrowth, finalizeAfter,
    ]

    /// A value with the name of its source.
    struct Value: Sendable {
        var text: String
        var source: String
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
        return settings
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

    private typealias Source = (label: @Sendable (Key) -> String, provider: any ConfigProvider)

    private static func providers(environment: [String: String]) async throws -> [Source] {
        var sources: [Source] = []
        let named = environment["DUEDAY_CONFIG"]
        let path = named ?? "/etc/dueday/dueday.yaml"
        try refuseUnknown(environment: environment)
        if named != nil || FileManager.default.fileExists(atPath: path) {
            try refuseUnknown(file: path)
            do {
                let file = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
                sources.append(({ _ in path }, file))
            } catch {
                throw CommandFailure.usage("the settings file \(path) cannot be read: \(error)")
            }
        }
        if let folder = environment["CREDENTIALS_DIRECTORY"] {
            do {
                let credentials = try await DirectoryFilesProvider(directoryPath: FilePath(folder))
                sources.append(({ "credential \($0.name.replacing(".", with: "-"))" }, credentials))
            } catch {
                throw CommandFailure.usage("the credentials in \(folder) cannot be read: \(error)")
            }
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: "dueday")
        sources.append(({ $0.environmentName }, variables))
        return sources
    }
}

extension Settings {
    /// A misspelt setting must not be passed over in silence.
    private static func refuseUnknown(environment: [String: String]) throws {
        let known = Set(keys.map(\.environmentName)).union(["DUEDAY_CONFIG"] + FaultVariables.names)
        let unknown = environment.keys.filter { $0.hasPrefix("DUEDAY_") && !known.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        throw CommandFailure.usage("there is no setting \(first); `dueday settings` shows them all")
    }

    /// - Throws: ``CommandFailure`` with the file and the key.
    private static func refuseUnknown(file path: String) throws {
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw CommandFailure.usage("the settings file \(path) cannot be read: \(error)")
        }
        let known = Set(keys.map(\.name))
        for (name, line) in names(in: node, below: "") where !known.contains(name) {
            throw CommandFailure.usage(
                "\(path):\(line): there is no setting \(name); `dueday settings` shows them all")
        }
    }

    /// The dotted names of a file's settings with their lines.
    private static func names(in node: Node?, below prefix: String) -> [(name: String, line: Int)] {
        guard let node, node.null == nil || !prefix.isEmpty else { return [] }
        guard let mapping = node.mapping else { return [(prefix, node.mark?.line ?? 1)] }
        return mapping.flatMap { key, value in
            names(in: value, below: prefix + (prefix.isEmpty ? "" : ".") + (key.string ?? "?"))
        }
    }
}
