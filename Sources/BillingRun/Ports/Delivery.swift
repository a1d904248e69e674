public import Billing
public import BillingCalendar

/// One notice on its way to one receiver.
public struct Delivery: Sendable {
    /// A way out.
    public enum Channel: String, Sendable, Hashable, CaseIterable {
        case mail, webhook
    }

    /// What fails together: the mail server, or one endpoint.
    public enum Lane: Sendable, Hashable {
        case mail
        case endpoint(String)
    }

    /// To whom.
    public enum Destination: Sendable {
        case mail(MailRecipient)
        case webhook(WebhookEndpoint)
    }

    /// The row's number.
    public var id: Int64
    /// What is told.
    public var notice: Notice
    /// To whom.
    public var destination: Destination
    /// How many tries there were, this one included.
    public var tries: Int

    /// A delivery as a store reads it.
    public init(id: Int64, notice: Notice, destination: Destination, tries: Int) {
        self.id = id
        self.notice = notice
        self.destination = destination
        self.tries = tries
    }

    /// The way out that it takes.
    public var channel: Channel {
        switch destination {
        case .mail: .mail
        case .webhook: .webhook
        }
    }

    /// What it shares its fate with.
    public var lane: Lane {
        switch destination {
        case .mail: .mail
        case .webhook(let endpoint): .endpoint(endpoint.id)
        }
    }
}

/// The customer as they are when the mail leaves.
public struct MailRecipient: Sendable {
    /// Name, address and zone.
    public var account: Account
    /// The zone of the dates in the mail.
    public var zone: Zone
    /// Who writes.
    public var seller: Seller
    /// The default first; a link to update one is asked for when the mail leaves.
    public var methods: [PaymentMethod]
    /// Where the document of the notice's invoice, or credit note, stands in the document store; nil where there is none
    /// yet.
    public var documentPath: String?

    /// A recipient as a store reads it.
    public init(
        account: Account, zone: Zone, seller: Seller, methods: [PaymentMethod], documentPath: String?
    ) {
        self.account = account
        self.zone = zone
        self.seller = seller
        self.methods = methods
        self.documentPath = documentPath
    }
}

/// Where another program listens.
public struct WebhookEndpoint: Sendable, Hashable {
    /// A name of the operator's.
    public var id: String
    /// https, or http on this machine.
    public var url: String
    /// Which notices it gets; nil: all.
    public var kinds: [Notice.Kind]?
    /// "whsec_…", the newest first; two while one replaces the other.
    public var secrets: [String]
    /// Whether it still wants anything.
    public var isRemoved: Bool

    /// An endpoint as a store reads it.
    public init(id: String, url: String, kinds: [Notice.Kind]?, secrets: [String], isRemoved: Bool = false) {
        self.id = id
        self.url = url
        self.kinds = kinds
        self.secrets = secrets
        self.isRemoved = isRemoved
    }
}
