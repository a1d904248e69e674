public import Billing

extension DocumentTexts {
    /// Polish.
    public static let polish = DocumentTexts(
        language: "pl", words: .polish,
        dates: DateStyle(
            months: [
                "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru",
            ],
            pattern: "dd.MM.yyyy", patternWithoutYear: "dd.MM"),
        putsCurrencyFirst: false, percent: "{}%",
        invoiceTitle: "Faktura", creditNoteTitle: "Faktura korygująca", previewTitle: "Podgląd faktury",
        statuses: [
            .paid: "OPŁACONA", .due: "DO ZAPŁATY", .void: "ANULOWANA", .uncollectible: "NIEŚCIĄGALNA",
            .preview: "PODGLĄD", .draft: "PROJEKT", .creditNote: "KOREKTA",
        ],
        billTo: "Nabywca", issueDate: "Data wystawienia",
        dueDate: "Termin płatności", corrects: "Dotyczy faktury",
        amountDue: "Do zapłaty", amountCredited: "Kwota korekty",
        description: "Nazwa", quantity: "Ilość", unitPrice: "Cena jedn.",
        tax: "Podatek", amount: "Kwota {}",
        usageGroup: "Zużycie {}", lateUsageGroup: "Zużycie zgłoszone później, {}",
        openingGroup: "Abonament {}", changeGroup: "Zmiana z dnia {}",
        oneTimeGroup: "Opłaty jednorazowe",
        unusedTime: "{}, okres niewykorzystany", remainingTime: "{}, pozostały okres",
        minimumSpend: "{}, opłata minimalna", changeTotal: "Saldo tej zmiany: {}",
        carriedForward: "Do przeniesienia", broughtForward: "Z przeniesienia",
        subtotal: "Suma częściowa", discount: "Kupon {}", netTotal: "Razem bez podatku",
        taxWithoutName: "Podatek", taxBase: "od {}", total: "Razem", includedTax: "Zawiera {}",
        balanceApplied: "Wykorzystane saldo", balanceCredited: "Dopisano do salda",
        broughtOver: "Przeniesiono z wcześniejszych faktur", paidOn: "Zapłacono {}", paid: "Zapłacono",
        cardEnding: "o końcówce {}",
        taxTable: "Zestawienie podatków", taxCategory: "Kategoria", taxRate: "Stawka",
        taxableAmount: "Podstawa opodatkowania", taxAmount: "Kwota podatku",
        categoryNames: [
            .standard: "Opodatkowane", .zero: "Stawka zerowa", .exempt: "Zwolnione",
            .reverseCharge: "Odwrotne obciążenie", .outside: "Niepodlegające opodatkowaniu",
        ],
        categoryReasons: [
            .reverseCharge:
                "Odwrotne obciążenie (reverse charge): podatek rozlicza nabywca, art. 196 dyrektywy 2006/112/WE.",
            .exempt: "Zwolnione z podatku: nabywca jest zwolniony.",
            .outside: "Nie podlega opodatkowaniu: poza zakresem podatków sprzedawcy.",
        ],
        payment: "Płatność", payAmount: "Prosimy o zapłatę {}", payDate: " do dnia {}.",
        chargedAutomatically:
            "Kwota {} zostanie pobrana z Państwa środka płatności. Nie trzeba nic robić.",
        paidInFull: "Zapłacono {}", paidWith: ", {}", nothingDue: "Nic do zapłaty.",
        previewNote: "To jest podgląd, a nie faktura: kwoty mogą się jeszcze zmienić.",
        voidNote: "Ta faktura została anulowana. Nic do zapłaty.",
        page: "Strona {}", pageOf: " z {}",
        registrations: [
            "tax_id": "NIP", "eu_vat": "NIP UE", "gb_vat": "VAT no.", "us_ein": "EIN", "in_gst": "GSTIN",
            "pl_nip": "NIP", "pl_regon": "REGON", "ch_vat": "Nr VAT",
        ])
}

extension ExplanationWords {
    /// Polish.
    public static let polish = ExplanationWords(
        numbers: NumberStyle(
            decimalSeparator: ",", groupSeparator: "\u{A0}", grouping: .thousands(from: 5)),
        of: "z", days: "dni", hours: "godz.", minutes: "min", seconds: "s", unused: "{} niewykorzystane",
        used: "zużyto {}", peak: "maksimum {}", latest: "ostatnia wartość {}", different: "różnych: {}",
        average: "średnio {}", included: "{} w cenie", roundedUp: "zaokrąglone w górę",
        nothingBillable: "nic do zapłaty", flat: "ryczałt {}", packagesOf: "pakietów po",
        atMost: "najwyżej {}", minimum: "minimum {}", less: "minus {}", charged: "{} naliczone",
        chargedBefore: "{} naliczone wcześniej", coupon: "kupon {}")
}
