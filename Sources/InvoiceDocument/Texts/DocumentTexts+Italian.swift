public import Billing

extension DocumentTexts {
    /// Italian.
    public static let italian = DocumentTexts(
        language: "it", words: .italian,
        dates: DateStyle(
            months: ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
            pattern: "d MMM yyyy", patternWithoutYear: "d MMM"),
        putsCurrencyFirst: false, percent: "{}%",
        invoiceTitle: "Fattura", creditNoteTitle: "Nota di credito", previewTitle: "Anteprima di fattura",
        statuses: [
            .paid: "PAGATA", .due: "DA PAGARE", .void: "ANNULLATA", .uncollectible: "INESIGIBILE",
            .preview: "ANTEPRIMA", .draft: "BOZZA", .creditNote: "NOTA DI CREDITO",
        ],
        billTo: "Intestata a", issueDate: "Data di emissione",
        dueDate: "Scadenza", corrects: "Rettifica la fattura",
        amountDue: "Importo da pagare",
        amountCredited: "Importo accreditato",
        description: "Descrizione", quantity: "Quantità", unitPrice: "Prezzo unitario",
        tax: "Imposta", amount: "Importo {}",
        usageGroup: "Consumo {}", lateUsageGroup: "Consumo registrato in ritardo, {}",
        openingGroup: "Abbonamento {}", changeGroup: "Modifica del {}", oneTimeGroup: "Addebiti una tantum",
        unusedTime: "{}, periodo non utilizzato", remainingTime: "{}, periodo restante",
        minimumSpend: "{}, spesa minima", changeTotal: "Saldo di questa modifica: {}",
        carriedForward: "A riportare", broughtForward: "Riporto",
        subtotal: "Subtotale", discount: "Coupon {}", netTotal: "Totale imponibile",
        taxWithoutName: "Imposta", taxBase: "su {}", total: "Totale", includedTax: "Include {}",
        balanceApplied: "Credito utilizzato", balanceCredited: "Aggiunto al suo credito",
        broughtOver: "Riporto da fatture precedenti", paidOn: "Pagato il {}", paid: "Pagato",
        cardEnding: "che termina con {}",
        taxTable: "Riepilogo imposte", taxCategory: "Categoria", taxRate: "Aliquota",
        taxableAmount: "Imponibile", taxAmount: "Imposta",
        categoryNames: [
            .standard: "Imponibile", .zero: "Aliquota zero", .exempt: "Esente",
            .reverseCharge: "Inversione contabile", .outside: "Fuori campo",
        ],
        categoryReasons: [
            .reverseCharge:
                "Inversione contabile (reverse charge), articolo 196 della direttiva 2006/112/CE.",
            .exempt: "Esente da imposta: il cliente è esente.",
            .outside: "Fuori campo di applicazione delle imposte del venditore.",
        ],
        payment: "Pagamento", payAmount: "Si prega di pagare {}", payDate: " entro il {}.",
        chargedAutomatically: "{} saranno addebitati sul suo metodo di pagamento. Non deve fare nulla.",
        paidInFull: "Pagato il {}", paidWith: " con {}", nothingDue: "Non c’è nulla da pagare.",
        previewNote: "Questa è un’anteprima e non una fattura: gli importi possono ancora cambiare.",
        voidNote: "Questa fattura è stata annullata. Non c’è nulla da pagare.",
        page: "Pagina {}", pageOf: " di {}",
        registrations: [
            "tax_id": "Codice fiscale", "eu_vat": "Partita IVA", "gb_vat": "N. IVA", "us_ein": "EIN",
            "in_gst": "GSTIN", "ch_vat": "N. IVA",
        ])
}

extension ExplanationWords {
    /// Italian.
    public static let italian = ExplanationWords(
        numbers: NumberStyle(decimalSeparator: ",", groupSeparator: "."), of: "di", days: "giorni",
        hours: "ore",
        minutes: "minuti", seconds: "secondi", unused: "tempo non utilizzato: {}", used: "{} consumati",
        peak: "massimo {}", latest: "ultimo valore {}", different: "{} diversi", average: "in media {}",
        included: "{} inclusi", roundedUp: "arrotondato per eccesso", nothingBillable: "nulla da pagare",
        flat: "{} fissi", packagesOf: "pacchetti da", atMost: "al massimo {}", minimum: "minimo {}",
        less: "meno {}", charged: "{} fatturati", chargedBefore: "{} già fatturati", coupon: "coupon {}")
}
