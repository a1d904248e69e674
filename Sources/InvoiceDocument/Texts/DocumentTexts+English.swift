import Billing

extension DocumentTexts {
    /// English.
    public static let english = DocumentTexts(
        language: "en", words: .english,
        dates: DateStyle(
            months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
            pattern: "d MMM yyyy", patternWithoutYear: "d MMM"),
        putsCurrencyFirst: true, percent: "{}%",
        invoiceTitle: "Invoice", creditNoteTitle: "Credit note", previewTitle: "Invoice preview",
        statuses: [
            .paid: "PAID", .due: "DUE", .void: "VOID", .uncollectible: "UNCOLLECTIBLE", .preview: "PREVIEW",
            .draft: "DRAFT",
            .creditNote: "CREDIT NOTE",
        ],
        billTo: "Bill to", issueDate: "Issued",
        dueDate: "Due", corrects: "Corrects invoice",
        amountDue: "Amount due", amountCredited: "Credited",
        description: "Description", quantity: "Quantity", unitPrice: "Unit price",
        tax: "Tax", amount: "Amount {}",
        usageGroup: "Usage {}", lateUsageGroup: "Usage recorded late, {}", openingGroup: "Subscription {}",
        changeGroup: "Change on {}", oneTimeGroup: "One-time charges", unusedTime: "{}, unused time",
        remainingTime: "{}, remaining time", minimumSpend: "{}, minimum spend",
        changeTotal: "Net of this change: {}",
        carriedForward: "Carried forward", broughtForward: "Brought forward",
        subtotal: "Subtotal", discount: "Coupon {}", netTotal: "Total before tax",
        taxWithoutName: "Tax", taxBase: "on {}", total: "Total", includedTax: "Includes {}",
        balanceApplied: "Balance applied", balanceCredited: "Added to your balance",
        broughtOver: "Carried over from earlier invoices", paidOn: "Paid on {}", paid: "Paid",
        cardEnding: "ending in {}",
        taxTable: "Tax summary", taxCategory: "Category", taxRate: "Rate", taxableAmount: "Taxable amount",
        taxAmount: "Tax amount",
        categoryNames: [
            .standard: "Standard rate", .zero: "Zero rate", .exempt: "Exempt",
            .reverseCharge: "Reverse charge",
            .outside: "Not subject to tax",
        ],
        categoryReasons: [
            .reverseCharge:
                "Reverse charge: the customer accounts for the VAT (Article 196 of Directive 2006/112/EC).",
            .exempt: "Exempt from tax: the customer is exempt.",
            .outside: "Not subject to tax: outside the scope of the seller’s taxes.",
        ],
        payment: "Payment", payAmount: "Please pay {}", payDate: " by {}.",
        chargedAutomatically: "{} is charged to your payment method. There is nothing you need to do.",
        paidInFull: "Paid on {}",
        paidWith: " with {}", nothingDue: "Nothing is to be paid.",
        previewNote: "This is a preview and not an invoice: figures may still change.",
        voidNote: "This invoice was withdrawn. Nothing is to be paid.",
        page: "Page {}", pageOf: " of {}",
        registrations: [
            "tax_id": "Tax ID", "eu_vat": "VAT ID", "gb_vat": "VAT no.", "us_ein": "EIN", "in_gst": "GSTIN",
            "de_stn": "Tax no.", "ch_vat": "VAT no.", "au_abn": "ABN", "ca_gst_hst": "GST/HST no.",
            "jp_trn": "Registration no.", "no_vat": "VAT no.", "sg_gst": "GST reg. no.",
        ])
}
