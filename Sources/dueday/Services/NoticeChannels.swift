import Billing
import BillingCalendar
import BillingRun
import Foundation
import HTTPTransport
import MailTransport
import Monetary
import NoticeDelivery

/// The ways out for notices as they are set up: webhooks always, mails where there is a mail server.
enum NoticeChannels {
    /// - Throws: ``CommandFailure`` with the setting that is wrong.
    static func make(
        _ settings: Settings, documents: DocumentFolder, gateways: GatewaySet
    ) throws -> [any NoticeChannel] {
        let webhooks = WebhookChannel(transport: try HTTPTransport(maximumConnections: 8), now: { .now })
        guard let server = try mailServer(settings) else { return [webhooks] }
        guard let from = try address(Settings.mailFrom, settings) else {
            throw CommandFailure.usage(
                "smtp.url is set and mail.from is not: mails need an address to come from")
        }
        let services = MailChannel.Services(
            from: from, replyTo: try address(Settings.mailReplies, settings),
            transport: SMTPTransport(server), templates: try templates(settings),
            document: { path in
                try? [UInt8](Data(contentsOf: URL(filePath: documents.url(path))))
            },
            updateLink: try updateLink(settings, gateways), now: { .now })
        return [webhooks, MailChannel(services)]
    }

    /// The processor's own page, asked for when the mail leaves: such links live for a day or less.
    private static func updateLink(
        _ settings: Settings, _ gateways: GatewaySet
    ) throws -> @Sendable (PaymentMethod, Account) async -> String? {
        guard let page = settings[Settings.customerPage] else { return { _, _ in nil } }
        guard page.text.hasPrefix("https://") else {
            throw CommandFailure.usage(
                "customer.page is \"\(page.text)\" (\(page.source)): it has the form https://…")
        }
        return { method, account in
            guard let customer = method.customerReference else { return nil }
            let request = UpdateLinkRequest(
                accountID: account.id, customerReference: customer, currencyCode: account.currency.code,
                returnURL: page.text)
            guard case .link(let url, _) = await gateways.updateLink(request, processor: method.processor)
            else { return nil }
            return url
        }
    }

    private static func mailServer(_ settings: Settings) throws -> SMTPServer? {
        guard let url = settings[Settings.smtpURL] else { return nil }
        if let file = settings[Settings.smtpAuthorities],
            !FileManager.default.isReadableFile(atPath: file.text)
        {
            throw CommandFailure.usage(
                "smtp.authorities is \"\(file.text)\" (\(file.source)): there is no such file that can be read"
            )
        }
        let demandsTLS = try demandsTLS(settings)
        do {
            return try SMTPServer(
                url: url.text, user: settings.text(Settings.smtpUser),
                password: settings.text(Settings.smtpPassword),
                authoritiesFile: settings.text(Settings.smtpAuthorities), demandsTLS: demandsTLS)
        } catch {
            throw CommandFailure.usage("smtp.url is \"\(url.shown)\" (\(url.source)): \(error)")
        }
    }

    private static func demandsTLS(_ settings: Settings) throws -> Bool? {
        guard let value = settings[Settings.smtpSTARTTLS] else { return nil }
        guard ["required", "offered"].contains(value.text) else {
            throw CommandFailure.usage(
                "smtp.starttls is \"\(value.text)\" (\(value.source)): it is required or offered")
        }
        return value.text == "required"
    }

    private static func address(_ key: Settings.Key, _ settings: Settings) throws -> EmailAddress? {
        guard let value = settings[key] else { return nil }
        guard let address = EmailAddress(value.text) else {
            throw CommandFailure.usage(
                "\(key.name) is \"\(value.text)\" (\(value.source)): it is a plain address such as billing@example.com"
            )
        }
        return address
    }

    private static func templates(_ settings: Settings) throws -> MailTemplates {
        do {
            return try MailTemplates(folder: settings.text(Settings.mailTemplates))
        } catch {
            throw CommandFailure.usage("\(error)")
        }
    }
}
