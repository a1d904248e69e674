import Billing

/// The texts by their keys, as the files of ``DocumentTexts/overridden(by:)`` have them.
enum DocumentTextKeys {
    /// Texts that stand as they are.
    static var plain: [(key: String, path: WritableKeyPath<DocumentTexts, String>)] {
        [
            ("invoice_title", \.invoiceTitle), ("credit_note_title", \.creditNoteTitle),
            ("preview_title", \.previewTitle), ("bill_to", \.billTo), ("issue_date", \.issueDate),
            ("due_date", \.dueDate), ("corrects", \.corrects), ("amount_due", \.amountDue),
            ("amount_credited", \.amountCredited), ("description", \.description), ("quantity", \.quantity),
            ("unit_price", \.unitPrice), ("tax", \.tax), ("one_time_group", \.oneTimeGroup),
            ("carried_forward", \.carriedForward),
            ("brought_forward", \.broughtForward), ("subtotal", \.subtotal), ("net_total", \.netTotal),
            ("tax_without_name", \.taxWithoutName), ("total", \.total),
            ("balance_applied", \.balanceApplied), ("balance_credited", \.balanceCredited),
            ("brought_over", \.broughtOver), ("paid", \.paid), ("tax_table", \.taxTable),
            ("tax_category", \.taxCategory), ("tax_rate", \.taxRate), ("taxable_amount", \.taxableAmount),
            ("tax_amount", \.taxAmount), ("payment", \.payment), ("nothing_due", \.nothingDue),
            ("preview_note", \.previewNote), ("void_note", \.voidNote), ("words.of", \.words.of),
            ("words.days", \.words.days), ("words.hours", \.words.hours),
            ("words.minutes", \.words.minutes), ("words.seconds", \.words.seconds),
            ("words.rounded_up", \.words.roundedUp), ("words.nothing_billable", \.words.nothingBillable),
            ("words.packages_of", \.words.packagesOf),
            ("paying.draft_note", \.paying.draftNote), ("paying.purchase_order", \.paying.purchaseOrder),
            ("paying.buyer_reference", \.paying.buyerReference), ("paying.payee", \.paying.payee),
            ("paying.bank", \.paying.bank), ("paying.reference", \.paying.reference),
            ("paying.scan_to_pay", \.paying.scanToPay), ("paying.code_meaning", \.paying.codeMeaning),
            ("statement.title", \.statement.title),
            ("statement.receipt_title", \.statement.receiptTitle),
            ("statement.account", \.statement.account), ("statement.period", \.statement.period),
            ("statement.date", \.statement.date), ("statement.document", \.statement.document),
            ("statement.charged", \.statement.charged), ("statement.paid", \.statement.paid),
            ("statement.balance", \.statement.balance), ("statement.opening", \.statement.opening),
            ("statement.closing", \.statement.closing), ("statement.written_off", \.statement.writtenOff),
            ("statement.received", \.statement.received), ("statement.paid_on", \.statement.paidOn),
            ("statement.method", \.statement.method), ("statement.paid_for", \.statement.paidFor),
            ("statement.voided", \.statement.voided), ("statement.credit", \.statement.credit),
            ("statement.expired_credit", \.statement.expiredCredit),
            ("statement.bank_transfer", \.statement.bankTransfer),
            ("appendix.title", \.appendix.title), ("appendix.used", \.appendix.used),
            ("appendix.included", \.appendix.included), ("appendix.billable", \.appendix.billable),
            ("appendix.flat_fee", \.appendix.flatFee), ("appendix.share", \.appendix.share),
            ("appendix.cap", \.appendix.cap), ("appendix.charged_before", \.appendix.chargedBefore),
            ("appendix.line_amount", \.appendix.lineAmount), ("appendix.total", \.appendix.total),
            ("dates.pattern", \.dates.pattern),
            ("dates.pattern_without_year", \.dates.patternWithoutYear),
            ("dates.range_separator", \.dates.rangeSeparator),
            ("numbers.decimal_separator", \.decimalSeparator),
            ("numbers.group_separator", \.groupSeparator),
            ("punctuation.comma", \.words.punctuation.comma),
            ("punctuation.colon", \.words.punctuation.colon),
            ("punctuation.dash", \.words.punctuation.dash),
            ("punctuation.full_stop", \.words.punctuation.fullStop),
        ]
    }

    /// Texts with a place for a value, written {}.
    static var phrases: [(key: String, path: WritableKeyPath<DocumentTexts, Phrase>)] {
        [
            ("percent", \.percent), ("amount", \.amount), ("usage_group", \.usageGroup),
            ("late_usage_group", \.lateUsageGroup), ("opening_group", \.openingGroup),
            ("change_group", \.changeGroup), ("change_total", \.changeTotal), ("unused_time", \.unusedTime),
            ("remaining_time", \.remainingTime), ("minimum_spend", \.minimumSpend),
            ("discount", \.discount), ("tax_base", \.taxBase), ("included_tax", \.includedTax),
            ("paid_on", \.paidOn), ("card_ending", \.cardEnding), ("pay_amount", \.payAmount),
            ("pay_date", \.payDate), ("charged_automatically", \.chargedAutomatically),
            ("paid_in_full", \.paidInFull), ("paid_with", \.paidWith), ("page", \.page),
            ("page_of", \.pageOf), ("words.unused", \.words.unused), ("words.used", \.words.used),
            ("words.peak", \.words.peak), ("words.latest", \.words.latest),
            ("words.different", \.words.different), ("words.average", \.words.average),
            ("words.included", \.words.included), ("words.flat", \.words.flat),
            ("words.at_most", \.words.atMost), ("words.minimum", \.words.minimum),
            ("words.less", \.words.less), ("words.charged", \.words.charged),
            ("words.charged_before", \.words.chargedBefore), ("words.coupon", \.words.coupon),
            ("statement.payment", \.statement.payment), ("statement.refund", \.statement.refund),
            ("statement.returned_refund", \.statement.returnedRefund),
            ("statement.disputed", \.statement.disputed),
            ("appendix.tier", \.appendix.tier), ("paying.reason", \.paying.reason),
            ("punctuation.brackets", \.words.punctuation.brackets),
        ]
    }

    /// What documents for some countries write otherwise as long as it is not overridden.
    static let byCountry: Set<String> = ["numbers.decimal_separator", "numbers.group_separator"]

    static func status(_ status: DocumentStatus) -> String { "statuses.\(snakeCase(status.rawValue))" }

    static func name(_ category: TaxCategory) -> String { "category_names.\(word(category))" }

    static func reason(_ category: TaxCategory) -> String { "category_reasons.\(word(category))" }

    static let registrations = "registrations."
    static let months = "dates.months"

    private static func word(_ category: TaxCategory) -> String { snakeCase("\(category)") }

    /// "creditNote" as "credit_note".
    private static func snakeCase(_ name: String) -> String {
        name.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
    }
}
