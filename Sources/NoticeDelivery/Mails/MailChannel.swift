public import Billing
public import BillingCalendar
public import BillingRun
public import MailTransport

/// Mails to customers: the words of the template, the document where the notice has one, one message a notice.
public struct MailChannel: NoticeChannel {
    /// What mails need beside their words.
    public struct Services: Sendable {
        /// Who writes; the seller's name stands beside it.
        public var from: EmailAddress
        /// Where answers go; nil: to the sender.
        public var replyTo: EmailAddress?
        /// Hands them over.
        public var transport: SMTPTransport
        /// The words.
        public var templates: MailTemplates
        /// The bytes of a document, by its path; nil where the file is not there.
        public var document: @Sendable (String) -> [UInt8]?
        /// Where the customer updates a method now; nil where there is no such page.
        public var updateLink: @Sendable (PaymentMethod, Account) async -> String?
        /// The clock, for the date of mails.
        public var now: @Sendable () -> Instant

        /// Services with nothing left out.
        public init(
            from: EmailAddress, replyTo: EmailAddress?, transport: SMTPTransport, templates: MailTemplates,
            document: @escaping @Sendable (String) -> [UInt8]?,
            updateLink: @escaping @Sendable (PaymentMethod, Account) async -> String?,
            now: @escaping @Sendable () -> Instant
        ) {
            self.from = from
            self.replyTo = replyTo
            self.transport = transport
            self.templates = templates
            self.document = document
            self.updateLink = updateLink
            self.now = now
        }
    }

    /// Mails.
    public let channel = Delivery.Channel.mail
    private let services: Services

    /// A channel that hands mails to the transport.
    public init(_ services: Services) { self.services = services }

    /// Sends one mail; it has the same Message-ID however often it is sent.
    public func deliver(_ delivery: Delivery) async -> DeliveryAnswer {
        guard case .mail(let recipient) = delivery.destination else {
            return .refused(reason: "not a mail")
        }
        guard let template = services.templates[delivery.notice.kind] else {
            return .skipped(reason: "there is no mail about \(delivery.notice.kind.rawValue)")
        }
        guard let email = recipient.account.email, !email.isEmpty else {
            return .skipped(reason: "the account has no email address")
        }
        guard let address = EmailAddress(email) else {
            return .refused(reason: "\"\(email)\" is no address that mail servers take")
        }
        var attachments: [MailMessage.Attachment] = []
        if let number = Self.documentNumber(delivery.notice) {
            guard let path = recipient.documentPath, let bytes = services.document(path) else {
                return .failed(reason: "the document of \(number) is not there yet", retryAfterSeconds: nil)
            }
            let name = number.replacing("/", with: "_")
            attachments = [.init(fileName: "\(name).pdf", mediaType: "application/pdf", bytes: bytes)]
        }
        let values = MailValues(
            delivery.notice, to: recipient, updateURL: await updateURL(delivery.notice, recipient))
        let (subject, text, html) = template.render(values.values)
        let message = MailMessage(
            from: .init(name: recipient.seller.name, address: services.from),
            to: .init(name: recipient.account.name, address: address), replyTo: services.replyTo,
            subject: subject, id: "\(NoticeIdentity(delivery.notice).text)@\(services.from.domain)",
            sentAt: services.now(), text: text, html: html, attachments: attachments)
        return Self.answer(await services.transport.send(message))
    }

    /// The number of the document that goes with a mail; nil where none does.
    private static func documentNumber(_ notice: Notice) -> String? {
        switch notice.kind {
        case .invoiceIssued: notice.facts["invoice_number"] ?? "invoice"
        case .creditNoteIssued: notice.facts["credit_note_number"] ?? "credit note"
        default: nil
        }
    }

    /// Only mails that ask for another method have a link, and only to a page over https.
    private func updateURL(_ notice: Notice, _ recipient: MailRecipient) async -> String? {
        switch notice.kind {
        case .paymentFailed, .retryComing, .actionNeeded, .cardExpiring, .lastWarning, .dunningEnded: break
        default: return nil
        }
        let named = notice.facts["method"].flatMap { id in recipient.methods.first { $0.id == id } }
        guard let method = named ?? recipient.methods.first,
            let link = await services.updateLink(method, recipient.account),
            link.hasPrefix("https://"), link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return link
    }

    private static func answer(_ outcome: SMTPOutcome) -> DeliveryAnswer {
        switch outcome {
        case .accepted(let reply): .delivered(note: "taken: \(reply)")
        case .refused(let code, let reply) where code >= 500: .refused(reason: "refused: \(reply)")
        case .refused(_, let reply): .failed(reason: "put off: \(reply)", retryAfterSeconds: nil)
        case .unreachable(let reason): .unreachable(reason: "the mail server: \(reason)")
        case .unknown(let reason):
            .failed(reason: "not known whether taken: \(reason)", retryAfterSeconds: nil)
        }
    }
}
