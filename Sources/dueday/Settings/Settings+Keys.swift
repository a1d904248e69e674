// What can be set.
extension Settings {
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
}
