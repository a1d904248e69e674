public import Billing

extension DocumentTexts {
    /// Dutch.
    public static let dutch = DocumentTexts(
        language: "nl", words: .dutch,
        dates: DateStyle(
            months: [
                "jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.",
            ],
            pattern: "d MMM yyyy", patternWithoutYear: "d MMM"),
        putsCurrencyFirst: true, percent: "{}%",
        invoiceTitle: "Factuur", creditNoteTitle: "Creditnota", previewTitle: "Voorbeeldfactuur",
        statuses: [
            .paid: "BETAALD", .due: "OPENSTAAND", .void: "VERVALLEN", .uncollectible: "ONINBAAR",
            .preview: "VOORBEELD", .draft: "CONCEPT", .creditNote: "CREDITNOTA",
        ],
        billTo: "Factuur aan", issueDate: "Factuurdatum",
        dueDate: "Vervaldatum", corrects: "Corrigeert factuur", amountDue: "Te betalen",
        amountCredited: "Gecrediteerd",
        description: "Omschrijving", quantity: "Aantal", unitPrice: "Stukprijs",
        tax: "Belasting",
        amount: "Bedrag {}",
        usageGroup: "Verbruik {}", lateUsageGroup: "Later geregistreerd verbruik, {}",
        openingGroup: "Abonnement {}", changeGroup: "Wijziging op {}", oneTimeGroup: "Eenmalige kosten",
        unusedTime: "{}, ongebruikte tijd", remainingTime: "{}, resterende tijd",
        minimumSpend: "{}, minimumafname", changeTotal: "Saldo van deze wijziging: {}",
        carriedForward: "Te transporteren", broughtForward: "Transport",
        subtotal: "Subtotaal", discount: "Kortingscode {}",
        netTotal: "Totaal exclusief belasting",
        taxWithoutName: "Belasting", taxBase: "over {}", total: "Totaal", includedTax: "Inclusief {}",
        balanceApplied: "Verrekend tegoed", balanceCredited: "Toegevoegd aan uw tegoed",
        broughtOver: "Openstaand van eerdere facturen", paidOn: "Betaald op {}", paid: "Betaald",
        cardEnding: "eindigend op {}",
        taxTable: "Belastingoverzicht", taxCategory: "Categorie", taxRate: "Tarief",
        taxableAmount: "Grondslag",
        taxAmount: "Belastingbedrag",
        categoryNames: [
            .standard: "Belast", .zero: "Nultarief", .exempt: "Vrijgesteld", .reverseCharge: "Btw verlegd",
            .outside: "Niet belastbaar",
        ],
        categoryReasons: [
            .reverseCharge: "Btw verlegd (reverse charge), artikel 196 van Richtlijn 2006/112/EG.",
            .exempt: "Vrijgesteld van belasting: de klant is vrijgesteld.",
            .outside: "Niet belastbaar: buiten het bereik van de belastingen van de verkoper.",
        ],
        payment: "Betaling", payAmount: "Wij verzoeken u {} te betalen", payDate: " uiterlijk op {}.",
        chargedAutomatically: "{} wordt van uw betaalmiddel afgeschreven. U hoeft niets te doen.",
        paidInFull: "Betaald op {}", paidWith: " met {}", nothingDue: "Er hoeft niets te worden betaald.",
        previewNote: "Dit is een voorbeeld en geen factuur: de bedragen kunnen nog veranderen.",
        voidNote: "Deze factuur is vervallen. Er hoeft niets te worden betaald.",
        page: "Pagina {}", pageOf: " van {}",
        registrations: [
            "tax_id": "Belastingnummer", "eu_vat": "Btw-nummer", "gb_vat": "Btw-nummer", "us_ein": "EIN",
            "in_gst": "GSTIN", "nl_kvk": "KvK", "ch_vat": "Btw-nummer",
        ])
}

extension ExplanationWords {
    /// Dutch.
    public static let dutch = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ",", groupSeparator: "."), of: "van", days: "dagen",
        hours: "uur",
        minutes: "minuten", seconds: "seconden", unused: "{} ongebruikt", used: "{} verbruikt",
        peak: "maximaal {}", latest: "laatste waarde {}", different: "{} verschillende",
        average: "gemiddeld {}",
        included: "{} inbegrepen", roundedUp: "naar boven afgerond", nothingBillable: "niets te betalen",
        flat: "{} vast", packagesOf: "pakketten van", atMost: "hoogstens {}", minimum: "minimum {}",
        less: "min {}", charged: "{} berekend", chargedBefore: "{} al berekend", coupon: "kortingscode {}")
}
