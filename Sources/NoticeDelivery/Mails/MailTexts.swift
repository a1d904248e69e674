import Billing

/// The words of every mail, in English and the seller's name. A file of the same name in `mail.templates` replaces one.
///
/// No mail says why a bank declined: where a card was lost or stolen, whoever reads may be the wrong person
/// (PROCESSORS 3). No mail has a link that pays: only the worker moves money (PROCESSORS 0.5).
enum MailTexts {
    /// The source of a kind's template; nil where no mail is sent.
    static func source(_ kind: Notice.Kind) -> String? {
        guard let text = text(kind) else { return nil }
        return text + closing
    }

    private static let closing = """


        Kind regards
        {{seller}}

        {{#reference}}
        Reference: {{reference}}
        {{/reference}}

        """

    private static let updateLink = """
        {{#update_url}}

        [Update your payment method]({{update_url}})

        {{/update_url}}
        """

    private static func text(_ kind: Notice.Kind) -> String? {
        switch kind {
        case .invoiceIssued: invoiceIssued
        case .invoicePaid: invoicePaid
        case .paymentFailed: paymentFailed
        case .retryComing: retryComing
        case .actionNeeded: actionNeeded
        case .cardExpiring: cardExpiring
        case .lastWarning: lastWarning
        case .dunningEnded: dunningEnded
        case .creditNoteIssued: creditNoteIssued
        case .paymentRefunded: paymentRefunded
        case .usageAlert: usageAlert
        case .subscriptionCanceled: subscriptionCanceled
        case .invoiceUnderReview: nil
        }
    }

    private static let invoiceIssued = """
        Subject: Invoice {{invoice_number}} from {{seller}}

        Hello {{name}},

        Your invoice {{invoice_number}} is attached.

        {{#total_text}}
        Total: {{total_text}}
        {{/total_text}}

        {{#is_due}}
        Amount due: {{amount_text}}, by {{due_on}}
        {{/is_due}}

        {{#is_automatic}}
        There is nothing to do: we charge {{method_text}}.
        {{/is_automatic}}

        {{#is_settled}}
        There is nothing left to pay.
        {{/is_settled}}
        """

    private static let invoicePaid = """
        Subject: Payment received for invoice {{invoice_number}}

        Hello {{name}},

        Thank you: we have received {{amount_text}} for invoice {{invoice_number}}{{#method_text}}, paid with {{method_text}}{{/method_text}}.
        """

    private static let paymentFailed =
        """
        Subject: Your payment for invoice {{invoice_number}} did not go through

        Hello {{name}},

        {{#method}}
        We could not collect {{amount_text}} for invoice {{invoice_number}}: the payment with {{method_text}} was declined.
        {{/method}}
        {{^method}}
        We could not collect {{amount_text}} for invoice {{invoice_number}}: we have no payment method from you that we can charge.
        {{/method}}

        {{#retry_on}}
        We will try again on {{retry_on}}. If your details have changed, please update them before then.
        {{/retry_on}}
        {{^retry_on}}
        Please update your payment method, and we will try again.
        {{/retry_on}}

        """ + updateLink

    private static let retryComing =
        """
        Subject: We will try to collect invoice {{invoice_number}} again

        Hello {{name}},

        Invoice {{invoice_number}} over {{amount_text}} is still open. We will try {{method_text}} again{{#retry_on}} on {{retry_on}}{{/retry_on}}.

        If you would like to pay with something else, please update your payment method before then.

        """ + updateLink

    private static let actionNeeded =
        """
        Subject: Your bank asks you to confirm the payment of invoice {{invoice_number}}

        Hello {{name}},

        Your bank did not let us collect {{amount_text}} for invoice {{invoice_number}} without you. Please enter your payment method once more{{#confirm_until_on}} by {{confirm_until_on}}{{/confirm_until_on}} and confirm it with your bank; we will then collect the amount.

        """ + updateLink

    private static let cardExpiring =
        """
        Subject: Your card is about to expire

        Hello {{name}},

        Please note that {{method_text}} expires{{#expires_on}} on {{expires_on}}{{/expires_on}}. So that your service goes on without a break, please update it before then.

        """ + updateLink

    private static let lastWarning =
        """
        Subject: Last reminder: invoice {{invoice_number}} is still open

        Hello {{name}},

        We have not been able to collect {{amount_text}} for invoice {{invoice_number}}.

        {{#final_cancel}}
        If it is not paid{{#ends_on}} by {{ends_on}}{{/ends_on}}, your subscription ends.
        {{/final_cancel}}
        {{^final_cancel}}
        {{#ends_on}}
        We will not try again by ourselves after {{ends_on}}.
        {{/ends_on}}
        {{/final_cancel}}

        Please update your payment method now; we will then collect the amount at once.

        """ + updateLink

    private static let dunningEnded = """
        Subject: Invoice {{invoice_number}} could not be collected

        Hello {{name}},

        We have tried several times to collect {{amount_text}} for invoice {{invoice_number}} and will not try again by ourselves.

        {{#final_cancel}}
        Your subscription has ended. Please get in touch with us if you would like to go on.
        {{/final_cancel}}
        {{^final_cancel}}
        Please get in touch with us, or update your payment method.

        {{#update_url}}
        [Update your payment method]({{update_url}})
        {{/update_url}}
        {{/final_cancel}}
        """

    private static let creditNoteIssued = """
        Subject: Credit note {{credit_note_number}} from {{seller}}

        Hello {{name}},

        We have issued credit note {{credit_note_number}} over {{amount_text}}{{#invoice_number}} for invoice {{invoice_number}}{{/invoice_number}}; it is attached.
        """

    private static let paymentRefunded = """
        Subject: Your refund of {{amount_text}}

        Hello {{name}},

        We have refunded {{amount_text}}{{#invoice_number}} for invoice {{invoice_number}}{{/invoice_number}}. It may take your bank some days to show it.
        """

    private static let usageAlert = """
        Subject: Your use of {{meter_text}} has reached {{percent}} %

        Hello {{name}},

        Your subscription has used {{quantity}} of the {{limit}} {{meter_text}} that are included in this period{{#period_end_on}}, which ends on {{period_end_on}}{{/period_end_on}}.
        """

    private static let subscriptionCanceled = """
        Subject: Your subscription has ended

        Hello {{name}},

        Your subscription {{subscription}} has ended{{#canceled_on}} on {{canceled_on}}{{/canceled_on}}. Nothing more will be charged for the time after it.
        """
}
