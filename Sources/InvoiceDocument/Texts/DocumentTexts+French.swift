public import Billing

extension DocumentTexts {
    /// French.
    public static let french = DocumentTexts(
        language: "fr", words: .french,
        dates: DateStyle(
            months: [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
                "déc.",
            ],
            pattern: "d MMM yyyy", patternWithoutYear: "d MMM"),
        putsCurrencyFirst: false, percent: "{}\u{A0}%",
        invoiceTitle: "Facture", creditNoteTitle: "Avoir", previewTitle: "Aperçu de facture",
        statuses: [
            .paid: "PAYÉE", .due: "À PAYER", .void: "ANNULÉE", .uncollectible: "IRRÉCOUVRABLE",
            .preview: "APERÇU", .draft: "BROUILLON", .creditNote: "AVOIR",
        ],
        billTo: "Facturé à", issueDate: "Émise le",
        dueDate: "Échéance", corrects: "Corrige la facture", amountDue: "Montant à payer",
        amountCredited: "Montant crédité",
        description: "Désignation", quantity: "Quantité", unitPrice: "Prix unitaire",
        tax: "Taxe", amount: "Montant {}",
        usageGroup: "Consommation {}", lateUsageGroup: "Consommation enregistrée tardivement, {}",
        openingGroup: "Abonnement {}", changeGroup: "Changement du {}",
        oneTimeGroup: "Prestations ponctuelles",
        unusedTime: "{}, période non utilisée", remainingTime: "{}, période restante",
        minimumSpend: "{}, minimum de facturation", changeTotal: "Solde de ce changement\u{A0}: {}",
        carriedForward: "À reporter", broughtForward: "Report",
        subtotal: "Sous-total", discount: "Code promo {}", netTotal: "Total hors taxe",
        taxWithoutName: "Taxe", taxBase: "sur {}", total: "Total", includedTax: "Dont {}",
        balanceApplied: "Solde créditeur utilisé", balanceCredited: "Ajouté à votre solde",
        broughtOver: "Report de factures précédentes", paidOn: "Payé le {}", paid: "Payé",
        cardEnding: "se terminant par {}",
        taxTable: "Récapitulatif des taxes", taxCategory: "Catégorie", taxRate: "Taux",
        taxableAmount: "Base imposable", taxAmount: "Montant de la taxe",
        categoryNames: [
            .standard: "Taux normal ou réduit", .zero: "Taux zéro", .exempt: "Exonéré",
            .reverseCharge: "Autoliquidation", .outside: "Hors champ",
        ],
        categoryReasons: [
            .reverseCharge:
                "Autoliquidation (reverse charge)\u{A0}: TVA due par le preneur, article 196 de la directive 2006/112/CE.",
            .exempt: "Exonéré de taxe\u{A0}: le client est exonéré.",
            .outside: "Hors champ d’application des taxes du vendeur.",
        ],
        payment: "Paiement", payAmount: "Merci de payer {}", payDate: " avant le {} inclus.",
        chargedAutomatically: "{} seront prélevés sur votre moyen de paiement. Vous n’avez rien à faire.",
        paidInFull: "Payé le {}", paidWith: " par {}", nothingDue: "Rien à payer.",
        previewNote: "Ceci est un aperçu et non une facture\u{A0}: les montants peuvent encore changer.",
        voidNote: "Cette facture a été annulée. Rien à payer.",
        page: "Page {}", pageOf: " sur {}",
        registrations: [
            "tax_id": "N° fiscal", "eu_vat": "N° TVA", "gb_vat": "N° TVA", "us_ein": "EIN", "in_gst": "GSTIN",
            "de_stn": "N° fiscal", "ch_vat": "N° TVA", "fr_siren": "SIREN", "fr_siret": "SIRET",
        ])
}

extension ExplanationWords {
    /// French.
    public static let french = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ",", groupSeparator: "\u{A0}"), of: "sur", days: "jours",
        hours: "heures", minutes: "minutes", seconds: "secondes", unused: "temps non utilisé\u{A0}: {}",
        used: "{} consommés", peak: "maximum {}", latest: "dernière valeur {}", different: "{} différents",
        average: "en moyenne {}", included: "{} inclus", roundedUp: "arrondi au supérieur",
        nothingBillable: "rien à payer", flat: "{} forfaitaires", packagesOf: "lots de", atMost: "au plus {}",
        minimum: "minimum {}", less: "moins {}", charged: "{} facturés", chargedBefore: "{} déjà facturés",
        coupon: "code promo {}", punctuation: Punctuation(colon: "\u{A0}: "))
}
