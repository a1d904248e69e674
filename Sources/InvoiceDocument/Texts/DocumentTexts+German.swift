public import Billing

extension DocumentTexts {
    /// German.
    public static let german = DocumentTexts(
        language: "de", words: .german,
        dates: DateStyle(
            months: [
                "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
            ],
            pattern: "dd.MM.yyyy", patternWithoutYear: "dd.MM."),
        putsCurrencyFirst: false, percent: "{}\u{A0}%",
        invoiceTitle: "Rechnung", creditNoteTitle: "Gutschrift", previewTitle: "Rechnungsvorschau",
        statuses: [
            .paid: "BEZAHLT", .due: "OFFEN", .void: "STORNIERT", .uncollectible: "UNEINBRINGLICH",
            .preview: "VORSCHAU", .draft: "ENTWURF", .creditNote: "GUTSCHRIFT",
        ],
        billTo: "Rechnung an", issueDate: "Ausgestellt am",
        dueDate: "Fällig am", corrects: "Zu Rechnung",
        amountDue: "Zu zahlen", amountCredited: "Gutgeschrieben",
        description: "Bezeichnung", quantity: "Menge", unitPrice: "Einzelpreis",
        tax: "Steuer", amount: "Betrag {}",
        usageGroup: "Verbrauch {}", lateUsageGroup: "Nachgemeldeter Verbrauch {}",
        openingGroup: "Abonnement {}",
        changeGroup: "Änderung am {}", oneTimeGroup: "Einmalige Leistungen",
        unusedTime: "{}, nicht genutzte Zeit", remainingTime: "{}, verbleibende Zeit",
        minimumSpend: "{}, Mindestumsatz", changeTotal: "Summe dieser Änderung: {}",
        carriedForward: "Übertrag", broughtForward: "Übertrag",
        subtotal: "Zwischensumme", discount: "Gutschein {}", netTotal: "Summe vor Steuer",
        taxWithoutName: "Steuer", taxBase: "auf {}", total: "Gesamtbetrag", includedTax: "Enthält {}",
        balanceApplied: "Verrechnetes Guthaben", balanceCredited: "Ihrem Guthaben gutgeschrieben",
        broughtOver: "Übertrag aus früheren Rechnungen", paidOn: "Bezahlt am {}", paid: "Bezahlt",
        cardEnding: "mit den Endziffern {}",
        taxTable: "Steuerübersicht", taxCategory: "Kategorie", taxRate: "Satz",
        taxableAmount: "Bemessungsgrundlage",
        taxAmount: "Steuerbetrag",
        categoryNames: [
            .standard: "Steuerpflichtig", .zero: "Nullsatz", .exempt: "Steuerfrei",
            .reverseCharge: "Reverse Charge", .outside: "Nicht steuerbar",
        ],
        categoryReasons: [
            .reverseCharge:
                "Steuerschuldnerschaft des Leistungsempfängers – Reverse charge (Art. 196 Richtlinie 2006/112/EG).",
            .exempt: "Steuerfrei: Der Kunde ist von der Steuer befreit.",
            .outside: "Nicht steuerbar: Der Verkäufer erhebt darauf keine Steuern.",
        ],
        payment: "Zahlung", payAmount: "Bitte zahlen Sie {}", payDate: " bis zum {}.",
        chargedAutomatically: "{} werden von Ihrem Zahlungsmittel abgebucht. Sie müssen nichts tun.",
        paidInFull: "Bezahlt am {}", paidWith: " mit {}", nothingDue: "Es ist nichts zu zahlen.",
        previewNote: "Dies ist eine Vorschau und keine Rechnung; die Beträge können sich noch ändern.",
        voidNote: "Diese Rechnung wurde storniert. Es ist nichts zu zahlen.",
        page: "Seite {}", pageOf: " von {}",
        registrations: [
            "tax_id": "Steuernummer", "eu_vat": "USt-IdNr.", "gb_vat": "VAT-Nr.", "us_ein": "EIN",
            "in_gst": "GSTIN", "de_stn": "Steuernummer", "ch_vat": "MWST-Nr.", "au_abn": "ABN",
            "ca_gst_hst": "GST/HST-Nr.", "jp_trn": "Registrierungsnummer", "no_vat": "MVA-Nr.",
            "sg_gst": "GST-Nr.",
        ])
}

extension ExplanationWords {
    /// German.
    public static let german = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ",", groupSeparator: "."), of: "von", days: "Tagen",
        hours: "Stunden", minutes: "Minuten",
        seconds: "Sekunden", unused: "{} ungenutzt", used: "{} verbraucht",
        peak: "höchstens {} zugleich", latest: "letzter Wert {}", different: "{} verschiedene",
        average: "im Mittel {}", included: "{} enthalten", roundedUp: "aufgerundet",
        nothingBillable: "nichts zu zahlen", flat: "{} pauschal", packagesOf: "Pakete zu",
        atMost: "höchstens {}", minimum: "Mindestumsatz {}", less: "abzüglich {}", charged: "{} berechnet",
        chargedBefore: "{} bereits berechnet", coupon: "Gutschein {}")
}
